// What the server knows of one answer at a time, asked for once and kept.
export class Parts {
  #kept = new Map();

  constructor({ parts, query }) {
    this.base = parts;
    this.query = query;
  }

  // {recording, duration_ms, sentences, tracks} of the question with this number.
  get(number) {
    if (!this.#kept.has(number)) {
      const asked = this.#ask(`${number}`).then((part) => ({ ...part, askedAt: performance.now() }));
      asked.catch(() => this.#kept.delete(number));
      this.#kept.set(number, asked);
    }
    return this.#kept.get(number);
  }

  // Addresses run out; this gives the part with new ones when its own are old, or when `always`.
  async playable(number, { always = false } = {}) {
    const part = await this.get(number);
    if (!part.recording) return part;
    const age = performance.now() - part.askedAt;
    if (!always && age < 900 * part.recording.fresh_for) return part;
    const { recording } = await this.#ask(`${number}/recording`);
    part.recording = recording;
    part.askedAt = performance.now();
    return part;
  }

  async #ask(path) {
    const response = await fetch(this.base + path + this.query, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    return response.json();
  }
}

// Milliseconds as m:ss or h:mm:ss.
export function clock(ms) {
  const seconds = Math.max(0, Math.floor((ms ?? 0) / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${pad(seconds % 60)}` : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}

// A sentence with {names} in it.
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
