// The device check: each part says in words how it stands. Nothing recorded here leaves the page.
import { explain, obstacle, openDevices, play, recordHere, stopDevices } from "./devices.js";
import { watchFace } from "./face_hint.js";
import { measure } from "./network.js";

const root = document.getElementById("device-check");
const words = root.querySelector("[data-words]").dataset;
const withCamera = root.dataset.camera === "yes";
const withSound = root.dataset.sound === "yes";
const LOUD_ENOUGH = 0.08; // of full scale, as the meter shows it
const TOO_LOUD = 0.98;
const HEARD_MS = 400;
const SENTENCE_MS = 6000;
const COLOURS = { good: "badge-good", warn: "badge-warn", bad: "badge-bad", busy: "badge-info", unchecked: "" };

const states = new Map();
let stream = null;
let audio = null;
let stopWatching = () => {};

function part(name) {
  return root.querySelector(`[data-check="${name}"]`);
}

function mark(name, state) {
  states.set(name, state);
  const badge = part(name).querySelector("[data-badge]");
  badge.className = `badge ${COLOURS[state]}`;
  badge.textContent = words[state];
  showWhole();
}

function say(element, sentence) {
  if (element.textContent !== sentence) element.textContent = sentence;
  element.hidden = !sentence;
}

// The whole: what is broken blocks, what is open does not.
function showWhole() {
  const all = [...states.values()];
  const isBlocked = ["browser", "devices"].some((name) => states.get(name) === "bad");
  const link = root.querySelector("[data-go-on]");
  const said = root.querySelector("[data-go-on-said]");
  if (isBlocked) link.setAttribute("aria-disabled", "true");
  else link.removeAttribute("aria-disabled");
  const isReady = all.every((state) => state === "good");
  say(said, isBlocked ? said.dataset.blocked : isReady ? said.dataset.ready : said.dataset.open);
}

root.querySelector("[data-go-on]").addEventListener("click", (event) => {
  if (event.currentTarget.getAttribute("aria-disabled") === "true") event.preventDefault();
});

// Browser
function checkBrowser() {
  const trouble = part("browser").querySelector("[data-trouble]");
  const problem = withSound ? obstacle() : "";
  explain(trouble, problem);
  mark("browser", problem ? "bad" : "good");
  if (!problem) say(part("browser").querySelector("[data-said]"), words.browserGood);
  return !problem;
}

// Camera and microphone
async function switchOn() {
  const button = root.querySelector("[data-open-devices]");
  const trouble = part("devices").querySelector("[data-trouble]");
  mark("devices", "busy");
  close();
  try {
    stream = await openDevices({
      withCamera,
      camera: root.querySelector("#camera")?.value,
      microphone: root.querySelector("#microphone")?.value,
    });
  } catch (error) {
    failed(error.problem);
    return;
  }
  explain(trouble, "");
  button.querySelector("span").textContent = button.dataset.again;
  button.classList.remove("button-primary");
  for (const track of stream.getTracks()) track.addEventListener("ended", () => failed("ended"));
  mark("devices", "good");
  showPicture();
  listen();
  root.querySelector("[data-record]").disabled = false;
  await listDevices();
}

function failed(problem) {
  const button = root.querySelector("[data-open-devices]");
  button.querySelector("span").textContent = button.dataset.again;
  explain(part("devices").querySelector("[data-trouble]"), problem);
  mark("devices", "bad");
  root.querySelector("[data-record]").disabled = true;
  close();
}

function close() {
  stopWatching();
  stopDevices(stream);
  audio?.close();
  stream = audio = null;
}

function showPicture() {
  if (!withCamera) return;
  const frame = root.querySelector("[data-preview]");
  const picture = frame.querySelector("video");
  const said = root.querySelector("[data-face-said]");
  frame.hidden = false;
  picture.srcObject = stream;
  stopWatching = watchFace(picture, (seen) => {
    frame.dataset.face = seen === "good" ? "good" : seen === "look" ? "" : "bad";
    say(said, said.dataset[seen]);
    if (states.get("devices") !== "bad") mark("devices", seen === "good" || seen === "look" ? "good" : "warn");
  });
}

async function listDevices() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  fill(root.querySelector("#microphone"), devices, "audioinput", stream?.getAudioTracks()[0]);
  if (withCamera) fill(root.querySelector("#camera"), devices, "videoinput", stream?.getVideoTracks()[0]);
  root.querySelector("[data-choosers]").hidden = false;
}

function fill(select, devices, kind, track) {
  const used = track?.getSettings().deviceId;
  const found = devices.filter((device) => device.kind === kind);
  select.replaceChildren(
    ...found.map((device, index) => {
      const name = device.label || words.unnamed.replace("{number}", index + 1);
      return new Option(name, device.deviceId, false, device.deviceId === used);
    }),
  );
}

