// Watching one interview: what runs, how long yet, signals as moving lines, events as they come.
import { RoomSocket } from "../interviews/room/socket.js";

const data = JSON.parse(document.getElementById("live-data").textContent);
const words = JSON.parse(document.getElementById("live-words").textContent);
const find = (name) => document.querySelector(`[data-${name}]`);
const SHOWN = 120; // windows, about two minutes
const SPANS = { speech_rate: [0, 350], fluency_score: [0, 1], eye_contact_score: [0, 1], posture_score: [0, 1] };
const series = Object.fromEntries(Object.keys(SPANS).map((name) => [name, []]));

let question = data.standing.question;
let offset = data.standing.now - Date.now();

function add(values) {
  for (const [name, kept] of Object.entries(series)) {
    kept.push(values[name] ?? null);
    if (kept.length > SHOWN) kept.shift();
  }
}

function draw() {
  for (const [name, kept] of Object.entries(series)) {
    const figure = document.querySelector(`[data-chart="${name}"]`);
    const latest = kept.at(-1);
    figure.querySelector("b").textContent = latest === null || latest === undefined ? "–" : shown(name, latest);
    figure.querySelector("svg").replaceChildren(...lines(kept, SPANS[name]));
  }
}

function shown(name, value) {
  return name === "speech_rate" ? words.rate.replace("{number}", value) : `${Math.round(value * 100)}%`;
}

// One line a stretch without gaps: what was not measured is not drawn.
function lines(kept, [least, most]) {
  const stretches = [];
  let points = [];
  kept.forEach((value, index) => {
    if (value === null) {
      if (points.length) stretches.push(points);
      points = [];
      return;
    }
    const x = 300 - (kept.length - 1 - index) * (300 / (SHOWN - 1));
    const y = 60 - 56 * Math.min(1, Math.max(0, (value - least) / (most - least)));
    points.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
  });
  if (points.length) stretches.push(points);
  return stretches.map((stretch) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${stretch.join("L")}${stretch.length === 1 ? "h0.1" : ""}`);
    return path;
  });
}

function showQuestion() {
  find("number").textContent = question
    ? words.question.replace("{number}", question.number).replace("{total}", data.standing.total)
    : words.between;
  find("question").textContent = question?.content ?? "";
}

function tick() {
  const left = question ? question.deadline - Date.now() - offset : null;
  find("left").textContent = left === null ? "" : clock(Math.max(0, left));
}

const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

function note(text, at, isSignal = false) {
  const row = document.createElement("li");
  const time = document.createElement("time");
  const moment = new Date(at);
  time.dateTime = moment.toISOString();
  time.textContent = moment.toLocaleTimeString([], { hour12: false });
  const what = document.createElement("span");
  what.textContent = text;
  if (isSignal) what.className = "is-signal";
  row.append(time, what);
  find("events").prepend(row);
}

function label(kind, about) {
  const named = { speech: [words.emotions, about.speech?.emotion], video: [words.expressions, about.video?.expression] }[kind];
  if (!named[1]) return null;
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.textContent = `${named[0]}: ${words.labels[named[1]] ?? named[1]}`;
  return badge;
}

function measured(found) {
  add({ ...found.speech, ...found.video });
  find("labels").replaceChildren(...[label("speech", found), label("video", found)].filter(Boolean));
  find("no-signals").textContent = "";
  draw();
}

const socket = new RoomSocket(data.socket);
socket.addEventListener("realtime_analysis", ({ detail }) => measured(detail));
socket.addEventListener("question_started", ({ detail }) => {
  question = { number: detail.order, content: detail.content, deadline: Date.parse(detail.deadline_at) };
  showQuestion();
});
socket.addEventListener("integrity_signal", ({ detail }) => note(words.signals[detail.kind], detail.at, true));
socket.addEventListener("interview_ended", () => over());
for (const kind of Object.keys(words.events)) {
  if (["realtime_analysis", "connected", "analysis_progress"].includes(kind)) continue;
  socket.addEventListener(kind, () => note(words.events[kind], Date.now()));
}
socket.addEventListener("connected", ({ detail }) => {
  trouble("");
  if (detail.status !== "in_progress") over();
});
socket.addEventListener("lost", () => socket.wanted && trouble(words.lost));

function trouble(text) {
  find("trouble").hidden = !text;
  find("trouble").querySelector("div").textContent = text;
}

function over() {
  question = null;
  showQuestion();
  socket.close();
  find("over").hidden = false;
  find("connection").hidden = true;
  trouble("");
}

const past = [
  ...data.events.map(({ type, at }) => [words.events[type], at, false]),
  ...data.signals.map(({ kind, at }) => [words.signals[kind], at, true]),
];
for (const one of past.sort((left, right) => left[1] - right[1])) note(...one);
for (const sample of data.samples) add(sample);
if (!data.samples.length) find("no-signals").textContent = data.isHidden ? words.hidden : Object.keys(data.withheld).length === 2 ? words.withheld : words.none;
showQuestion();
draw();
setInterval(tick, 500);
tick();
socket.open();
const dialog = document.getElementById("end-dialog");
if (dialog?.open) {
  dialog.close();
  dialog.showModal();
}
