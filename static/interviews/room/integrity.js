// What the candidate was told is noted: the page hidden, full screen left, text pasted. Never scored.
export class Integrity {
  constructor({ api, address, now }) {
    this.api = api;
    this.address = address;
    this.now = now; // () => {question, atMs}
    this.watching = false;
  }

  watch(root) {
    document.addEventListener("visibilitychange", () => this.#visibility());
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.#note("fullscreen_left");
    });
    root.addEventListener("paste", (event) => {
      const length = event.clipboardData?.getData("text").length ?? 0;
      if (length) this.#note("paste", { characters: length });
    });
  }

  #visibility() {
    if (document.hidden) {
      this.hiddenAt = performance.now();
      this.#note("tab_hidden", { event: "hidden" });
    } else if (this.hiddenAt) {
      this.#note("tab_hidden", { event: "back", away_ms: Math.round(performance.now() - this.hiddenAt) });
      this.hiddenAt = 0;
    }
  }

  #note(kind, context = {}) {
    if (!this.watching) return;
    const { question, atMs } = this.now();
    if (!question) return;
    this.api.tell(this.address, { kind, at_ms: Math.max(0, Math.round(atMs)), question_id: question, context });
  }
}
