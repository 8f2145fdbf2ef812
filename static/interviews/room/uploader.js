// Empties the queue in order: parts while the candidate speaks, then the word that the answer is finished.
import { Refused, untilOnline } from "./api.js";

export class Uploader extends EventTarget {
  constructor(api, queue) {
    super();
    this.api = api;
    this.queue = queue;
    this.known = new Set(); // segments the server has a place for
    this.running = false;
    this.inTrouble = false;
  }

  // Something was put into the queue.
  poke() {
    this.again = true;
    if (!this.running) this.#run();
  }

  async left() {
    return (await this.queue.all()).filter((item) => item.kind === "part").length;
  }

  async #run() {
    this.running = true;
    let wait = 500;
    do {
      this.again = false;
      for (let item = await this.queue.first(); item; item = await this.queue.first()) {
        try {
          await alone(`room-${item.interview}`, () => this.#send(item));
          wait = 500;
          this.#trouble(null);
        } catch (error) {
          this.#trouble(error);
          await untilOnline(wait);
          wait = Math.min(10000, wait * 2);
        }
      }
    } while (this.again);
    this.running = false;
    this.#tell("empty");
  }

  async #send(item) {
    try {
      if (item.kind === "part") await this.#part(item);
      else await this.#finish(item);
    } catch (error) {
      if (!(error instanceof Refused) || error.mayPass) throw error;
      await this.#refused(item, error);
    }
    await this.queue.remove(item);
    this.#tell("sent", { item });
  }

  async #part(item) {
    if (!this.known.has(item.key)) {
      const { question, key, type, newTake } = item;
      await this.api.post("/segments", { question_id: question, key, content_type: type, new_take: newTake });
      this.known.add(item.key);
    }
    const body = new Blob([item.bytes], { type: item.type });
    await this.api.put(`/segments/${item.key}/${item.number}?ms=${Math.round(item.ms)}`, body);
  }

  async #finish(item) {
    const result = await this.api.post("/finish", { question_id: item.question });
    this.#tell("finished", { question: item.question, result });
  }

  // The server will never take it: the question is over, or it has been answered already.
  async #refused(item, error) {
    if (item.kind === "part") {
      if (error.answer.expected > item.number) return;
      await this.queue.drop((other) => other.key === item.key && other.kind === "part");
      this.#tell("refused", { item, error });
    } else {
      this.#tell("finished", { question: item.question, result: null, error });
    }
    if (error.answer.page) this.#tell("moved", { page: error.answer.page });
  }

  #trouble(error) {
    const now = Boolean(error);
    if (now || this.inTrouble) this.#tell("trouble", { error });
    this.inTrouble = now;
  }

  #tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

// Two windows of one candidate share the queue; one sends at a time.
function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
