// What has to reach the server, in order, kept on this device until the server has it.
const STORE = "items";

export class Queue {
  static async open(interview) {
    return new Queue(interview, await database().catch(() => null));
  }

  constructor(interview, db) {
    this.interview = interview;
    this.db = db;
    this.memory = []; // where the browser keeps nothing for us
    this.count = 0;
    this.writing = Promise.resolve();
  }

  // Items are written one after another, whatever order their callers come in.
  put(item) {
    this.writing = this.writing.then(() => this.#write({ ...item, interview: this.interview }));
    return this.writing;
  }

  async first() {
    if (!this.db) return this.memory[0];
    const range = IDBKeyRange.bound([this.interview, 0], [this.interview, Infinity]);
    return new Promise((done, failed) => {
      const cursor = this.#store("readonly").index("order").openCursor(range);
      cursor.onsuccess = () => done(cursor.result?.value);
      cursor.onerror = () => failed(cursor.error);
    });
  }

  async all() {
    await this.writing;
    if (!this.db) return [...this.memory];
    const range = IDBKeyRange.bound([this.interview, 0], [this.interview, Infinity]);
    return promised(this.#store("readonly").index("order").getAll(range));
  }

  async remove(item) {
    if (!this.db) this.memory = this.memory.filter((kept) => kept.id !== item.id);
    else await promised(this.#store("readwrite").delete(item.id));
  }

  async drop(matches) {
    for (const item of await this.all()) if (matches(item)) await this.remove(item);
  }

  async #write(item) {
    if (this.db) {
      try {
        await promised(this.#store("readwrite").add(item));
        return;
      } catch {
        this.memory = await this.all().catch(() => []); // the disk is full: go on in memory
        this.db = null;
      }
    }
    this.count += 1;
    this.memory.push({ ...item, id: `m${this.count}` });
  }

  #store(mode) {
    return this.db.transaction(STORE, mode).objectStore(STORE);
  }
}

function database() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("interview-room", 1);
    opening.onupgradeneeded = () => {
      const store = opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
      store.createIndex("order", ["interview", "id"]);
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
    opening.onblocked = () => failed(new Error("blocked"));
  });
}

function promised(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
