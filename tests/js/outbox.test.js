// What waits, in which order, and what an answer of the server means for it.

import { claimed, gone, heads, mark, placed, refused, waiting } from "../../static/js/outbox/queue.js";
import { verdictOf } from "../../static/js/outbox/verdict.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

function queue(...changes) {
  const parcels = new Map();
  for (const change of changes) {
    const { put = [], gone = [] } = change([...parcels.values()]);
    for (const parcel of put) parcels.set(parcel.id, parcel);
    for (const id of gone) parcels.delete(id);
  }
  return [...parcels.values()];
}

const write = (lane, value, page = "p") => (parcels) => ({
  put: [placed(parcels, { lane, page, body: { value }, about: {} })],
});
const send = (n) => (parcels) => claimed(parcels[n].id)(parcels);
const values = (parcels) => parcels.map(({ body }) => body.value);

Deno.test("of one page the newest replaces what was never sent, under a new key", () => {
  const keys = [];
  const noting = (parcels) => (keys.push(parcels[0].key), {});
  is(values(queue(write("a", 1), noting, write("a", 2), noting)), [2]);
  is(keys[0] === keys[1], false);
});

Deno.test("what was sent is not changed any more: the next one stands behind it", () => {
  const parcels = queue(write("a", 1), send(0), write("a", 2), write("a", 3));
  is(values(waiting(parcels, "a")), [1, 3]);
  is(values(heads(parcels)), [1]);
});

Deno.test("another page's parcel is never replaced", () => {
  is(values(waiting(queue(write("a", 1, "p"), write("a", 2, "q"), write("a", 3, "p")), "a")), [1, 2, 3]);
});

Deno.test("every lane has a head of its own", () => {
  is(values(heads(queue(write("a", 1), send(0), write("b", 2), write("a", 3)))), [1, 2]);
});

Deno.test("what was refused stays, and keeps nothing waiting", () => {
  const refuse = (parcels) => refused(parcels[0].id, { why: "late" })(parcels);
  const parcels = queue(write("a", 1), send(0), write("a", 2), refuse);
  is([values(parcels), values(heads(parcels))], [[1, 2], [2]]);
  is(claimed(parcels[0].id)(parcels), {});
});

Deno.test("what was stored is gone, and nobody sends it again", () => {
  const parcels = queue(write("a", 1), (parcels) => gone(parcels[0].id)());
  is(parcels, []);
  is(claimed("x")(parcels), {});
});

Deno.test("a mark is long enough for a key, and never the same", () => {
  const marks = Array.from({ length: 1_000 }, mark);
  is(marks.every((each) => /^[A-Za-z0-9_-]{24}$/.test(each)), true);
  is(new Set(marks).size, 1_000);
});

Deno.test("stored is only what the server says it stored", () => {
  is(verdictOf(200, { stored: {} }, null).is, "stored");
  for (const answer of [null, {}, { why: "?" }]) is(verdictOf(200, answer, null).is, "later");
});

for (const status of [400, 409, 422]) {
  Deno.test(`${status} with words is refused with these words`, () => {
    is(verdictOf(status, { stored: {}, refused: { a: { why: "Late." } } }, null).why, "Late.");
    is(verdictOf(status, { why: "Other." }, null).why, "Other.");
    is(verdictOf(status, null, null).is, "later");
  });
}

Deno.test("what is too large is refused, whoever says so", () => is(verdictOf(413, null, null).is, "refused"));

for (const status of [0, 302, 401, 403, 404, 423, 429, 500, 502, 503]) {
  Deno.test(`${status} is sent again later, and says until when`, () => {
    const verdict = verdictOf(status, null, null);
    is([verdict.is, verdict.after], ["later", 0]);
    if (!/^until /.test(verdict.why)) throw new Error(verdict.why);
  });
}

Deno.test("the server's wish to be left alone is read in seconds", () => {
  is(verdictOf(503, null, "5").after, 5_000);
  is(verdictOf(429, null, "Wed, 21 Oct 2026 07:28:00 GMT").after, 0);
});
