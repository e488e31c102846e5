// Every frame a page can meet, and what it means for what the page has.

import { Position } from "../../static/js/live/position.js";

const EPOCH = "e1";

function frame(seq, after, topic = "tables", epoch = EPOCH) {
  return { epoch, seq, after, topic };
}

function is(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}

Deno.test("the next frame is applied and counts", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(5, 4)), "apply");
  is(position.have, 5);
});

Deno.test("a number may be skipped that went to others", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(9, 3)), "apply");
  is(position.have, 9);
});

Deno.test("the same frame is applied once", () => {
  const position = new Position(EPOCH, 4);
  position.take(frame(5, 4));
  is(position.take(frame(5, 4)), "ignore");
  is(position.have, 5);
});

Deno.test("an older frame is ignored, also one that the page was drawn with", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(4, 2)), "ignore");
  is(position.take(frame(1, 0)), "ignore");
  is(position.have, 4);
});

Deno.test("a gap is healed and does not count as had", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(7, 6)), "heal");
  is(position.have, 4);
  is(position.take(frame(6, 4)), "apply");
  is(position.take(frame(7, 6)), "apply");
});

Deno.test("each topic has gaps of its own", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(5, 4, "tables")), "apply");
  is(position.take(frame(7, 5, "table:1")), "heal");
  is(position.take(frame(7, 3, "table:1")), "apply");
  is(position.take(frame(6, 5, "tables")), "apply");
  is(position.take(frame(8, 7, "tables")), "heal");
  is(position.have, 7);
});

Deno.test("another log is healed, whatever its numbers", () => {
  const position = new Position(EPOCH, 4);
  is(position.take(frame(5, 4, "tables", "e2")), "heal");
  is(position.take(frame(1, 0, "tables", "e2")), "heal");
  is(position.have, 4);
});

Deno.test("a passing state is applied every time and counts for nothing", () => {
  const position = new Position(EPOCH, 4);
  const passing = { epoch: EPOCH, topic: "consoles" };
  is(position.take(passing), "apply");
  is(position.take(passing), "apply");
  is(position.have, 4);
  is(position.take({ epoch: "e2", topic: "consoles" }), "heal");
});

Deno.test("a heartbeat shows whether something was missed", () => {
  const position = new Position(EPOCH, 4);
  is(position.behind({ epoch: EPOCH, head: 4 }), false);
  is(position.behind({ epoch: EPOCH, head: 3 }), false);
  is(position.behind({ epoch: EPOCH, head: 5 }), true);
  is(position.behind({ epoch: "e2", head: 0 }), true);
  position.take(frame(5, 4));
  is(position.behind({ epoch: EPOCH, head: 5 }), false);
});

Deno.test("in any order, with repeats, a page never goes back and never skips unhealed", () => {
  let seed = 1;
  const random = (n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let day = 0; day < 200; day++) {
    const position = new Position(EPOCH, 0);
    const applied = [];
    for (let step = 0; step < 60; step++) {
      const seq = 1 + random(12);
      const before = position.have;
      if (position.take(frame(seq, seq - 1)) === "apply") applied.push(seq);
      if (position.have < before) throw new Error(`went back from ${before} to ${position.have}`);
    }
    applied.forEach((seq, at) => is(seq, at + 1));
  }
});
