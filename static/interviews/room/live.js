// Sound and pictures for live analysis: only what was agreed to, only while an answer is given, only from the window
// that the server listens to.
const SOUND = 1;
const PICTURE = 2;
const PICTURE_MS = 1000;

export class LiveFrames {
  constructor(socket, { wants, atMs }) {
    this.socket = socket;
    this.wants = wants;
    this.atMs = atMs;
    this.active = false;
  }

  async open(stream, video) {
    this.close();
    if (this.wants.sound && stream.getAudioTracks().length) await this.#openSound(stream).catch(() => {});
    if (this.wants.picture && stream.getVideoTracks().length) this.#openPicture(video);
  }

  wake() {
    this.context?.resume().catch(() => {});
  }

  close() {
    clearInterval(this.timer);
    this.context?.close().catch(() => {});
    this.context = null;
  }

  get flows() {
    return this.active && this.socket.publishes;
  }

  async #openSound(stream) {
    const context = new AudioContext();
    this.context = context;
    await context.audioWorklet.addModule(new URL("./pcm-worklet.js", import.meta.url));
    if (this.context !== context) return;
    const worklet = new AudioWorkletNode(context, "pcm", { numberOfOutputs: 0 });
    worklet.port.onmessage = ({ data }) => this.flows && this.socket.sendMedia(SOUND, this.atMs(), data);
    context.createMediaStreamSource(stream).connect(worklet);
  }

  #openPicture(video) {
    const canvas = document.createElement("canvas");
    this.timer = setInterval(() => {
      if (!this.flows || document.hidden || !video.videoWidth) return;
      canvas.width = 320;
      canvas.height = Math.round((320 * video.videoHeight) / video.videoWidth);
      canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
      const atMs = this.atMs();
      canvas.toBlob(async (blob) => blob && this.socket.sendMedia(PICTURE, atMs, await blob.arrayBuffer()), "image/jpeg", 0.7);
    }, PICTURE_MS);
  }
}
