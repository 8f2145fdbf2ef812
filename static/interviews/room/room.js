// The interview: asking, reading time, answering, handing in, a short transition, and again.
import { Api, Refused, pause } from "./api.js";
import { closeDevices, openDevices } from "./devices.js";
import { Integrity } from "./integrity.js";
import { Listener } from "./listening.js";
import { LiveFrames } from "./live.js";
import { Presence } from "./presence.js";
import { Queue } from "./queue.js";
import { Recorder } from "./recorder.js";
import { RoomSocket } from "./socket.js";
import { Voice } from "./speech.js";
import { clockText, line, say } from "./texts.js";
import { Countdown, ServerClock, Ticker } from "./timers.js";
import { Uploader } from "./uploader.js";
import { View, parts } from "./view.js";

const settings = JSON.parse(document.getElementById("room-settings").textContent);

// By style: seconds to read, to wait for a follow-up, of silence before a nudge and before the answer is handed in.
const PACE = {
  friendly: { reading: 8, waiting: 12, nudge: 15, cut: 45 },
  serious: { reading: 6, waiting: 10, nudge: 12, cut: 35 },
  pressure: { reading: 4, waiting: 8, nudge: 8, cut: 25 },
}[settings.style];
const CUT_SECONDS = 15; // to object before an answer is handed in for silence
const THINKING_MS = 60000;
const TOLD_MS = 6000;
const RESUME_SECONDS = 3;
const POLL_MS = 5000;

class Room {
  constructor(queue) {
    this.api = new Api(settings.base, parts.room.dataset.token);
    this.view = new View({ ...settings, takesRecordings: settings.mode !== "text" });
    this.queue = queue;
    this.uploader = new Uploader(this.api, queue);
    this.recorder = new Recorder(queue, this.uploader);
    this.socket = new RoomSocket(settings.socket);
    this.clock = new ServerClock();
    this.voice = new Voice(settings);
    this.presence = new Presence(parts.presence);
    this.listener = new Listener((level) => this.#level(level));
    this.live = new LiveFrames(this.socket, { wants: settings.live, atMs: () => this.#sinceQuestion() });
    this.ticker = new Ticker(() => this.#tick());
    this.integrity = new Integrity({
      api: this.api,
      address: settings.signals,
      now: () => ({ question: this.question?.id, atMs: this.#sinceQuestion() }),
    });
    this.round = 0; // each question asked; work of an earlier one stops when it sees another
    this.state = "loading";
  }

  async open() {
    this.#bind();
    this.integrity.watch(parts.room);
    this.uploader.poke();
    if (settings.status === "created") await this.#lobby();
    else await this.#takeUp();
  }

  // -- the way in

  async #lobby() {
    this.#go("lobby");
    await this.#openDevices();
  }

  async #openDevices() {
    if (settings.mode === "text") return this.view.lobby({ ready: true });
    this.view.lobby({ ready: false });
    const problem = await this.#devices();
    this.view.lobby({ problem: problem && say(problem), ready: !problem });
  }

  // Opens camera and microphone; the name of the trouble, or null.
  async #devices() {
    if (!Recorder.isPossible()) return "no_recorder";
    try {
      closeDevices(this.stream);
      const { stream, hasPicture } = await openDevices({ withPicture: settings.mode === "video" });
      this.stream = stream;
      this.view.ownPicture(stream);
      this.view.trouble = settings.mode === "video" && !hasPicture ? say("no_camera") : "";
      this.listener.open(stream);
      this.#open(this.live.open(stream, parts.video));
      for (const track of stream.getAudioTracks()) track.addEventListener("ended", () => this.#deviceLost());
      return null;
    } catch (error) {
      return error.why ?? "busy";
    }
  }

  async #begin({ writing = false } = {}) {
    this.writes = writing;
    this.listener.wake();
    this.live.wake();
    this.view.lobby({ ready: false });
    const standing = await this.#insist(() => this.api.post("/start"));
    this.#connect();
    await this.#ask(standing, { opening: line("hello") });
  }

  // The page was loaded again, or another window had the interview meanwhile.
  async #takeUp() {
    this.#go("asking");
    const problem = settings.mode === "text" ? null : await this.#devices();
    if (problem) this.view.trouble = say(problem);
    this.writes = Boolean(problem);
    this.#connect();
    const waiting = (await this.queue.all()).find((item) => item.kind === "finish");
    const standing = await this.#insist(() => this.api.get("/state"));
    if (waiting && waiting.question === standing.question?.id) {
      this.#adopt(standing);
      this.view.question(this.question, standing.total);
      await this.#handIn({ queued: true });
    } else {
      await this.#ask(standing, { resumed: true });
    }
  }

  #connect() {
    this.socket.open();
    this.polling ??= setInterval(() => this.socket.isOpen || this.#sync(), POLL_MS);
  }

  // -- one question

  async #ask(standing, { opening = "", resumed = false } = {}) {
    const round = ++this.round;
    this.reading?.cancel();
    this.#adopt(standing);
    if (!this.question) return this.#end();
    this.#go("asking");
    this.view.question(this.question, standing.total);
    this.view.take(standing.recorded?.takes ?? 1);
    this.ticker.start();
    this.integrity.watching = true;
    this.recorder.heldMs = standing.recorded?.ms ?? 0;
    const goesOn = resumed && this.recorder.heldMs > 0;
    if (!goesOn) {
      await this.#say([opening, this.question.content].filter(Boolean).join(" "), { caption: opening });
      if (round !== this.round) return;
    }
    if (settings.mode === "text" || this.writes) return this.#write();
    if (await this.#read({ goesOn })) if (round === this.round) await this.#record();
  }

  // Whether the reading time ended of itself or by a key, and nothing else came between.
  async #read({ goesOn }) {
    this.#go("reading");
    const seconds = goesOn ? RESUME_SECONDS : Math.round(PACE.reading * settings.pace);
    const time = clockText(this.recorder.heldMs);
    this.reading = new Countdown(seconds, (left) => {
      this.view.status = this.#timed(goesOn ? "resuming" : "reading", { seconds: left, time });
    });
    return this.reading.run();
  }

  async #record({ newTake = false } = {}) {
    if (!this.stream?.getAudioTracks().some((track) => track.readyState === "live")) {
      const problem = await this.#devices();
      if (problem) {
        this.view.trouble = say(problem);
        return this.#write();
      }
    }
    this.recorder.start(this.stream, { question: this.question.id, newTake });
    this.listener.reset();
    this.listener.wake();
    this.live.wake();
    this.live.active = true;
    this.cutAt = null;
    if (!settings.captions) this.view.caption = "";
    this.#go("recording");
    return undefined;
  }

