// The words of each answer, put in when they come into view; they follow the recording and lead to it.
import { clock } from "./parts.js";

export class Transcript {
  #shown = new Map(); // number -> [{start, end, node}] of its words, in the order of time
  #lit = [];
  #sentence = null;

  constructor(root, { parts, player, words }) {
    Object.assign(this, { root, parts, player, words });
    this.changed = () => {};
    this.#watch();
    root.addEventListener("click", (event) => this.#clicked(event));
    player.addEventListener("time", () => this.#follow());
    player.addEventListener("shown", () => this.#playing());
    for (const button of root.querySelectorAll("[data-version]")) {
      button.addEventListener("click", () => this.version(button.dataset.version));
    }
    root.querySelector("[data-transcript-tools]").hidden = false;
  }

  // "said", "tidy" or "both".
  version(name) {
    this.root.dataset.shows = name;
    for (const button of this.root.querySelectorAll("[data-version]")) {
      button.setAttribute("aria-pressed", String(button.dataset.version === name));
    }
    this.changed();
  }

  // Where a quote without a time stands: the whole answer comes into view.
  async reveal(number) {
    const article = this.root.querySelector(`[data-question="${number}"]`);
    article?.scrollIntoView({ block: "center" });
    article?.setAttribute("data-called", "");
    setTimeout(() => article?.removeAttribute("data-called"), 2000);
  }

  #watch() {
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          watcher.unobserve(target);
          this.#fill(target).catch(() => watcher.observe(target));
        }
      },
      { rootMargin: "400px 0px" },
    );
    for (const box of this.root.querySelectorAll("[data-said]")) watcher.observe(box);
  }

  async #fill(box) {
    const number = Number(box.dataset.said);
    if (this.#shown.has(number)) return;
    const { sentences, recording } = await this.parts.get(number);
    if (!sentences.length || this.#shown.has(number)) return;
    const timed = [];
    box.replaceChildren(this.#heads(), ...sentences.map((sentence) => this.#line(sentence, timed, Boolean(recording))));
    box.toggleAttribute("data-timeless", sentences.every(({ start }) => start === null));
    box.classList.remove("prewrap");
    this.#shown.set(number, timed);
    this.changed();
    this.#follow();
  }

  // What stands in which column, side by side.
  #heads() {
    const heads = make("div", "line-heads");
    for (const text of [this.words.said, this.words.tidied]) {
      const head = make("span", "");
      head.textContent = text;
      heads.append(head);
    }
    return heads;
  }

  #line(sentence, timed, isPlayable) {
    const line = make("div", "line");
    line.append(this.#place(sentence, isPlayable));
    line.append(this.#words("line-said", sentence.words, isPlayable ? timed : null));
    line.append(this.#words("line-tidy", sentence.tidy, isPlayable ? timed : null));
    if (sentence.original !== null) {
      line.dataset.corrected = "";
      const original = make("p", "line-original");
      original.textContent = sentence.original;
      line.append(original, this.#corrected(sentence.original));
    }
    return line;
  }

  #corrected(original) {
    const box = make("details", "line-was");
    const summary = document.createElement("summary");
    const words = document.createElement("p");
    summary.textContent = this.words.corrected;
    words.textContent = `${this.words.original}: ${original}`;
    box.append(summary, words);
    return box;
  }

  #place({ start }, isPlayable) {
    const button = make("button", "line-at tabular");
    button.type = "button";
    button.textContent = start === null ? "" : clock(start);
    button.disabled = start === null || !isPlayable;
    if (!button.disabled) button.dataset.at = start;
    return button;
  }

  // Without a recording words lead nowhere, and `timed` is null.
  #words(name, words, timed) {
    const paragraph = make("p", name);
    for (const [text, start, end] of words) {
      if (start === null || !timed) {
        paragraph.append(text);
        continue;
      }
      const node = make("span", "word");
      node.textContent = text;
      node.dataset.at = start;
      timed.push({ start, end, node });
      paragraph.append(node);
    }
    return paragraph;
  }

  #clicked(event) {
    const place = event.target.closest(".line [data-at]");
    if (!place || String(getSelection())) return;
    const number = Number(place.closest("[data-said]").dataset.said);
    this.player.show(number, { at: Number(place.dataset.at), play: true });
  }

  #playing() {
    this.root.querySelector("[data-current]")?.removeAttribute("data-current");
    const article = this.root.querySelector(`[data-question="${this.player.number}"]`);
    article?.setAttribute("data-current", "");
    const box = article?.querySelector(":scope > [data-said]");
    if (box) this.#fill(box).catch(() => {});
  }

  #follow() {
    const { number, time } = this.player;
    const words = this.#shown.get(number);
    const now = words ? words.filter(({ start, end }) => start <= time && time < Math.max(end, start + 80)) : [];
    const nodes = now.map(({ node }) => node);
    if (nodes.length === this.#lit.length && nodes.every((node, index) => node === this.#lit[index])) return;
    for (const node of this.#lit) delete node.dataset.now;
    for (const node of nodes) node.dataset.now = "";
    this.#lit = nodes;
    if (nodes.length) this.#keepInView(nodes[0].closest(".line"));
  }

  // The page moves along only for somebody who is reading along.
  #keepInView(line) {
    if (line === this.#sentence) return;
    const wasSeen = this.#sentence && isInView(this.#sentence);
    this.#sentence?.removeAttribute("data-now");
    this.#sentence = line;
    line.dataset.now = "";
    if (wasSeen && this.player.isPlaying && !isInView(line, 120)) line.scrollIntoView({ block: "center", behavior: "smooth" });
  }
}

function make(tag, name) {
  const node = document.createElement(tag);
  node.className = name;
  return node;
}

function isInView(node, margin = 0) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > margin && top < innerHeight - margin;
}
