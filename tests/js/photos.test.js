// Photos as parcels: one lane for each drawing, and what stands beside each.

import { claimed, refused } from "../../static/js/outbox/queue.js";
import { anyWaiting, kept, keptAt, newKey, stateOf } from "../../static/js/photo/parcels.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

function after(...changes) {
  const parcels = new Map();
  for (const change of changes) {
    const { put = [], gone = [] } = change([...parcels.values()]);
    for (const id of gone) parcels.delete(id);
    for (const parcel of put) parcels.set(parcel.id, parcel);
  }
  return [...parcels.values()];
}

const photo = (key, blob = key, table = "7") => kept({ table, key, blob, page: "p" });

Deno.test("a drawing's key is as long as the server takes it, and nobody else's", () => {
  is(newKey().length, 22);
  is(newKey() === newKey(), false);
});

Deno.test("photos of several drawings wait beside each other", () => {
  const parcels = after(photo("a"), photo("b"), photo("c"));
  is(parcels.map(({ body }) => body.key), ["a", "b", "c"]);
  is(new Set(parcels.map(({ lane }) => lane)).size, 3);
});

Deno.test("of the same drawing a new photo takes the place of one that was not sent, or was refused", () => {
  is(after(photo("a", "first"), photo("a", "second")).map(({ body }) => body.blob), ["second"]);
  const [first] = after(photo("a", "first"));
  const held = after(() => ({ put: [first] }), refused(first.id, { why: "no" }), photo("a", "second"));
  is(held.map(({ body, refused }) => [body.blob, refused]), [["second", null]]);
});

Deno.test("one that is on its way goes first", () => {
  const [first] = after(photo("a", "first"));
  const parcels = after(() => ({ put: [first] }), claimed(first.id), photo("a", "second"));
  is(keptAt(parcels, "7").map(({ body }) => body.blob), ["first", "second"]);
});

Deno.test("a device that moved to another table shows only what it took there", () => {
  const parcels = after(photo("a", "a", "7"), photo("b", "b", "8"));
  is(keptAt(parcels, "8").map(({ body }) => body.key), ["b"]);
  is(anyWaiting(parcels), true);
});

Deno.test("what is refused waits for nobody", () => {
  const [parcel] = after(photo("a"));
  is(anyWaiting(after(() => ({ put: [parcel] }), refused(parcel.id, { why: "no" }))), false);
});

Deno.test("what stands beside a photo says how far it is and whether it is safe", () => {
  const [parcel] = after(photo("a"));
  const about = { keeps: true, trouble: "", progress: null };
  const state = (more, of = parcel) => stateOf(of, { ...about, ...more });
  is(state({}), { state: "kept", words: "Kept on this tablet, and sent soon" });
  is(state({ trouble: "until the network is back" }).words, "Kept on this tablet until the network is back");
  is(state({ progress: 0.427 }), { state: "sending", words: "Sending, 42 per cent" });
  is(state({ progress: 1 }).state, "looking");
  is(state({ keeps: false }).state, "unkept");
  is(state({}, { ...parcel, refused: { why: "it moves." } }), { state: "refused", words: "Not stored: it moves." });
});