// Loudness, and a sentence played back
function listen() {
  audio = new AudioContext();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 1024;
  audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const meter = root.querySelector("[data-level]");
  const said = part("sound").querySelector("[data-said]");
  const started = performance.now();
  let heardSince = 0;
  let isHeard = false;
  const context = audio;
  const timer = setInterval(() => {
    if (context.state === "closed") {
      clearInterval(timer);
      return;
    }
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    meter.value = peak;
    heardSince = peak >= LOUD_ENOUGH ? heardSince || performance.now() : 0;
    if (peak >= TOO_LOUD) say(said, said.dataset.loud);
    else if (heardSince && performance.now() - heardSince > HEARD_MS) {
      isHeard = true;
      say(said, said.dataset.good);
      mark("sound", "good");
    } else if (!isHeard && performance.now() - started > 6000) {
      say(said, said.dataset.quiet);
      mark("sound", "warn");
    }
  }, 100);
}

let recording = null;

async function recordSentence() {
  const button = root.querySelector("[data-record]");
  const said = root.querySelector("[data-record-said]");
  const label = button.querySelector("span");
  if (recording) {
    recording.finish();
    return;
  }
  const before = label.textContent;
  const player = root.querySelector("[data-playback]");
  play(player, null);
  const recorder = recordHere(new MediaStream(stream.getAudioTracks()));
  say(said, said.dataset.running);
  label.textContent = button.dataset.stop;
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, SENTENCE_MS);
    recording = { finish: () => (clearTimeout(timer), resolve()) };
  });
  recording = null;
  const blob = await recorder.stop();
  label.textContent = before;
  play(player, blob);
  say(said, blob ? said.dataset.done : said.dataset.empty);
}

// Loudspeaker: two soft notes made here
async function playTone() {
  const context = new AudioContext();
  await context.resume();
  for (const [start, pitch] of [[0, 523.25], [0.35, 659.25]]) {
    const note = context.createOscillator();
    const volume = context.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, context.currentTime + start);
    volume.gain.linearRampToValueAtTime(0.2, context.currentTime + start + 0.05);
    volume.gain.linearRampToValueAtTime(0, context.currentTime + start + 0.6);
    note.connect(volume).connect(context.destination);
    note.start(context.currentTime + start);
    note.stop(context.currentTime + start + 0.65);
  }
  for (const button of root.querySelectorAll("[data-heard]")) button.disabled = false;
  setTimeout(() => context.close(), 1500);
}

function heard(event) {
  const said = part("speaker").querySelector("[data-said]");
  const isGood = event.currentTarget.dataset.heard === "yes";
  say(said, isGood ? said.dataset.good : said.dataset.bad);
  mark("speaker", isGood ? "good" : "warn");
}

// Connection
async function checkNetwork() {
  const said = part("network").querySelector("[data-said]");
  mark("network", "busy");
  say(said, said.dataset.busy);
  const found = await measure(root.dataset.upload, Number(root.dataset.uploadBytes), needed());
  if (!found) {
    say(said, said.dataset.away);
    mark("network", "bad");
    return;
  }
  const result = said.dataset.result.replace("{speed}", found.speed.toFixed(1)).replace("{delay}", found.delay);
  const gap = result.endsWith("。") ? "" : " ";
  say(said, `${result}${gap}${found.isEnough ? said.dataset.good : said.dataset.slow}`);
  mark("network", found.isEnough ? "good" : "warn");
}

function needed() {
  return withCamera ? 1.5 : withSound ? 0.2 : 0.05; // Mbit/s
}

for (const section of root.querySelectorAll("[data-check]")) states.set(section.dataset.check, "unchecked");
if (checkBrowser() && withSound) {
  root.querySelector("[data-open-devices]").addEventListener("click", switchOn);
  root.querySelector("#microphone").addEventListener("change", switchOn);
  root.querySelector("#camera")?.addEventListener("change", switchOn);
  root.querySelector("[data-record]").addEventListener("click", recordSentence);
  root.querySelector("[data-tone]").addEventListener("click", playTone);
  for (const button of root.querySelectorAll("[data-heard]")) button.addEventListener("click", heard);
  navigator.mediaDevices.addEventListener?.("devicechange", () => stream && listDevices());
} else if (withSound) {
  for (const button of root.querySelectorAll("[data-open-devices], [data-tone]")) button.disabled = true;
  mark("devices", "bad");
}
root.querySelector("[data-measure]").addEventListener("click", checkNetwork);
addEventListener("offline", checkNetwork);
addEventListener("online", checkNetwork);
addEventListener("pagehide", close);
checkNetwork();
