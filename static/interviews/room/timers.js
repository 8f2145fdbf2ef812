// The server's clock, and what is due by it.
export class ServerClock {
  constructor() {
    this.offset = 0;
  }

  // `now` of an answer that took `tookMs` to come.
  set(serverNow, tookMs = 0) {
    this.offset = serverNow + tookMs / 2 - Date.now();
  }

  now() {
    return Date.now() + this.offset;
  }
}

// Calls `tick` a few times a second while it runs.
export class Ticker {
  constructor(tick) {
    this.tick = tick;
  }

  start() {
    this.timer ??= setInterval(this.tick, 250);
    this.tick();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

// Seconds counted down, with a word each second; `skip` ends it at once, `cancel` without going on.
export class Countdown {
  constructor(seconds, onSecond) {
    this.left = seconds;
    this.onSecond = onSecond;
  }

  run() {
    return new Promise((done) => {
      this.done = done;
      const step = () => {
        if (this.left <= 0) return this.skip();
        this.onSecond(this.left);
        this.left -= 1;
      };
      this.timer = setInterval(step, 1000);
      step();
    });
  }

  skip() {
    this.#end(true);
  }

  cancel() {
    this.#end(false);
  }

  #end(goesOn) {
    clearInterval(this.timer);
    this.done?.(goesOn);
    this.done = null;
  }
}
