// One WebSocket after another: opens, listens, notices silence, comes back.

import { retryDelay } from "./backoff.js";

const CONNECT_MS = 5_000;
const SILENCE_MS = 25_000; // two heartbeats and a half
const PONG_MS = 5_000;

export const NOT_ALLOWED = 4401;

/**
 * Calls `address()` for each attempt and `hear(message)` for each message. `changed(open, code)` is
 * called when a socket opened or was lost.
 */
export class Line {
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #silence = 0;
  #address;
  #hear;
  #changed;

  constructor({ address, hear, changed }) {
    this.#address = address;
    this.#hear = hear;
    this.#changed = changed;
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** How many attempts have failed since a socket last brought something. */
  get failures() {
    return this.#attempt;
  }

  connect() {
    clearTimeout(this.#timer);
    this.#drop();
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    this.#listenFor(CONNECT_MS);
    socket.onopen = () => this.#changed(true, 0);
    socket.onmessage = ({ data }) => {
      this.#attempt = 0;
      this.#listenFor(SILENCE_MS);
      this.#hear(JSON.parse(data));
    };
    socket.onclose = ({ code }) => this.#lost(code);
  }

  /** Say what this page has. */
  have(seq) {
    if (this.open) this.#socket.send(JSON.stringify({ have: seq }));
  }

  /** After a sleep the socket may be dead without knowing it: ask, and start anew without an answer. */
  wake() {
    if (!this.open) {
      this.#attempt = 0;
      this.connect();
      return;
    }
    this.#socket.send(JSON.stringify({ ping: 1 }));
    this.#listenFor(PONG_MS);
  }

  #listenFor(ms) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(0), ms);
  }

  #lost(code) {
    this.#drop();
    this.#changed(false, code);
    this.#timer = setTimeout(() => this.connect(), retryDelay(this.#attempt));
    this.#attempt += 1;
  }

  #drop() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
