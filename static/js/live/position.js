// What a page has, and what a frame from the server means for it. Pure: no page, no network.

export class Position {
  #base;
  #topics = new Map();

  /** @param {string} epoch which log @param {number} head the newest event that the page was drawn with */
  constructor(epoch, head) {
    this.epoch = epoch;
    this.#base = head;
  }

  /** The newest event of this page's topics that it has. */
  get have() {
    return Math.max(this.#base, ...this.#topics.values());
  }

  /**
   * "apply", "ignore" (had it already) or "heal" (something before it is missing). Applying moves on.
   * @param {{epoch: string, seq?: number, after?: number, topic: string}} frame
   */
  take(frame) {
    if (frame.epoch !== this.epoch) return "heal";
    if (frame.seq === undefined) return "apply"; // a passing state: the newest one holds
    const had = Math.max(this.#base, this.#topics.get(frame.topic) ?? 0);
    if (frame.seq <= had) return "ignore";
    if (frame.after > had) return "heal";
    this.#topics.set(frame.topic, frame.seq);
    return "apply";
  }

  /** Whether a heartbeat shows that something was missed. */
  behind({ epoch, head }) {
    return epoch !== this.epoch || head > this.have;
  }
}
