// One recorder after another; what it gives goes into the queue in slices of some seconds.
const SLICE_MS = 2500;
const VIDEO = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SOUND = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];

export class Recorder {
  constructor(queue, uploader) {
    this.queue = queue;
    this.uploader = uploader;
    this.current = null;
    this.heldMs = 0; // of this answer, in this page
  }

  static isPossible() {
    return typeof MediaRecorder === "function" && Boolean(typeFor(VIDEO) ?? typeFor(SOUND));
  }

  get isRunning() {
    return this.current !== null;
  }

  // Resolves when the recorder runs.
  start(stream, { question, newTake = false }) {
    const hasPicture = stream.getVideoTracks().some((track) => track.readyState === "live");
    const type = typeFor(hasPicture ? VIDEO : SOUND);
    const taken = hasPicture ? stream : new MediaStream(stream.getAudioTracks());
    const options = { mimeType: type, audioBitsPerSecond: 64000, videoBitsPerSecond: 700000 };
    const run = { question, key: newKey(), type, newTake, number: 0, last: performance.now(), writing: Promise.resolve() };
    run.recorder = new MediaRecorder(taken, options);
    run.type = run.recorder.mimeType || type;
    run.recorder.addEventListener("dataavailable", (event) => this.#keep(run, event.data));
    run.stopped = new Promise((done) => run.recorder.addEventListener("stop", done, { once: true }));
    run.recorder.start(SLICE_MS);
    this.current = run;
    if (newTake) this.heldMs = 0;
  }

  // Stops and keeps the last slice. With `finish` the answer is handed in after it.
  async stop({ finish = false, question = null } = {}) {
    const run = this.current;
    this.current = null;
    if (run) {
      if (run.recorder.state !== "inactive") run.recorder.stop();
      await run.stopped;
      await run.writing;
    }
    if (finish) {
      await this.queue.put({ kind: "finish", question: question ?? run.question });
      this.uploader.poke();
    }
  }

  #keep(run, blob) {
    if (!blob.size) return;
    const now = performance.now();
    const ms = now - run.last;
    run.last = now;
    this.heldMs += ms;
    run.writing = run.writing.then(async () => {
      const { question, key, type, newTake } = run;
      const bytes = await blob.arrayBuffer();
      const number = run.number++;
      await this.queue.put({ kind: "part", question, key, type, newTake, number, ms, bytes });
      this.uploader.poke();
    });
  }
}

function typeFor(types) {
  return types.find((type) => MediaRecorder.isTypeSupported(type));
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
