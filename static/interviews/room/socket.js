// The interview's socket: comes back by itself and asks for what it missed.
const PING_MS = 25000;

export class RoomSocket extends EventTarget {
  constructor(path) {
    super();
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    this.seq = 0;
    this.publishes = false;
    this.wanted = false;
    this.wait = 500;
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open() {
    this.wanted = true;
    this.#connect();
  }

  close() {
    this.wanted = false;
    clearTimeout(this.again);
    clearInterval(this.ping);
    this.socket?.close();
  }

  send(frame) {
    if (this.isOpen) this.socket.send(JSON.stringify(frame));
  }

  // Sound (1) or a picture (2), `atMs` after the question started. Left out while the line is slow.
  sendMedia(kind, atMs, payload) {
    if (!this.isOpen || this.socket.bufferedAmount > 300000) return;
    const frame = new Uint8Array(9 + payload.byteLength);
    const view = new DataView(frame.buffer);
    view.setUint8(0, kind);
    view.setBigUint64(1, BigInt(Math.max(0, Math.round(atMs))));
    frame.set(new Uint8Array(payload), 9);
    this.socket.send(frame);
  }

  #connect() {
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.socket === socket && this.#lost(event.code));
  }

  #hear(frame) {
    if (frame.type === "connected") this.#greeted(frame);
    if (frame.seq !== null) {
      if (frame.seq <= this.seq) return;
      this.seq = frame.seq;
    }
    if (frame.type === "ack" && frame.data.of === "publishing") this.publishes = frame.data.publishes;
    this.dispatchEvent(new CustomEvent(frame.type, { detail: frame.data }));
  }

  #greeted(frame) {
    this.wait = 500;
    this.publishes = frame.data.publishes;
    if (this.seq && frame.data.last_seq > this.seq) this.send({ type: "resume", after: this.seq });
    else this.seq = frame.data.last_seq;
    clearInterval(this.ping);
    this.ping = setInterval(() => this.send({ type: "ping" }), PING_MS);
  }

  #lost(code) {
    clearInterval(this.ping);
    this.publishes = false;
    this.dispatchEvent(new CustomEvent("lost", { detail: { code } }));
    if (!this.wanted || [4401, 4403, 4404].includes(code)) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.#connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(10000, this.wait * 2);
  }
}
