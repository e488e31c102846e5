// A field's text on its way: what it was typed from, what becomes of it, where the caret goes, what stands beside it.

import { heldFor, laneOf, turnedDown, valueOf, written } from "../../static/js/answers/parcels.js";
import { caretAfter } from "../../static/js/answers/text.js";
import { NONE, stateOf, worst } from "../../static/js/answers/words.js";
import { claimed } from "../../static/js/outbox/queue.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

const LANE = laneOf("4", "case.1.unknown");
const WHY = { why: "Too long.", closed: false };

function outbox(...changes) {
  const parcels = new Map();
  for (const change of changes) {
    const { put = [], gone = [] } = change([...parcels.values()]);
    for (const parcel of put) parcels.set(parcel.id, parcel);
    for (const id of gone) parcels.delete(id);
  }
  return [...parcels.values()];
}

const type = (value, base = "", page = "p") =>
  written({ table: "4", name: "case.1.unknown", value, base, page, about: { label: "?" } });
const send = (n) => (parcels) => claimed(parcels[n].id)(parcels);
const refuse = (n, why = WHY) => (parcels) => turnedDown(parcels[n], why)(parcels);
const chain = (parcels) => parcels.map((each) => [each.body["case.1.unknown~base"], valueOf(each)]);

Deno.test("typing on keeps the text from which it began", () => {
  is(chain(outbox(type("a", "base"), type("ab", "other"))), [["base", "ab"]]);
});

Deno.test("what is typed on after sending begins from what was sent", () => {
  is(chain(outbox(type("a", "base"), send(0), type("ab", "base"), type("abc", "base"))), [["base", "a"], ["a", "abc"]]);
});

Deno.test("another page begins from what it shows itself", () => {
  is(chain(outbox(type("a", "base"), send(0), type("b", "shown", "q"))), [["base", "a"], ["shown", "b"]]);
});

Deno.test("what was typed on from a refused text goes back to what the server has", () => {
  const parcels = outbox(type("long", "base"), send(0), type("longer", "base"), refuse(0));
  is(chain(parcels), [["base", "long"], ["base", "longer"]]);
  is(heldFor(parcels, LANE, "p").value, "longer");
});

Deno.test("a refused text that is typed on from is not needed any more; one that came too late is", () => {
  is(chain(outbox(type("long", "base"), send(0), refuse(0), type("short", "base"))), [["base", "short"]]);
  const late = refuse(0, { why: "Late.", closed: true });
  is(chain(outbox(type("late", "base"), send(0), late, type("again", "base"))).length, 2);
});

Deno.test("a box shows what its own page typed, else what another left, else what it may still mend", () => {
  is(heldFor(outbox(type("mine"), send(0), type("theirs", "", "q")), LANE, "p").value, "mine");
  is(heldFor(outbox(type("left", "", "gone")), LANE, "p").value, "left");
  is(heldFor(outbox(type("long", "base"), send(0), refuse(0)), LANE, "p").base, "base");
  is(heldFor(outbox(type("x"), send(0), refuse(0, { why: "Late.", closed: true })), LANE, "p"), null);
  is(heldFor([], LANE, "p"), null);
});

Deno.test("what is not merged has no base", () => {
  const [parcel] = outbox(written({ table: "4", name: "a.b", value: "7", base: null, page: "p", about: {} }));
  is(parcel.body, { "a.b": "7", "table": "4" });
});

// In each case "|" marks the caret.
for (
  const [before, after] of [
    ["|Hello", "|Hello"],
    ["Hello|", "Hello|"],
    ["Hello| there", "Say: Hello| there"],
    ["Hello| there", "Hello| there, you"],
    ["Hello| there", "Say: Hello| there, you"],
    ["One two| three", "Zero one. One two| and three. Four"],
    ["One t|wo three", "X One t|wo Y three Z"],
    ["|", "|Others"],
    ["One|", "One| two"],
    ["gone| stays", "| stays"],
    ["🙂 a| b", "x 🙂 a| y b"],
  ]
) {
  Deno.test(`the caret of "${before}" is then at "${after}"`, () => {
    is(caretAfter(before.replace("|", ""), after.replace("|", ""), before.indexOf("|")), after.indexOf("|"));
  });
}

Deno.test("a caret never leaves its text", () => {
  for (let n = 0; n < 2_000; n += 1) {
    const [before, after] = [0, 1].map(() =>
      Array.from({ length: Math.random() * 12 }, () => "ab  c\n"[Math.floor(Math.random() * 6)]).join("")
    );
    const caret = Math.floor(Math.random() * (before.length + 1));
    const there = caretAfter(before, after, caret);
    if (!(there >= 0 && there <= after.length)) throw new Error(JSON.stringify([before, after, caret, there]));
  }
});

const state = (about) => stateOf({ held: null, keeps: true, trouble: "", stored: false, ...about });

Deno.test("beside a field stands what became of it", () => {
  is(state({}), NONE);
  is(state({ stored: true }).words, "saved");
  is(state({ held: {} }).words, "kept on this tablet");
  is(state({ held: {}, trouble: "until the network is back" }).words, "kept on this tablet until the network is back");
  is(state({ held: { refused: { why: "Late." } } }).words, "not saved, because: Late.");
  is(state({ held: {}, keeps: false }).state, "unkept");
});

Deno.test("of several fields the one that matters most is told", () => {
  const states = ["saved", "refused", "", "kept"].map((each) => ({ state: each, words: each }));
  is(worst(states).state, "refused");
  is(worst(states.slice(2)).state, "kept");
  is(worst([]), NONE);
});
