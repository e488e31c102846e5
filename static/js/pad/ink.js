// Pen, finger and mouse: what they do on the paper, as strokes.

import { HEIGHT, lengthOf, MOST_POINTS, PLAIN_PRESSURE, WIDTH } from "./strokes.js";

const NEAR = 0.8; // A point closer than that to the one before shows nothing new.
const MARGIN = 50;
const ERASER_BUTTON = 32; // the other end of a pen

/**
 * `tool()` says what is drawn with: { tool, colour, width }, or null while nothing may be drawn. `grows(stroke)` is
 * called with every new point, `ends(stroke)` when a stroke is done, `drops()` when it was none, `pen()` when a pen
 * is seen for the first time.
 */
export class Ink {
  #on;
  #surface;
  #pointer = null; // whoever draws just now: { id, type }
  #stroke = null;
  #box = null;
  #penSeen = false;

  /** Whether fingers draw although a pen was seen. */
  fingers = false;

  constructor(surface, on) {
    this.#surface = surface;
    this.#on = on;
    const hear = (name, does) => surface.addEventListener(name, (event) => does.call(this, event));
    hear("pointerdown", this.#down);
    hear("pointermove", this.#move);
    hear("pointerup", this.#up);
    hear("pointercancel", this.#cancel);
    surface.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Whether a stroke is under way. */
  get busy() {
    return this.#stroke !== null;
  }

  /** Let a stroke that is under way be done, for the page is about to go. */
  finish() {
    if (this.#stroke) this.#end();
  }

  #down(event) {
    const { pointerId: id, pointerType: type, button, buttons } = event;
    if (type === "pen") this.#sawPen();
    const palm = type === "touch" && this.#penSeen && !this.fingers;
    const other = button !== 0 && !(type === "pen" && buttons & ERASER_BUTTON);
    const tool = this.#on.tool();
    if (palm || other || this.#pointer || !tool) return;
    event.preventDefault();
    this.#surface.setPointerCapture(id);
    this.#pointer = { id, type };
    this.#box = this.#surface.getBoundingClientRect();
    this.#begin(buttons & ERASER_BUTTON ? { ...tool, tool: "eraser" } : tool);
    this.#add(event);
    this.#on.grows(this.#stroke);
  }

  #move(event) {
    if (event.pointerId !== this.#pointer?.id) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.#add(each);
    this.#on.grows(this.#stroke);
  }

  #up(event) {
    if (event.pointerId !== this.#pointer?.id) return;
    this.#add(event);
    this.#end();
  }

  /** The system took it for a palm or a gesture; a pen's stroke is meant all the same. */
  #cancel({ pointerId }) {
    if (pointerId !== this.#pointer?.id) return;
    if (this.#pointer.type === "touch") this.#drop();
    else this.#end();
  }

  #sawPen() {
    if (this.#pointer?.type === "touch" && !this.fingers) this.#drop(); // The palm was there before its pen.
    if (this.#penSeen) return;
    this.#penSeen = true;
    this.#on.pen();
  }

  #begin(tool) {
    this.#stroke = { ...tool, points: [] };
  }

  #add({ clientX, clientY, pressure, pointerType }) {
    const { left, top, width } = this.#box;
    const x = within((clientX - left) * WIDTH / width, WIDTH);
    const y = within((clientY - top) * WIDTH / width, HEIGHT);
    const { points } = this.#stroke;
    if (points.length && Math.hypot(x - points.at(-3), y - points.at(-2)) < NEAR) return;
    points.push(x, y, pointerType === "pen" && pressure ? Math.round(pressure * 1000) : PLAIN_PRESSURE);
    if (lengthOf(this.#stroke) === MOST_POINTS) this.#turnOver();
  }

  /** A very long line goes on as another one. */
  #turnOver() {
    const { points, ...tool } = this.#stroke;
    this.#on.ends(this.#stroke);
    this.#begin(tool);
    this.#stroke.points.push(...points.slice(-3));
  }

  #end() {
    const stroke = this.#stroke;
    this.#stroke = this.#pointer = null;
    this.#on.ends(stroke);
  }

  #drop() {
    this.#stroke = this.#pointer = null;
    this.#on.drops();
  }
}

const within = (value, most) => Math.round(Math.min(most + MARGIN, Math.max(-MARGIN, value)) * 10) / 10;