  async #finish(why = "") {
    if (this.state !== "recording") return;
    this.#go("saving");
    if (why) this.view.status = why;
    await this.#handIn({});
  }

  async #handIn({ queued = false }) {
    const round = this.round;
    const { id } = this.question;
    this.live.active = false;
    if (this.state !== "saving") this.#go("saving");
    const finished = this.#finished(id);
    if (queued) this.uploader.poke();
    else await this.recorder.stop({ finish: true, question: id });
    const result = await finished;
    if (round !== this.round) return;
    if (result) await this.#transition(result);
    else await this.#sync({ force: true });
  }

  async #write() {
    await this.recorder.stop();
    this.live.active = false;
    this.writingSince = performance.now();
    if (!settings.captions) this.view.caption = "";
    this.#go("typing");
    parts.text.focus();
  }

  async #handInText() {
    const text = parts.text.value.trim();
    if (!text || this.state !== "typing") return;
    const round = this.round;
    const body = { question_id: this.question.id, text, seconds: Math.round((performance.now() - this.writingSince) / 1000) };
    this.#go("saving");
    try {
      const result = await this.#insist(() => this.api.post("/text", body));
      parts.text.value = "";
      if (round === this.round) await this.#transition(result);
    } catch (error) {
      this.view.notice = error.message;
      await this.#sync({ force: true });
    }
  }

  // A word of thanks while the follow-up may come. What is late does not hold anybody up.
  async #transition(result) {
    const round = this.round;
    this.#go("waiting");
    const thanks = this.#say(line("thanks"));
    const standing = await this.#whatNext(result);
    await Promise.race([thanks, pause(6000)]);
    if (round !== this.round) return;
    if (!standing.question) return this.#end();
    await this.#ask(standing, { opening: line(standing.question.is_follow_up ? "follow_up" : "next") });
  }

  async #whatNext({ answer_id: answer, follow_up: followUp }) {
    const latest = performance.now() + PACE.waiting * 1000;
    while (followUp === "pending" && performance.now() < latest) {
      const heard = new Promise((done) => this.socket.addEventListener("follow_up_generated", done, { once: true }));
      await Promise.race([heard, pause(1500)]);
      const standing = await this.#insist(() => this.api.post("/next", { answer_id: answer, wait: true }));
      if (standing.follow_up !== "pending") return standing;
    }
    return this.#insist(() => this.api.post("/next", followUp === "pending" ? { answer_id: answer } : {}));
  }

  async #end() {
    this.round += 1;
    this.#go("finishing");
    this.ticker.stop();
    await Promise.race([this.#say(line("bye")), pause(8000)]);
    const ended = await this.#insist(() => this.api.post("/end"));
    this.#leave(ended.page);
  }

  // -- what happens meanwhile

  // The server may have gone on: the time of the question ran out, another window answered, the company ended it.
  async #sync({ force = false } = {}) {
    if (["lobby", "loading", "elsewhere", "finishing"].includes(this.state)) return;
    const standing = await this.#quietly(() => this.api.get("/state"));
    if (!standing) return;
    if (standing.status !== "in_progress") return this.#over();
    const handing = ["saving", "waiting"].includes(this.state);
    const isSame = standing.question?.id === this.question?.id; // compared now: it may have come another way meanwhile
    if (!force && (handing || isSame)) return;
    await this.recorder.stop();
    await this.#ask(standing, { resumed: isSame });
  }

  async #over() {
    if (this.state === "finishing") return;
    this.round += 1;
    this.#go("finishing");
    await this.recorder.stop();
    await Promise.race([this.#empty(), pause(5000)]);
    this.#leave(settings.done);
  }

  #leave(page) {
    this.integrity.watching = false;
    this.socket.close();
    clearInterval(this.polling);
    closeDevices(this.stream);
    location.assign(page ?? settings.done);
  }

  #tick() {
    if (!this.question || !["asking", "reading", "recording", "typing"].includes(this.state)) return;
    const left = this.question.deadline - this.clock.now();
    this.view.remaining(left, this.question.seconds * 1000);
    if (left <= 0 && this.state === "recording") this.#finish(say("time_up"));
    else if (left <= 0 && this.state === "typing" && parts.text.value.trim()) this.#handInText();
    if (this.state === "recording") this.#minded();
  }

  // Silence: first a word, then, after a while in which anybody may object, the answer is handed in.
  #minded() {
    const quiet = this.listener.quietMs / 1000;
    if (!this.listener.context || quiet < PACE.nudge * settings.pace) {
      this.cutAt = null;
      if (quiet < 1 && this.isMinding) this.view.notice = "";
      if (quiet < 1) this.isMinding = false;
      return;
    }
    this.isMinding = true;
    if (this.listener.spokenMs < 3000 || quiet < PACE.cut * settings.pace) {
      this.view.notice = say("nudge");
      return;
    }
    this.cutAt ??= performance.now() + CUT_SECONDS * 1000;
    const left = Math.ceil((this.cutAt - performance.now()) / 1000);
    if (left <= 0) this.#finish();
    else this.view.notice = this.#timed("cut", { seconds: left });
  }

  #level(level) {
    this.view.level(level);
    this.presence.level = this.state === "recording" ? level : 0;
  }

  #deviceLost() {
    if (this.state !== "recording") return;
    this.view.trouble = say("device_lost");
    navigator.mediaDevices.addEventListener("devicechange", () => this.#again(), { once: true });
  }

  async #again() {
    await this.recorder.stop();
    if (!(await this.#devices()) && this.state === "recording") await this.#record();
  }

  async #elsewhere() {
    if (["elsewhere", "finishing", "lobby", "loading"].includes(this.state)) return;
    this.round += 1;
    this.reading?.cancel();
    this.voice.stop();
    this.ticker.stop();
    this.socket.close();
    this.live.active = false;
    this.#go("elsewhere");
    await this.recorder.stop();
    closeDevices(this.stream);
  }

  async #here() {
    this.#go("asking");
    this.socket.wanted = true;
    await this.#takeUp();
  }

  // -- small things

  #go(state) {
    this.state = state;
    this.view.state = state;
    const moods = { asking: "asking", recording: "listening", typing: "listening", waiting: "thinking", saving: "thinking" };
    this.presence.mood = moods[state] ?? "resting";
    if (state === "saving" || state === "waiting" || state === "finishing") this.view.remaining(null);
  }

  #adopt(standing) {
    this.clock.set(standing.now);
    this.question = standing.question;
    this.total = standing.total;
  }

  // The question stands there anyway; what else is said shows where it is wanted or cannot be heard.
  async #say(text, { caption = text } = {}) {
    this.view.caption = settings.captions || !(await this.voice.isThere()) ? caption : "";
    await this.voice.speak(text);
  }

  // Without seconds for who asked for no countdown.
  #timed(name, values) {
    return say(settings.countdown ? name : `${name}_calm`, values);
  }

  #sinceQuestion() {
    return this.question ? this.clock.now() - this.question.started : 0;
  }

  #finished(question) {
    return new Promise((done) => {
      const hear = ({ detail }) => {
        if (detail.question !== question) return;
        this.uploader.removeEventListener("finished", hear);
        done(detail.result);
      };
      this.uploader.addEventListener("finished", hear);
    });
  }

  async #empty() {
    if (!(await this.queue.first())) return;
    await new Promise((done) => this.uploader.addEventListener("empty", done, { once: true }));
  }

  async #insist(ask) {
    try {
      return await this.api.insist(ask, { onTrouble: (error) => this.#offline(error) });
    } catch (error) {
      if (error instanceof Refused && error.answer.page) {
        this.#leave(error.answer.page);
        return new Promise(() => {});
      }
      throw error;
    } finally {
      this.#online();
    }
  }

  async #quietly(ask) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refused && error.answer.page) await this.#over();
      return null;
    }
  }

  #offline(error) {
    this.isOffline = true;
    this.view.trouble = say(error?.status === 401 ? "signed_out" : "offline");
  }

  #online() {
    if (!this.isOffline) return;
    this.isOffline = false;
    this.view.trouble = "";
  }

  #open(work) {
    work.catch(() => {}); // live signals are never needed for the interview to go on
  }

  #bind() {
    const { view, socket, uploader } = this;
    view.on("begin", () => this.#begin());
    view.on("begin-writing", () => this.#begin({ writing: true }));
    view.on("again", () => this.#openDevices());
    view.on("begin-answer", () => this.reading?.skip());
    view.on("finish", () => this.#finish());
    view.on("thinking", () => this.#thinking());
    view.on("repeat", () => this.#repeat());
    view.on("retake", () => this.#retake());
    view.on("write", () => this.#chooseWriting());
    view.on("here", () => this.#here());
    view.on("hide-picture", () => view.togglePicture(!parts.room.hasAttribute("data-hides-picture")));
    view.on("fullscreen", () => this.#fullscreen());
    parts.room.querySelector("[data-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#handInText();
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    uploader.addEventListener("trouble", ({ detail }) => (detail.error ? this.#offline(detail.error) : this.#online()));
    uploader.addEventListener("moved", () => this.#over());
    uploader.addEventListener("refused", () => this.#sync());
    for (const kind of ["sent", "empty", "trouble"]) {
      uploader.addEventListener(kind, async () => (view.uploads = this.state === "saving" || this.isOffline ? await uploader.left() : 0));
    }
    socket.addEventListener("connected", ({ detail }) => this.#connected(detail));
    socket.addEventListener("ack", () => socket.publishes || this.#elsewhereIfTold());
    socket.addEventListener("question_started", ({ detail }) => detail.question_id !== this.question?.id && this.#sync());
    socket.addEventListener("interview_ended", () => this.#over());
    socket.addEventListener("time_warning", ({ detail }) => this.#warn(detail));
    addEventListener("pagehide", () => this.recorder.stop());
  }

  #connected(standing) {
    this.heldTurn = standing.publishes;
    if (standing.status !== "in_progress") this.#over();
    else if (standing.current_question && standing.current_question.question_id !== this.question?.id) this.#sync();
  }

  // An "ack" tells of the turn only when it changes.
  #elsewhereIfTold() {
    if (this.heldTurn && this.socket.isOpen && !this.socket.publishes) this.#elsewhere();
  }

  #warn({ scope, remaining_seconds: seconds }) {
    this.#tell(scope === "question" ? say("warning_question", { seconds }) : say("warning_interview", { minutes: Math.round(seconds / 60) }));
  }

  // Stays long enough to be read, whatever is heard meanwhile.
  #tell(text) {
    this.isMinding = false;
    this.view.notice = text;
    clearTimeout(this.told);
    this.told = setTimeout(() => this.isMinding || (this.view.notice = ""), TOLD_MS);
  }

  #thinking() {
    this.listener.reset(THINKING_MS);
    this.cutAt = null;
    this.#tell(say("thinking_on"));
    this.socket.send({ type: "thinking" });
  }

  #repeat() {
    this.voice.stop();
    this.#say(this.question.content, { caption: "" });
    this.listener.reset(8000);
  }

  async #retake() {
    if (this.state !== "recording") return;
    await this.recorder.stop();
    this.takes = (this.takes ?? 1) + 1;
    this.view.take(this.takes);
    await this.#record({ newTake: true });
    this.#tell(say("retake_kept"));
  }

  async #chooseWriting() {
    const recorded = this.state === "recording";
    this.reading?.cancel();
    await this.#write();
    if (recorded) this.view.notice = say("text_kept");
  }

  #fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #key(event) {
    const inControl = event.target.closest("button, a, input, textarea, select, summary, dialog");
    if (this.state === "reading" && !inControl && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      this.reading.skip();
    } else if (event.ctrlKey && event.key === "Enter") {
      if (this.state === "typing") this.#handInText();
      else this.#finish();
    } else if (event.altKey && !event.ctrlKey) {
      const does = { Digit1: () => this.#repeat(), Digit2: () => this.#thinking(), Digit3: () => this.#chooseWriting(), Digit0: () => this.view.help(true) }[event.code];
      const fits = event.code === "Digit0" || ["recording", "reading"].includes(this.state);
      if (does && fits) {
        event.preventDefault();
        does();
      }
    }
  }
}

new Room(await Queue.open(settings.interview)).open();
