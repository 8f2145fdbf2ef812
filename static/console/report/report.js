// The report page: evidence plays, words follow, tracks move along, keys work.
import "./abilities.js";
import { Parts } from "./parts.js";
import { Player } from "./player.js";
import { Search } from "./search.js";
import { Timeline } from "./timeline.js";
import { Transcript } from "./transcript.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("report-data");
const words = read("report-words");
const { questions } = data;
const root = document.querySelector("[data-player]");
const parts = new Parts(data);
const player = new Player(root, { parts, questions, words });
const timeline = new Timeline(root.querySelector("[data-timeline]"), { player, words });
const section = document.getElementById("questions");
const transcript = new Transcript(section, { parts, player, words });
const search = new Search(section, { words });
transcript.changed = () => search.renew();

const first = questions.find((question) => question.isPlayable) ?? questions.find((question) => question.isAnswered);
if (first) {
  root.hidden = false;
  player.show(first.number);
}

// A piece of evidence plays; without a place in a recording its answer comes into view.
document.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (mark) return player.show(player.number, { at: Number(mark.dataset.at), play: true });
  const place = event.target.closest("[data-play]");
  if (!place || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  play(place);
});

async function play(place) {
  const number = Number(place.dataset.play);
  document.querySelector("[data-playing-place]")?.removeAttribute("data-playing-place");
  place.setAttribute("data-playing-place", "");
  const timed = place.dataset.at !== undefined;
  await player.show(number, { at: Number(place.dataset.at ?? 0), play: true });
  if (!player.part?.recording && player.number === number) transcript.reveal(number);
  else if (!timed && place.dataset.quote) transcript.reveal(number);
}

const KEYS = {
  " ": () => player.toggle(),
  k: () => player.toggle(),
  ArrowLeft: () => player.seek(player.time - 5000),
  ArrowRight: () => player.seek(player.time + 5000),
  "[": () => player.step(-1),
  "]": () => player.step(1),
  "<": () => player.faster(-1),
  ">": () => player.faster(1),
  c: () => player.captions(),
  "+": () => timeline.zoom(1),
  "=": () => timeline.zoom(1),
  "-": () => timeline.zoom(-1),
  "/": () => search.field.focus(),
  "?": () => document.getElementById("keys-dialog").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || root.hidden) return;
  if (document.querySelector("dialog[open]") || isTaken(event)) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// What the focused control does with the key itself stays its own.
function isTaken({ target, key }) {
  if (target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return true;
  if (key === " ") return target.matches("button, summary, input"); // a link does nothing with it
  return key.startsWith("Arrow") && target.matches("input, [role=slider], [role=tab]");
}

// The part one reads is marked in the row of tabs.
const tabs = [...document.querySelectorAll("[data-tabs] a")];
const marker = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const tab of tabs) {
        if (tab.hash === `#${target.id}`) tab.setAttribute("aria-current", "true");
        else tab.removeAttribute("aria-current");
      }
    }
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
for (const tab of tabs) {
  const part = document.getElementById(tab.hash.slice(1));
  if (part) marker.observe(part);
}

// On paper everything is open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".report details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
