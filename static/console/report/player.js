// One player for all answers: it goes from recording to recording, and knows one clock, milliseconds of the answer.
import { follow } from "./companion.js";
import { clock, fill } from "./parts.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export class Player extends EventTarget {
  number = null;
  part = null;
  #file = null; // the recording that is loaded, whichever answer is played from it
  #wanted = 0; // where to be, ms of the answer, until the recording is there
  #recovering = 0;
  #turn = 0;

  constructor(root, { parts, questions, words }) {
    super();
    Object.assign(this, { root, parts, questions, words });
    this.media = this.find("media");
    this.companion = this.find("companion");
    this.#listen();
  }

  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  // Milliseconds of the answer.
  get time() {
    if (!this.#isLoaded()) return this.#wanted;
    return Math.max(0, this.media.currentTime * 1000 - this.#begins());
  }

  get duration() {
    const { recording, duration_ms: told } = this.part ?? {};
    if (!recording) return told ?? 0;
    const whole = Number.isFinite(this.media.duration) && this.#isLoaded() ? this.media.duration * 1000 : 0;
    const end = recording.ends_ms ?? (whole || this.#begins() + told);
    return Math.max(0, end - this.#begins());
  }

  get isPlaying() {
    return !this.media.paused && !this.media.ended;
  }

  // Show the answer with this number, at a moment of it; `play` starts it.
  async show(number, { at = 0, play = false } = {}) {
    const question = this.questions[number];
    if (!question) return;
    const turn = ++this.#turn;
    if (number !== this.number) this.#introduce(question);
    this.number = number;
    this.#wanted = at;
    let part;
    try {
      part = await this.parts.playable(number);
    } catch {
      if (turn === this.#turn) this.#trouble(this.words.unreachable, () => this.show(number, { at, play }));
      return;
    }
    if (turn !== this.#turn) return;
    const isOther = part !== this.part;
    this.part = part;
    this.#load(part.recording);
    if (isOther) this.dispatchEvent(new Event("shown"));
    this.#place(at);
    if (play && part.recording) this.play();
    this.#told();
  }

  async play() {
    if (this.number === null) return this.show(this.#first(), { play: true });
    if (!this.part?.recording) return;
    const before = this.part.recording.address;
    const at = this.time;
    try {
      this.part = await this.parts.playable(this.number);
    } catch {
      // The old address may still do; if not, `recover` says so.
    }
    if (this.part.recording && this.part.recording.address !== before && !this.isPlaying) {
      this.#file = null;
      this.#load(this.part.recording);
      this.#place(at);
    }
    try {
      await this.media.play();
    } catch (error) {
      if (error.name === "NotAllowedError") this.#state();
    }
  }

  toggle() {
    if (this.isPlaying) this.media.pause();
    else this.play();
  }

  seek(at) {
    this.#place(Math.min(Math.max(0, at), Math.max(0, this.duration - 50)));
    this.#told();
  }

  // To the next (1) or previous (-1) question with an answer; while it plays, with one that can be played.
  step(direction, { play = this.isPlaying } = {}) {
    for (let number = (this.number ?? -1) + direction; this.questions[number]; number += direction) {
      const { isAnswered, isPlayable } = this.questions[number];
      if (play ? isPlayable : isAnswered) return this.show(number, { play });
    }
    return null;
  }

  faster(direction) {
    const now = SPEEDS.indexOf(this.media.playbackRate);
    this.rate(SPEEDS[Math.min(Math.max(0, (now < 0 ? 1 : now) + direction), SPEEDS.length - 1)]);
  }

  rate(value) {
    this.media.defaultPlaybackRate = this.media.playbackRate = this.companion.playbackRate = value;
    this.find("speed").value = String(value);
  }

  captions(on = this.find("captions").getAttribute("aria-pressed") !== "true") {
    this.find("captions").setAttribute("aria-pressed", String(on));
    this.#caption();
  }

  #first() {
    return this.questions.find((question) => question.isPlayable)?.number ?? 0;
  }

  #begins() {
    return this.part?.recording?.begins_ms ?? 0;
  }

  #isLoaded() {
    return this.media.readyState >= HTMLMediaElement.HAVE_METADATA && this.#file !== null;
  }

  #introduce(question) {
    const title = question.isFollowUp ? this.words.followUp : this.words.question;
    this.find("title").textContent = fill(title, { number: question.order });
    this.find("content").textContent = question.content;
    this.media.pause();
    this.#trouble("");
  }

  #load(recording) {
    this.root.toggleAttribute("data-without", !recording);
    this.root.dataset.kind = recording?.kind ?? "none";
    if (!recording) {
      this.#file = null;
      this.media.removeAttribute("src");
      this.companion.removeAttribute("src");
      this.#trouble(this.questions[this.number]?.isTyped ? this.words.typed : this.words.noRecording);
      return;
    }
    this.#trouble("");
    if (recording.file === this.#file) return;
    this.#file = recording.file;
    const speed = this.media.playbackRate;
    this.media.preload = "metadata";
    this.media.src = recording.address;
    this.media.muted = Boolean(recording.sound);
    if (recording.sound) this.companion.src = recording.sound;
    else this.companion.removeAttribute("src");
    this.rate(speed);
  }

  #place(at) {
    this.#wanted = at;
    if (!this.#isLoaded()) return;
    this.media.currentTime = (this.#begins() + at) / 1000;
    this.#follow();
  }

  #listen() {
    const { media } = this;
    media.addEventListener("loadedmetadata", () => this.#place(this.#wanted));
    for (const kind of ["play", "pause", "ended", "waiting", "playing"]) media.addEventListener(kind, () => this.#state());
    for (const kind of ["timeupdate", "seeked", "durationchange"]) media.addEventListener(kind, () => this.#told());
    media.addEventListener("play", () => this.#run());
    media.addEventListener("ended", () => this.#over());
    media.addEventListener("error", () => this.#recover());
    this.root.addEventListener("click", (event) => this.#clicked(event.target));
    this.find("seek").addEventListener("input", (event) => this.seek(Number(event.target.value)));
    this.find("speed").addEventListener("change", (event) => this.rate(Number(event.target.value)));
  }

  #clicked(target) {
    if (target.closest("[data-toggle]") || target === this.media) this.toggle();
    else if (target.closest("[data-previous]")) this.step(-1);
    else if (target.closest("[data-next]")) this.step(1);
    else if (target.closest("[data-captions]")) this.captions();
    else if (target.closest("[data-fullscreen]")) this.#fullscreen();
  }

  #fullscreen() {
    const screen = this.find("screen");
    if (document.fullscreenElement) document.exitFullscreen();
    else if (screen.requestFullscreen) screen.requestFullscreen();
    else this.media.webkitEnterFullscreen?.();
  }

  // While it plays, the clock is told every frame: words are short.
  #run() {
    const step = () => {
      if (!this.isPlaying) return;
      this.#told();
      if (this.part?.recording?.ends_ms && this.time >= this.duration) this.#over();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  #over() {
    this.media.pause();
    this.step(1, { play: true });
  }

  // The address ran out, or the network broke: once more with a new address, from the same place.
  async #recover() {
    if (!this.media.getAttribute("src") || this.number === null) return;
    const at = this.time || this.#wanted;
    const again = () => this.#reload(at);
    if (performance.now() - this.#recovering < 5000) return this.#trouble(this.words.unplayable, again);
    this.#recovering = performance.now();
    await again();
  }

  async #reload(at) {
    const turn = this.#turn;
    try {
      const part = await this.parts.playable(this.number, { always: true });
      if (turn !== this.#turn) return;
      this.#file = null;
      this.#wanted = at;
      this.#load(part.recording);
      await this.media.play().catch(() => {});
    } catch {
      this.#trouble(this.words.unplayable, () => this.#reload(at));
    }
  }

  #follow() {
    if (this.companion.getAttribute("src")) follow(this.media, this.companion);
  }

  #state() {
    this.root.toggleAttribute("data-playing", this.isPlaying);
    const label = this.isPlaying ? this.words.pause : this.words.play;
    this.find("label").setAttribute("aria-label", label);
    this.find("label").title = label;
    this.#follow();
    this.#told();
  }

  #told() {
    const { time, duration } = this;
    this.find("now").textContent = clock(time);
    this.find("length").textContent = clock(duration);
    const seek = this.find("seek");
    seek.max = String(Math.max(1, Math.round(duration)));
    seek.value = String(Math.round(time));
    seek.setAttribute("aria-valuetext", fill(this.words.position, { at: clock(time), total: clock(duration) }));
    this.#caption();
    this.#follow();
    this.dispatchEvent(new Event("time"));
  }

  #caption() {
    const line = this.find("caption");
    const isOn = this.find("captions").getAttribute("aria-pressed") === "true";
    const { time } = this;
    const now = isOn && this.part?.sentences.find(({ start, end }) => start !== null && start <= time && time < end);
    line.hidden = !now;
    if (now) line.textContent = now.words.map(([text]) => text).join("").trim();
  }

  #trouble(sentence, again = null) {
    const line = this.find("trouble");
    line.hidden = !sentence;
    line.replaceChildren(sentence);
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-link";
    button.textContent = this.words.retry;
    button.addEventListener("click", again, { once: true });
    line.append(" ", button);
  }
}
