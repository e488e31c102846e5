// What is done on the pad: which curves it leaves, what can be taken back, and how it waits to be sent.

import { claimed, gone } from "../../static/js/outbox/queue.js";
import { Book } from "../../static/js/pad/book.js";
import { asked, laneOf, marked, marksIn, posted, renumbered } from "../../static/js/pad/parcels.js";
import { colourOf, runs, standing } from "../../static/js/pad/strokes.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

const cases = JSON.parse(await Deno.readTextFile(new URL("../drawings/strokes.json", import.meta.url)));
for (const { name, marks, paths } of cases) {
  Deno.test(`the same curves as on the server: ${name}`, () => {
    const drawn = standing(marks).flatMap((stroke) =>
      runs(stroke).map(({ width, path }) => [colourOf(stroke), String(Number(width.toFixed(2))), path])
    );
    is(drawn, paths);
  });
}

// Taking back and putting back

const stroke = (x = 1) => ({ stroke: { tool: "pen", colour: "black", width: 11, points: [x, 1, 500] } });

function book(...ops) {
  const made = new Book();
  for (const op of ops) made.make(op);
  return made;
}

Deno.test("the newest that stands is taken back first, the newest taken back is put back first", () => {
  const made = book(stroke(), stroke(), stroke());
  is([made.undoable, made.redoable], [3, 0]);
  made.make({ undo: 3 });
  made.make({ undo: 2 });
  is([made.undoable, made.redoable, made.strokes.length], [1, 2, 1]);
  made.make({ redo: 2 });
  is([made.undoable, made.redoable, made.strokes.length], [2, 3, 2]);
  made.make({ redo: 3 });
  is([made.undoable, made.redoable, made.strokes.length], [3, 0, 3]);
});

Deno.test("whoever draws on puts nothing back any more", () => {
  const made = book(stroke(), { undo: 1 }, stroke());
  is([made.undoable, made.redoable], [3, 0]);
});

Deno.test("a new sheet is taken back as a stroke is", () => {
  const made = book(stroke(), { clear: true });
  is([made.undoable, made.strokes.length], [2, 0]);
  made.make({ undo: 2 });
  is([made.undoable, made.redoable, made.strokes.length], [1, 2, 1]);
});

Deno.test("numbers go on behind what the server has and behind what waits here", () => {
  const made = new Book(7);
  is(made.make(stroke()).number, 8);
  made.take([{ number: 12, op: stroke() }, { number: 8, op: stroke(8) }]);
  is(made.make({ clear: true }).number, 13);
});

Deno.test("what was done here moves behind what others did, and what was taken back stays the same", () => {
  const made = new Book(2);
  const under = [stroke(3), stroke(4), { undo: 4 }].map((op) => made.make(op));
  made.shift(3, 5);
  is(under.map(({ number }) => number), [8, 9, 10]);
  is([under[2].op, made.undoable, made.redoable], [{ undo: 9 }, 8, 9]);
  is(made.make(stroke()).number, 11);
});

// In the outbox

const lane = laneOf("1", "key");
const about = { table: "1" };

function queue(...changes) {
  const parcels = new Map();
  for (const change of changes) {
    const { put = [], gone = [] } = change([...parcels.values()]);
    for (const parcel of put) parcels.set(parcel.id, parcel);
    for (const id of gone) parcels.delete(id);
  }
  return [...parcels.values()];
}

const mark = (number, op = stroke(), page = "p") =>
  marked({ lane, to: "/marks/", page, about, made: { number, op }, most: 64 });
const send = (n) => (parcels) => claimed(parcels[n].id)(parcels);
const numbers = (parcels) => parcels.map(({ body }) => body.marks?.map((text) => JSON.parse(text).number) ?? "asked");

Deno.test("marks that wait go together, and what was sent changes no more", () => {
  is(numbers(queue(mark(1), mark(2), mark(3))), [[1, 2, 3]]);
  is(numbers(queue(mark(1), send(0), mark(2), mark(3))), [[1], [2, 3]]);
  is(numbers(queue(mark(1), mark(2, stroke(), "other page"))), [[1], [2]]);
});

Deno.test("a parcel holds no more than one post takes", () => {
  const many = queue(...Array.from({ length: 130 }, (_, n) => mark(n + 1)));
  is(many.map(({ body }) => body.marks.length), [64, 64, 2]);
  const long = { stroke: { ...stroke().stroke, points: Array(3000).fill(123.4) } };
  is(queue(mark(1, long), mark(2, long), mark(3, long), mark(4, long)).length, 2);
});

Deno.test("what the whole drawing becomes goes behind its marks, once", () => {
  const hand = asked({ lane, to: "/hand-in/", page: "p", about });
  const parcels = queue(mark(1), hand, hand, mark(2));
  is(numbers(parcels), [[1], "asked", [2]]);
  is(parcels.map(({ order }) => order), [1, 2, 3]);
  is(queue(hand, mark(1), (all) => gone(all[0].id)(all)).length, 1);
});

Deno.test("what is posted is JSON", () => {
  const [one, two] = queue(mark(1, { clear: true }), asked({ lane, to: "/hand-in/", page: "p", about }));
  is(JSON.parse(posted(one)), { table: "1", marks: [{ number: 1, op: { clear: true } }] });
  is(JSON.parse(posted(two)), { table: "1" });
});

Deno.test("another page was quicker: what this page did goes behind it, and still means the same", () => {
  const parcels = queue(mark(4), mark(5), send(0), mark(6, { undo: 5 }), mark(7, { undo: 2 }), mark(8, stroke(), "q"));
  const moved = queue(() => ({ put: parcels }), renumbered(parcels[0], 9));
  is(marksIn(moved, lane).filter(({ number }) => number > 8), [
    { number: 10, op: stroke() },
    { number: 11, op: stroke() },
    { number: 12, op: { undo: 11 } },
    { number: 13, op: { undo: 2 } },
  ]);
  is(marksIn(moved, lane).filter(({ number }) => number <= 8), [{ number: 8, op: stroke() }]);
  is(moved.find(({ id }) => id === parcels[0].id).sent, false);
});

Deno.test("what was done before the paper knew of the new numbers goes behind them, and does not come back for ever", () => {
  const parcels = queue(mark(4), mark(5), (all) => renumbered(all[0], 9)(all), mark(6), mark(7, { undo: 6 }));
  const moved = queue(() => ({ put: parcels }), renumbered(parcels[0], 9));
  is(marksIn(moved, lane).map(({ number, op }) => [number, op.undo ?? 0]), [[10, 0], [11, 0], [12, 0], [13, 12]]);
});
