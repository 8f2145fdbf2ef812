// Sound of any rate becomes 16 bit at 16 kHz, a quarter of a second at a time.
const RATE = 16000;
const FRAME = RATE / 4;

class Pcm extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    this.at = 0; // where the next sample lies, in samples of the input block
    this.last = 0;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process([input]) {
    const heard = input[0];
    if (!heard) return true;
    for (; this.at < heard.length; this.at += this.step) this.#keep(this.#value(heard));
    this.at -= heard.length;
    this.last = heard[heard.length - 1];
    return true;
  }

  #value(heard) {
    const index = Math.floor(this.at);
    const before = index > 0 ? heard[index - 1] : this.last;
    return before + (heard[index] - before) * (this.at - index);
  }

  #keep(value) {
    this.frame[this.filled++] = Math.max(-1, Math.min(1, value)) * 32767;
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("pcm", Pcm);
