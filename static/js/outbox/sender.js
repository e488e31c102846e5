// Sends what waits: one after the other in each lane, again and again until the server has said what became of it.

import { retryDelay } from "../live/backoff.js";
import { claimed, heads } from "./queue.js";

const LANES_AT_ONCE = 3;
const now = () => performance.now(); // The device's clock may leap.

/**
 * `post(parcel)` resolves to a verdict (verdict.js) and never rejects; `settle(parcel, verdict)` takes what was stored
 * or refused out of its lane; `changed()` is called when something is other than before.
 */
export class Sender {
  #to;
  #busy = new Set();
  #resting = new Map(); // what failed: how often, and until when it rests
  #attempt = 0;
  #timer = 0;

  /** Why what waits is not sent, in words; "" while there is no trouble. */
  trouble = "";

  constructor({ store, post, settle, changed }) {
    this.#to = { store, post, settle, changed };
  }

  /** Something new waits, or the server may be there again: in trouble with some jitter, since a whole hall hears it. */
  wake() {
    this.#attempt = 0;
    for (const rest of this.#resting.values()) rest.until = rest.asked;
    this.#in(this.trouble ? retryDelay(0) : 0);
  }

  #in(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#round(), ms);
  }

  async #round() {
    const free = heads(await this.#to.store.all()).filter(({ lane }) => !this.#busy.has(lane));
    const rest = ({ id }) => Math.max(0, (this.#resting.get(id)?.until ?? 0) - now());
    const due = free.filter((each) => rest(each) === 0);
    for (const { id, lane } of due.slice(0, LANES_AT_ONCE - this.#busy.size)) this.#send(id, lane);
    if (!due.length && free.length) this.#in(Math.min(...free.map(rest)));
  }

  async #send(id, lane) {
    this.#busy.add(lane);
    try {
      const parcel = await this.#to.store.change(claimed(id));
      const verdict = parcel && (await this.#to.post(parcel));
      if (verdict?.is === "later") this.#later(id, verdict);
      else {
        if (verdict) await this.#to.settle(parcel, verdict);
        this.#resting.delete(id);
        this.trouble = "";
        this.#attempt = 0;
        this.#in(0);
      }
    } finally {
      this.#busy.delete(lane);
      this.#to.changed();
    }
  }

  #later(id, { why, after }) {
    const tries = this.#resting.get(id)?.tries ?? 0;
    const asked = after ? now() + after : 0; // The server's own wish holds, whatever wakes this device.
    this.#resting.set(id, { tries: tries + 1, asked, until: Math.max(asked, now() + retryDelay(tries)) });
    this.trouble = why;
    this.#in(retryDelay(this.#attempt));
    this.#attempt += 1;
  }
}
