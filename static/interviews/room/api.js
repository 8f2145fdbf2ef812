// Talking to the room's addresses over the session. Answers are objects; refusals are `Refused`.
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? String(status));
    this.status = status;
    this.answer = answer;
  }
  get mayPass() {
    return this.status >= 500 || this.status === 429 || this.status === 401 || this.status === 408;
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Api {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  get(path) {
    return this.#ask("GET", this.base + path);
  }

  post(path, body = {}) {
    return this.#ask("POST", this.base + path, JSON.stringify(body), "application/json");
  }

  put(path, blob) {
    return this.#ask("PUT", this.base + path, blob, "application/octet-stream");
  }

  // Tell something even while the page goes away; whether it arrives is not waited for.
  tell(address, body) {
    const headers = { "X-CSRFToken": this.token, "Content-Type": "application/json" };
    return fetch(address, { method: "POST", headers, body: JSON.stringify(body), keepalive: true }).catch(() => null);
  }

  // Until it works; refusals that will not pass are thrown.
  async insist(ask, { onTrouble = () => {} } = {}) {
    for (let wait = 500; ; wait = Math.min(8000, wait * 2)) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused && !error.mayPass) throw error;
        onTrouble(error);
        await untilOnline(wait);
      }
    }
  }

  async #ask(method, address, body, type) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    if (type) headers["Content-Type"] = type;
    const signal = AbortSignal.timeout ? AbortSignal.timeout(30000) : undefined;
    const response = await fetch(address, { method, headers, body, signal, cache: "no-store" });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }
}

// Wait `ms`, or shorter when the browser says that the network is back.
export function untilOnline(ms) {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener("online", finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    addEventListener("online", finish);
  });
}
