// What was drawn, handed in or withdrawn on this device, on its way to the server: an outbox of its own.

import { post } from "../answers/post.js";
import { gone, refused } from "../outbox/queue.js";
import { Sender } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";
import { posted, renumbered } from "./parcels.js";

export class Sending {
  #changed;
  #moved;
  #done;

  /** `changed()`: something is other than before; `moved(parcel, last)`: its marks went behind that number; `done()`: a whole drawing moved. */
  constructor({ changed = () => {}, moved = () => {}, done = () => {} } = {}) {
    this.#changed = changed;
    this.#moved = moved;
    this.#done = done;
    this.store = new Store(() => this.#refresh(), "drawings");
    this.sender = new Sender({
      store: this.store,
      post: (parcel) => post({ ...parcel, body: posted(parcel) }),
      settle: (parcel, verdict) => this.#settle(parcel, verdict),
      changed: () => this.#changed(),
    });
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => this.wake());
    document.addEventListener("live:applied", () => this.sender.trouble && this.wake());
  }

  /** Send what waits. */
  wake() {
    this.#refresh();
    this.sender.wake();
  }

  async #refresh() {
    await this.store.all();
    this.#changed();
  }

  async #settle(parcel, { is, why, answer }) {
    if (is === "stored") {
      await this.store.change(gone(parcel.id));
      if (!parcel.body.marks) this.#done();
    } else if (answer?.last !== undefined) {
      await this.store.change(renumbered(parcel, answer.last));
      this.#moved(parcel, answer.last);
    } else await this.store.change(refused(parcel.id, { why, closed: true }));
  }
}
