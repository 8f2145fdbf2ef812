// The interviewer's voice: the browser's. Where it has none, or falls silent, the text is enough and time goes on.
const PACES = { friendly: 0.95, serious: 1, pressure: 1.12 };

export class Voice {
  constructor({ language, style, pace }) {
    this.language = language;
    this.rate = PACES[style] / Math.min(1.5, Math.max(1, pace));
    this.synth = window.speechSynthesis;
    this.generation = 0;
  }

  // Resolves when it has been said or cannot be said; never later than speaking slowly would take.
  async speak(text) {
    this.stop();
    const mine = ++this.generation;
    const voice = await this.#voice();
    if (!voice || mine !== this.generation) return;
    await new Promise((done) => {
      const words = new SpeechSynthesisUtterance(text);
      Object.assign(words, { voice, lang: voice.lang, rate: this.rate });
      const latest = setTimeout(done, longest(text));
      const begins = setTimeout(() => this.synth.speaking || done(), 2500);
      words.onend = words.onerror = () => {
        clearTimeout(latest);
        clearTimeout(begins);
        done();
      };
      this.stopped = done;
      this.synth.speak(words);
    });
    if (mine === this.generation) this.synth.cancel();
  }

  stop() {
    this.generation += 1;
    this.stopped?.();
    this.synth?.cancel();
  }

  async isThere() {
    return Boolean(await this.#voice());
  }

  #voice() {
    this.found ??= this.#find();
    return this.found;
  }

  async #find() {
    if (!this.synth || typeof SpeechSynthesisUtterance !== "function") return null;
    const language = this.language.slice(0, 2);
    const fitting = () => this.synth.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(language));
    if (!this.synth.getVoices().length) {
      await new Promise((done) => {
        this.synth.addEventListener("voiceschanged", done, { once: true });
        setTimeout(done, 800);
      });
    }
    const voices = fitting();
    return voices.find((voice) => voice.localService && voice.default) ?? voices.find((voice) => voice.localService) ?? voices[0];
  }
}

function longest(text) {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const words = text.split(/\s+/).length;
  return 4000 + han * 420 + words * 700;
}
