// Search in questions and transcript: places are lit without touching the page, and one walks from one to the next.
import { fill } from "./parts.js";

const HIDDEN = ".line-original, .line-at";

export class Search {
  #places = [];
  #at = -1;
  #waiting = 0;

  constructor(root, { words }) {
    Object.assign(this, { root, words });
    this.field = root.querySelector("[data-find]");
    this.count = root.querySelector("[data-found]");
    this.field.addEventListener("input", () => this.#soon());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    root.querySelector("[data-find-next]").addEventListener("click", () => this.step(1));
    root.querySelector("[data-find-previous]").addEventListener("click", () => this.step(-1));
  }

  // The text on the page has changed.
  renew() {
    if (!this.field.value.trim()) return;
    this.#look();
    this.#light();
  }

  step(direction) {
    if (!this.#places.length) return;
    this.#at = (this.#at + direction + this.#places.length) % this.#places.length;
    this.#light();
    const { startContainer } = this.#places[this.#at];
    startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  #soon() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#at = -1;
      this.#look();
      if (this.#places.length) this.step(1);
      else this.#light();
    }, 150);
  }

  #key(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    }
    if (event.key === "Escape") {
      this.field.value = "";
      this.#soon();
    }
  }

  #look() {
    const wanted = this.field.value.trim().toLowerCase();
    this.#places = [];
    if (!wanted) return;
    for (const box of this.root.querySelectorAll(".asked-head h3, .line-said, .line-tidy, [data-said].prewrap")) {
      if (box.offsetParent !== null) this.#places.push(...places(box, wanted));
    }
  }

  #light() {
    const asked = this.field.value.trim();
    const { words } = this;
    const total = this.#places.length;
    if (!asked) this.count.textContent = "";
    else if (!total) this.count.textContent = words.nothingFound;
    else this.count.textContent = this.#at < 0 ? fill(words.found, { count: total }) : `${this.#at + 1}/${total}`;
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.set("found", new Highlight(...this.#places));
    const now = this.#places[this.#at];
    CSS.highlights.set("found-now", now ? new Highlight(now) : new Highlight());
  }
}

function places(box, wanted) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(HIDDEN) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node, from: text.length });
    text += node.data.toLowerCase();
  }
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    found.push(range(nodes, at, at + wanted.length));
  }
  return found;
}

function range(nodes, from, to) {
  const made = new Range();
  const start = nodes.findLast((entry) => entry.from <= from);
  const end = nodes.findLast((entry) => entry.from < to);
  made.setStart(start.node, Math.min(from - start.from, start.node.length));
  made.setEnd(end.node, Math.min(to - end.from, end.node.length));
  return made;
}
