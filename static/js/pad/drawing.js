// One drawing that is made on this page, or that another device of the table makes and this page shows.

import { stateOf } from "../answers/words.js";
import { retryDelay } from "../live/backoff.js";
import { announce } from "../live/status.js";
import { gone } from "../outbox/queue.js";
import { Book } from "./book.js";
import { Ink } from "./ink.js";
import { Paper } from "./paper.js";
import { marked, marksIn } from "./parcels.js";

// Every stroke is on the device at once; the server hears of several together.
const TOGETHER_MS = 2_000;
const DOES = { undo: "Taken back", redo: "Put back", clear: "The paper is empty. Undo brings everything back." };

export class Drawing {
  #pad;
  #sending;
  #lane;
  #page;
  #about;
  #isOpen;
  #url = document.body.dataset.marksUrl;
  #book = new Book(Number(document.body.dataset.last));
  #paper = new Paper(document.getElementById("paper"));
  #tools = document.getElementById("tools");
  #ink = null;
  #soon = 0;
  #have = 0; // what the server had when it was last asked
  #unkept = 0; // strokes that are not on the disk yet
  #changes = 0; // how often one came to the disk, or was given another number there
  #asking = null;
  #again = false;
  #tries = 0;
  #isAway = false; // withdrawn, or taken off by a facilitator: the server shows it to nobody

