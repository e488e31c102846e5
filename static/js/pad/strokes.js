// What was done on the pad, and what that leaves on its paper. Pure; drawings/strokes.py draws the same curves.
//
// A mark: { number, op }. Everything is measured in thousandths of the paper's width. A curve goes through the middles
// between its points and bends towards each point, so that it has no corners.

export const WIDTH = 1000;
export const HEIGHT = 750;
export const PAPER = "#ffffff";
export const COLOURS = {
  black: "#1c2430",
  red: "#c2301c",
  yellow: "#e5a100",
  green: "#2a7d46",
  blue: "#1f5fbf",
  purple: "#7b3fa0",
};
export const PLAIN_PRESSURE = 500; // a finger's and a mouse's
export const MOST_POINTS = 1_000; // of one stroke, as in drawings/forms/marks.py

const ERASER_TIMES = 2.5;
const LEVELS = 24; // Pressure changes the width in steps, so that a stroke is a few paths and not hundreds.

/** The marks whose doing is on the paper: strokes and new sheets that were not taken back, in order. */
export function doing(marks) {
  const done = [...marks].sort((a, b) => a.number - b.number);
  const takenBack = new Set();
  for (const { op } of done) {
    if (op.undo) takenBack.add(op.undo);
    else if (op.redo) takenBack.delete(op.redo);
  }
  return done.filter(({ number, op }) => (op.stroke || op.clear) && !takenBack.has(number));
}

/** The strokes that are on the paper after these marks, in order. */
export function standing(marks) {
  const done = doing(marks);
  return done.slice(done.findLastIndex(({ op }) => op.clear) + 1).map(({ op }) => op.stroke);
}

export const colourOf = ({ tool, colour }) => (tool === "eraser" ? PAPER : COLOURS[colour]);

/** How wide a stroke is where it is pressed like this: `level` 0 to 24. */
export const widthAt = ({ tool, width }, level) =>
  width * (tool === "eraser" ? ERASER_TIMES : 1) * (0.4 + 1.2 * level / LEVELS);

export const levelOf = (pressure) => Math.floor(pressure * LEVELS / 1000 + 0.5);

export const lengthOf = (stroke) => stroke.points.length / 3;

/** Piece `n` of a stroke, of as many as it has points: { level, from, towards (null: straight), to }. */
export function piece({ points }, n) {
  const last = points.length / 3 - 1;
  const at = (k) => [points[3 * k], points[3 * k + 1]];
  const middle = (k) => [(points[3 * k] + points[3 * k + 3]) / 2, (points[3 * k + 1] + points[3 * k + 4]) / 2];
  const level = levelOf(points[3 * n + 2]);
  if (last === 0) return { level, from: at(0), towards: null, to: [points[0] + 0.1, points[1]] };
  const from = n ? middle(n - 1) : at(0);
  return { level, from, towards: n && n < last ? at(n) : null, to: n < last ? middle(n) : at(n) };
}

/** The stretches of a stroke that are equally wide: { width, path } as in SVG. */
export function runs(stroke) {
  const found = [];
  let level = null;
  for (let n = 0; n < lengthOf(stroke); n += 1) {
    const next = piece(stroke, n);
    if (next.level !== level) found.push({ width: widthAt(stroke, next.level), path: `M${place(next.from)}` });
    level = next.level;
    found.at(-1).path += next.towards ? `Q${place(next.towards)} ${place(next.to)}` : `L${place(next.to)}`;
  }
  return found;
}

const place = ([x, y]) => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;
