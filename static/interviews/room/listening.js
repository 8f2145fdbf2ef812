// How loud it is, and for how long it has been quiet. Nothing is kept and nothing is sent.
const LOUD_DB = -46; // below this a headset's microphone hears a quiet room (our own choice)

export class Listener {
  constructor(onLevel) {
    this.onLevel = onLevel;
    this.spokenMs = 0;
    this.quietSince = performance.now();
  }

  open(stream) {
    this.close();
    if (!stream.getAudioTracks().length) return;
    this.context = new AudioContext();
    this.source = this.context.createMediaStreamSource(stream);
    this.analyser = new AnalyserNode(this.context, { fftSize: 1024 });
    this.source.connect(this.analyser);
    this.values = new Float32Array(this.analyser.fftSize);
    this.timer = setInterval(() => this.#hear(), 80);
  }

  // The browser holds sound back until the candidate has touched the page.
  wake() {
    this.context?.resume().catch(() => {});
  }

  reset(graceMs = 0) {
    this.quietSince = performance.now() + graceMs;
    if (!graceMs) this.spokenMs = 0;
  }

  get quietMs() {
    return Math.max(0, performance.now() - this.quietSince);
  }

  close() {
    clearInterval(this.timer);
    this.context?.close().catch(() => {});
    this.context = null;
  }

  #hear() {
    this.analyser.getFloatTimeDomainData(this.values);
    const power = this.values.reduce((sum, value) => sum + value * value, 0) / this.values.length;
    const db = 10 * Math.log10(power + 1e-10);
    if (db > LOUD_DB) {
      this.spokenMs += 80;
      this.quietSince = Math.max(this.quietSince, performance.now());
    }
    this.onLevel(Math.min(1, Math.max(0, (db + 60) / 45)));
  }
}
