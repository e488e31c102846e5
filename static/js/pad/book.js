// Everything that was done on one paper, and what can be taken back or put back. Pure.

import { doing, standing } from "./strokes.js";

export class Book {
  #marks = new Map();
  #last;

  /** `last`: the highest number that the server had when it made the page. */
  constructor(last = 0) {
    this.#last = last;
  }

  /** Take marks that were made before, here or on another page. */
  take(marks) {
    for (const mark of marks) this.#marks.set(mark.number, mark);
    this.#last = Math.max(this.#last, ...this.#marks.keys());
  }

  /** Do something; returns the mark of it. */
  make(op) {
    this.#last += 1;
    const mark = { number: this.#last, op };
    this.#marks.set(mark.number, mark);
    return mark;
  }

  /** Others took the numbers from `first` on, so that what was done here goes so far behind them. */
  shift(first, by) {
    const moved = (number) => (number >= first ? number + by : number);
    const marks = [...this.#marks.values()];
    this.#marks.clear();
    for (const mark of marks) { // The same object may be on its way to the disk.
      mark.number = moved(mark.number);
      for (const does of ["undo", "redo"]) if (mark.op[does]) mark.op[does] = moved(mark.op[does]);
    }
    this.take(marks);
  }

  /** The highest number that is taken. */
  get last() {
    return this.#last;
  }

  /** The strokes on the paper, in order. */
  get strokes() {
    return standing(this.#marks.values());
  }

  /** The number of what would be taken back next, or 0. */
  get undoable() {
    return doing(this.#marks.values()).at(-1)?.number ?? 0;
  }

  /** The number of what would be put back next, or 0: what was taken back since something was last done. */
  get redoable() {
    const back = [];
    for (const { op } of [...this.#marks.values()].sort((a, b) => a.number - b.number)) {
      if (op.undo) back.push(op.undo);
      else if (op.redo) back.splice(back.lastIndexOf(op.redo), 1);
      else back.length = 0;
    }
    return back.at(-1) ?? 0;
  }
}