  constructor({ pad, sending, lane, page, about, isOpen }) {
    [this.#pad, this.#sending, this.#lane, this.#page] = [pad, sending, lane, page];
    [this.#about, this.#isOpen] = [about, isOpen];
    if (this.#tools) this.#equip();
    document.addEventListener("live:applied", () => this.#look());
    document.querySelector("#ink-refused button").addEventListener("click", () => this.#discard());
    this.load();
  }

  #equip() {
    this.#ink = new Ink(this.#paper.surface, {
      tool: () => (this.#isOpen() ? this.#tool() : null),
      grows: (stroke) => this.#paper.grow(stroke),
      ends: (stroke) => this.#make({ stroke }),
      drops: () => this.#paper.settle(this.#book.strokes),
      pen: () => (this.#does("fingers").hidden = false),
    });
    for (const does of Object.keys(DOES)) this.#does(does).addEventListener("click", () => this.#do(does));
    this.#does("fingers").addEventListener("click", ({ target }) => {
      this.#ink.fingers = !this.#ink.fingers;
      target.setAttribute("aria-pressed", this.#ink.fingers);
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", () => this.finish());
    addEventListener("pagehide", () => this.finish());
    this.#tools.hidden = false;
  }

  /** Show everything that was done on this paper, wherever it is by now. */
  load() {
    this.#again = true;
    this.#asking ??= this.#loadAll().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #loadAll() {
    while (this.#again) {
      this.#again = false;
      // First what waits here: a mark may be stored in between, and then both have it.
      const changes = this.#changes;
      const here = marksIn(await this.#sending.store.all(), this.#lane);
      const there = await this.#fetched();
      const book = new Book(Math.max(Number(document.body.dataset.last), there?.last ?? 0));
      book.take(there?.marks ?? []);
      book.take(here);
      const isBehind = this.#unkept || this.#changes !== changes || this.#ink?.busy;
      if (isBehind) this.#again = true; // What was done meanwhile comes along in a moment.
      else if (there || !this.#have) {
        this.#book = book;
        this.#paper.settle(book.strokes);
      }
      this.lock();
      if (!there || this.#isShownAgain) setTimeout(() => this.load(), retryDelay(this.#tries++));
      if (this.#again) await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Another page of this device was quicker, so that what was done on this one has other numbers now. */
  moved({ page, body }, last) {
    const { number } = JSON.parse(body.marks[0]);
    if (page === this.#page) this.#book.shift(number, last + 1 - number);
    this.#changes += 1;
    this.load();
  }

  async #fetched() {
    try {
      const answer = await fetch(this.#url, { cache: "no-store", headers: { Accept: "application/json" } });
      this.#isAway = answer.status === 404;
      if (this.#isAway) return { marks: [], last: this.#have };
      if (!answer.ok) return null;
      const found = await answer.json();
      this.#have = found.last;
      this.#tries = 0;
      return found;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      return null; // No network, or somebody else's page.
    }
  }

  /** Whether the page shows the paper though the server, when it was asked, did not: one of both is behind. */
  get #isShownAgain() {
    return this.#isAway && (this.#pad.checkVisibility?.() ?? true);
  }

  /** Whoever only looks on fetches what is new, and everybody what is shown again. */
  #look() {
    if (this.#isShownAgain) this.load();
    const last = Number(document.getElementById(`ink-${document.body.dataset.drawing}`)?.dataset.last ?? 0);
    if (!this.#tools && last > this.#have) this.load();
  }

  /** Let a stroke that is under way be done. */
  finish() {
    this.#ink?.finish();
    this.#send(0);
  }

  #does(does) {
    return this.#tools.querySelector(`[data-does="${does}"]`);
  }

  #tool() {
    const chosen = (name) => this.#tools.querySelector(`[name="${name}"]:checked`).value;
    const [colour, width] = [chosen("colour"), Number(chosen("width"))];
    return colour === "eraser" ? { tool: "eraser", colour: "black", width } : { tool: "pen", colour, width };
  }

  async #make(op) {
    const made = this.#book.make(op);
    this.#paper.settle(this.#book.strokes);
    this.#unkept += 1;
    this.lock();
    this.say();
    const most = Number(document.body.dataset.mostMarks);
    const parcel = { lane: this.#lane, to: this.#url, page: this.#page, about: this.#about, made, most };
    await this.#sending.store.change(marked(parcel));
    this.#unkept -= 1;
    this.#changes += 1;
    this.say();
    this.#send(TOGETHER_MS);
  }

  #send(ms) {
    if (ms && this.#soon) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#soon = 0;
      this.#sending.wake();
    }, ms);
  }

  #do(does) {
    const { undoable, redoable } = this.#book;
    const op =
      { undo: undoable && { undo: undoable }, redo: redoable && { redo: redoable }, clear: { clear: true } }[does];
    if (!op || !this.#isOpen() || this.#ink.busy || (does === "clear" && !this.#book.strokes.length)) return;
    this.#make(op);
    announce(DOES[does]);
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("textarea, input[type=text]")) return;
    const pressed = event.key.toLowerCase();
    const does = pressed === "z" ? (event.shiftKey ? "redo" : "undo") : pressed === "y" ? "redo" : "";
    if (!does) return;
    event.preventDefault();
    this.#do(does);
  }

  /** Let the tools be as far of use as they are. */
  lock() {
    this.#pad.toggleAttribute("data-open", Boolean(this.#tools) && this.#isOpen());
    if (!this.#tools) return;
    const can = { undo: this.#book.undoable, redo: this.#book.redoable, clear: this.#book.strokes.length };
    for (const [does, may] of Object.entries(can)) this.#does(does).setAttribute("aria-disabled", !may);
    this.#tools.hidden = !this.#isOpen();
  }

  /** Say what became of the strokes. */
  say() {
    const mine = this.#sending.store.known.filter(({ lane, body }) => lane === this.#lane && body.marks);
    const refused = mine.find((each) => each.refused);
    const about = { keeps: this.#sending.store.keeps, trouble: this.#sending.sender.trouble };
    const stored = this.#book.last > 0 && !this.#unkept; // Of what is on its way to the disk nobody knows yet.
    const { state, words } = stateOf({ held: refused ?? mine[0], stored, ...about });
    const line = document.getElementById("ink-state");
    if (line.textContent !== words) line.textContent = words;
    line.dataset.state = state;
    document.getElementById("ink-refused").hidden = !refused;
  }

  async #discard() {
    const refused = this.#sending.store.known.filter((each) =>
      each.lane === this.#lane && each.refused && each.body.marks
    );
    for (const { id } of refused) await this.#sending.store.change(gone(id));
    this.#book = new Book();
    await this.load();
    this.say();
  }
}
