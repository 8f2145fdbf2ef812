// The tracks under the player: lines, spans, labels and marks on one axis of time, with zoom.
import { clock, fill } from "./parts.js";

const ROW = 26;
const EDGE = 7; // of a mark
const TICK = 34; // what its time takes
const ZOOMS = [1, 2, 4, 8, 16, 32];
const SVG = "http://www.w3.org/2000/svg";

export class Timeline {
  #zoom = 0;
  #from = 0;
  #rows = [];
  #dragging = false;

  constructor(root, { player, words }) {
    Object.assign(this, { root, player, words });
    this.box = root.querySelector("[data-tracks]");
    this.ruler = root.querySelector("[data-ruler]");
    this.tip = root.querySelector("[data-tip]");
    this.head = make("div", "playhead");
    this.#listen();
  }

  zoom(direction) {
    this.#zoom = Math.min(Math.max(0, this.#zoom + direction), ZOOMS.length - 1);
    this.#center(this.player.time);
    this.#draw();
  }

  #listen() {
    this.player.addEventListener("shown", () => this.#show());
    this.player.addEventListener("time", () => this.#move());
    for (const button of this.root.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoom(button.dataset.zoom === "in" ? 1 : -1));
    }
    this.ruler.addEventListener("keydown", (event) => this.#key(event));
    for (const part of [this.box, this.ruler]) {
      part.addEventListener("pointerdown", (event) => this.#press(event));
      part.addEventListener("pointermove", (event) => this.#hover(event));
      part.addEventListener("pointerleave", () => (this.tip.textContent = ""));
    }
    addEventListener("pointerup", () => (this.#dragging = false));
    this.box.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.#draw()).observe(this.box);
  }

  #show() {
    this.#zoom = 0;
    this.#from = 0;
    const { tracks } = this.player.part;
    this.#rows = tracks.map((track) => this.#row(track));
    this.box.replaceChildren(...this.#rows.map(({ node }) => node));
    this.root.toggleAttribute("data-empty", !tracks.length);
    if (!tracks.length) {
      const nothing = make("p", "small faint");
      nothing.textContent = this.words.noTracks;
      this.box.append(nothing);
    }
    this.box.append(this.head);
    this.#draw();
  }

  #row(track) {
    const node = make("div", `track track-${track.key}`);
    const label = make("span", "track-label");
    label.textContent = track.label;
    label.title = track.label;
    const field = make("div", "track-field");
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", fill(this.words.track, track));
    svg.setAttribute("height", String(ROW));
    field.append(svg);
    node.append(label, field);
    return { track, node, field, svg };
  }

  get #length() {
    return Math.max(1, this.player.duration, this.player.part?.duration_ms ?? 0);
  }

  get #span() {
    return this.#length / ZOOMS[this.#zoom];
  }

  #center(at) {
    this.#from = Math.min(Math.max(0, at - this.#span / 2), this.#length - this.#span);
  }

  #draw() {
    const width = this.#rows[0]?.field.clientWidth ?? 0;
    this.#ticks();
    if (width) for (const row of this.#rows) this.#drawRow(row, width);
    this.#move();
  }

  #drawRow({ track, field, svg }, width) {
    svg.setAttribute("viewBox", `0 0 ${width} ${ROW}`);
    svg.setAttribute("width", String(width));
    const x = (at) => ((at - this.#from) / this.#span) * width;
    svg.replaceChildren(...shapes(track, x));
    for (const old of field.querySelectorAll("button")) old.remove();
    for (const mark of track.marks ?? []) field.append(...this.#mark(mark, x, width));
  }

  #mark([at, text, tone], x, width) {
    const left = x(at);
    if (left < -4 || left > width + 4) return [];
    const button = make("button", `mark mark-${tone}`);
    button.type = "button";
    button.style.left = `${Math.min(Math.max(left, EDGE), width - EDGE)}px`;
    button.setAttribute("aria-label", `${clock(at)} ${text}`);
    button.title = `${clock(at)} ${text}`;
    button.dataset.at = at;
    return [button];
  }

  #ticks() {
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((seconds) => this.#span / seconds / 1000 <= 6) ?? 3600;
    const ticks = [];
    const room = 1 - TICK / Math.max(TICK, this.ruler.clientWidth);
    for (let at = Math.ceil(this.#from / 1000 / step) * step * 1000; at <= this.#from + this.#span * room; at += step * 1000) {
      const tick = make("span", "tick tabular");
      tick.textContent = clock(at);
      tick.style.left = `${(100 * (at - this.#from)) / this.#span}%`;
      ticks.push(tick);
    }
    this.ruler.replaceChildren(...ticks);
  }

  #move() {
    const { time } = this.player;
    if (this.#zoom && !this.#dragging && (time < this.#from || time > this.#from + this.#span)) {
      this.#center(time + this.#span * 0.4);
      this.#draw();
      return;
    }
    const field = this.#rows[0]?.field;
    this.head.hidden = !field;
    if (field) this.head.style.left = `${field.offsetLeft + ((time - this.#from) / this.#span) * field.clientWidth}px`;
    this.ruler.setAttribute("aria-valuemax", String(Math.round(this.#length / 1000)));
    this.ruler.setAttribute("aria-valuenow", String(Math.round(time / 1000)));
    this.ruler.setAttribute("aria-valuetext", fill(this.words.position, { at: clock(time), total: clock(this.#length) }));
  }

  #key(event) {
    const { time } = this.player;
    const steps = { ArrowLeft: -1000, ArrowRight: 1000, ArrowDown: -1000, ArrowUp: 1000, PageUp: -10000, PageDown: 10000 };
    if (event.key in steps) this.player.seek(time + steps[event.key] * (event.shiftKey ? 5 : 1));
    else if (event.key === "Home") this.player.seek(0);
    else if (event.key === "End") this.player.seek(this.#length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #at(event) {
    const field = this.#rows[0]?.field ?? this.ruler;
    const { left, width } = field.getBoundingClientRect();
    return this.#from + (this.#span * Math.min(Math.max(0, event.clientX - left), width)) / width;
  }

  #press(event) {
    const mark = event.target.closest(".mark");
    if (mark || event.button !== 0) return;
    this.#dragging = true;
    this.player.seek(this.#at(event));
  }

  #hover(event) {
    if (this.#dragging) this.player.seek(this.#at(event));
    const row = this.#rows.find(({ node }) => node.contains(event.target));
    const at = this.#at(event);
    const told = row ? valueAt(row.track, at, this.#span / 100) : "";
    this.tip.textContent = [clock(at), row?.track.label, told].filter(Boolean).join(" · ");
  }

  #wheel(event) {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1 : -1);
    } else if (this.#zoom && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#from = Math.min(Math.max(0, this.#from + (event.deltaX / 400) * this.#span), this.#length - this.#span);
      this.#draw();
    }
  }
}

function shapes(track, x) {
  const found = [];
  for (const [start, end, text, tone] of track.spans ?? []) {
    const isLabel = track.kind === "labels";
    const rect = shape("rect", { x: x(start), y: isLabel ? 5 : 4, width: Math.max(2, x(end) - x(start)), height: isLabel ? ROW - 10 : ROW - 8, rx: 3 });
    rect.setAttribute("class", `span span-${isLabel ? "label" : "plain"} tone-${tone}`);
    found.push(rect);
    if (isLabel && x(end) - x(start) > 40) found.push(label(text, x(start) + 4));
  }
  return [...found, ...lines(track, x)];
}

function label(text, x) {
  const node = shape("text", { x: Math.max(x, 4), y: ROW / 2 + 4 });
  node.setAttribute("class", "span-text");
  node.textContent = text;
  return node;
}

// One line a stretch: what was not measured is not drawn.
function lines({ points, low, high }, x) {
  const stretches = [];
  let now = [];
  for (const [at, value] of points ?? []) {
    if (value === null) {
      if (now.length) stretches.push(now);
      now = [];
      continue;
    }
    const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
    now.push(`${x(at).toFixed(1)} ${(ROW - 3 - share * (ROW - 6)).toFixed(1)}`);
  }
  if (now.length) stretches.push(now);
  return stretches.map((stretch) => {
    const path = shape("path", { d: `M${stretch.join("L")}${stretch.length === 1 ? "h1" : ""}` });
    path.setAttribute("class", "line-path");
    return path;
  });
}

function valueAt(track, at, near) {
  const span = track.spans?.find(([start, end]) => start <= at && at <= end);
  const mark = track.marks?.find(([when]) => Math.abs(when - at) < near);
  const value = pointAt(track.points ?? [], at);
  const shown = value === null ? "" : value <= 1 && track.high <= 1 ? `${Math.round(value * 100)}%` : String(Math.round(value * 10) / 10);
  return [mark?.[1], shown, span?.[2]].filter(Boolean).join(" · ");
}

// What holds at that moment: the last point before it, until the next; the last of all for a moment.
function pointAt(points, at) {
  const index = points.findLastIndex(([when]) => when <= at);
  if (index < 0 || (index === points.length - 1 && at - points[index][0] > 5000)) return null;
  return points[index][1];
}

function shape(tag, values) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(values)) node.setAttribute(name, String(value));
  return node;
}

function make(tag, name) {
  const node = document.createElement(tag);
  node.className = name;
  return node;
}
