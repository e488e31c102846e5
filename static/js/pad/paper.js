// The paper on the page: what is done, kept as a picture, and over it the stroke that is under way.

import { colourOf, HEIGHT, lengthOf, PAPER, piece, runs, WIDTH, widthAt } from "./strokes.js";

const SHARPEST = 2; // More points than that cost time and show nothing.

export class Paper {
  #done;
  #live;
  #strokes = [];
  #paths = new WeakMap();
  #scale = 1;
  #drawn = 0; // pieces of the present stroke that are drawn for good

  constructor(box) {
    this.#done = layer(box, { alpha: false });
    // Not "desynchronized": where the browser has no overlay for it, that made the ink several frames late.
    this.#live = layer(box, {});
    this.surface = this.#live.canvas;
    new ResizeObserver(() => this.#resize()).observe(box);
    this.#resize();
  }

  /** Show these strokes. */
  show(strokes) {
    const more = this.#strokes.every((stroke, n) => stroke === strokes[n]);
    const from = more ? this.#strokes.length : 0;
    if (!more) this.#blank();
    this.#strokes = strokes;
    for (const stroke of strokes.slice(from)) this.#ink(stroke);
  }

  /** Draw what has been added to the stroke that is under way. */
  grow(stroke) {
    const ink = this.#live;
    const last = lengthOf(stroke) - 1;
    ink.strokeStyle = colourOf(stroke);
    // The last piece bends once there is a further point; until then it is straight, and drawn over.
    for (let n = this.#drawn; n <= last; n += 1) {
      const { level, from, towards, to } = piece(stroke, n);
      ink.lineWidth = widthAt(stroke, level);
      ink.beginPath();
      ink.moveTo(...from);
      if (towards) ink.quadraticCurveTo(...towards, ...to);
      else ink.lineTo(...to);
      ink.stroke();
    }
    this.#drawn = Math.max(0, last);
  }

  /** The stroke is done, or was none: `strokes` are what stands now. */
  settle(strokes) {
    this.show(strokes);
    this.#live.clearRect(0, 0, WIDTH, HEIGHT);
    this.#drawn = 0;
  }

  #ink(stroke) {
    if (!this.#paths.has(stroke)) {
      this.#paths.set(stroke, runs(stroke).map(({ width, path }) => ({ width, path: new Path2D(path) })));
    }
    this.#done.strokeStyle = colourOf(stroke);
    for (const { width, path } of this.#paths.get(stroke)) {
      this.#done.lineWidth = width;
      this.#done.stroke(path);
    }
  }

  #blank() {
    this.#done.fillStyle = PAPER;
    this.#done.fillRect(0, 0, WIDTH, HEIGHT);
  }

  #resize() {
    const { width } = this.surface.parentElement.getBoundingClientRect();
    const scale = width * Math.min(SHARPEST, devicePixelRatio) / WIDTH;
    if (!scale || scale === this.#scale) return;
    this.#scale = scale;
    for (const ink of [this.#done, this.#live]) {
      Object.assign(ink.canvas, { width: Math.round(WIDTH * scale), height: Math.round(HEIGHT * scale) });
      ink.scale(scale, scale);
      ink.lineCap = ink.lineJoin = "round";
    }
    this.#drawn = 0;
    this.#blank();
    for (const stroke of this.#strokes) this.#ink(stroke);
  }
}

function layer(box, how) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true"); // What it shows stands in words beside it.
  box.append(canvas);
  return canvas.getContext("2d", how);
}
