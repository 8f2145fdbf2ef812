// What the room shows. The machine says what; nothing here decides anything.
import { clockText, say } from "./texts.js";

const room = document.getElementById("room");
const find = (name) => room.querySelector(`[data-${name}]`);
const toggle = (element, shown) => element && (element.hidden = !shown);

// Said by a screen reader once, not each time a number in it changes.
function speak(name, text) {
  const region = find(`spoken-${name}`);
  const bare = text.replace(/\d+/g, "");
  if (region.dataset.bare === bare) return;
  region.dataset.bare = bare;
  region.textContent = text;
}

export const parts = {
  room,
  presence: find("presence"),
  video: find("own-video"),
  text: find("text"),
};

export class View {
  constructor({ countdown, retakes, takesRecordings }) {
    this.withCountdown = countdown;
    this.retakes = retakes;
    this.takesRecordings = takesRecordings;
  }

  // loading | lobby | asking | reading | recording | typing | saving | waiting | finishing | elsewhere
  set state(state) {
    room.dataset.state = state;
    const answering = state === "recording" || state === "typing";
    toggle(find("lobby"), state === "lobby");
    toggle(find("stage"), !["lobby", "loading"].includes(state));
    toggle(find("form"), state === "typing");
    toggle(find("begin-answer"), state === "reading");
    toggle(find("finish"), state === "recording");
    toggle(find("thinking"), state === "recording");
    toggle(find("retake"), state === "recording" && this.retakes);
    toggle(find("write"), this.takesRecordings && (state === "recording" || state === "reading"));
    toggle(find("repeat"), answering || state === "reading");
    toggle(find("live-mark"), state === "recording");
    toggle(find("meter"), state === "recording" || state === "reading");
    toggle(find("elsewhere"), state === "elsewhere");
    if (state !== "recording") this.notice = "";
    if (state === "elsewhere") this.#leave();
    if (["asking", "recording", "typing", "saving", "waiting", "finishing"].includes(state)) this.status = say(state);
  }

  #leave() {
    this.status = this.caption = "";
    this.take(1);
    this.remaining(null);
  }

  set status(text) {
    speak("status", text);
    if (find("status").textContent !== text) find("status").textContent = text;
  }

  // A hint that comes and goes beside the answer.
  set notice(text) {
    speak("notice", text);
    find("notice").textContent = text;
    toggle(find("notice"), Boolean(text));
  }

  // Something is wrong with the connection or a device; stays until it is mended.
  set trouble(text) {
    find("trouble-text").textContent = text;
    toggle(find("trouble"), Boolean(text));
  }

  set caption(text) {
    find("caption").textContent = text;
  }

  set uploads(count) {
    const text = count ? say("parts_left", { count }) : "";
    speak("uploads", text);
    find("uploads").textContent = text;
  }

  question({ number, content, is_follow_up: isFollowUp }, total) {
    find("question").textContent = content;
    toggle(find("follow-up"), isFollowUp);
    find("progress-text").textContent = say("progress", { number, total });
    const bar = find("progress");
    bar.max = total;
    bar.value = number;
    toggle(find("progress-box"), true);
    find("heading").focus({ preventScroll: false });
  }

  remaining(ms, wholeMs) {
    toggle(find("countdown"), this.withCountdown && ms !== null);
    if (!this.withCountdown || ms === null) return;
    find("remaining").textContent = clockText(ms);
    find("countdown").dataset.tone = ms <= 10000 ? "bad" : ms <= 30000 ? "warn" : "";
    find("ring").style.setProperty("--share", Math.max(0, Math.min(1, ms / wholeMs)).toFixed(4));
  }

  ownPicture(stream) {
    parts.video.srcObject = stream;
    toggle(find("picture"), true);
    toggle(find("no-picture"), !stream?.getVideoTracks().length);
    toggle(parts.video, Boolean(stream?.getVideoTracks().length));
  }

  togglePicture(hidden) {
    room.toggleAttribute("data-hides-picture", hidden);
    find("hide-picture").textContent = say(hidden ? "show_picture" : "hide_picture");
    find("hide-picture").setAttribute("aria-pressed", String(hidden));
  }

  level(share) {
    find("level").value = share;
  }

  lobby({ problem, ready }) {
    const box = find("lobby-problem");
    toggle(box, Boolean(problem));
    if (problem) box.querySelector("div").textContent = problem;
    toggle(find("again"), Boolean(problem));
    find("begin").disabled = !ready;
    toggle(find("begin-writing"), Boolean(problem));
  }

  take(number) {
    find("take").textContent = number > 1 ? say("take", { number }) : "";
  }

  help(open) {
    const dialog = document.getElementById("room-help");
    if (open && !dialog.open) dialog.showModal();
  }

  on(name, handler) {
    for (const button of room.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", handler);
  }
}
