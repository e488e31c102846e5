// A table's answers: kept on this device as they are typed, sent until they are stored, and shown as they stand.

import { announce } from "../live/status.js";
import { gone, mark } from "../outbox/queue.js";
import { Sender } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";
import { fields, isField, isMerged, isText, put, valueOf, wordsOf } from "./fields.js";
import { heldFor, laneOf, turnedDown, valueOf as textOf, written } from "./parcels.js";
import { post } from "./post.js";
import { NONE, stateOf, worst } from "./words.js";

// A text is sent when somebody pauses, or goes on for so long; a choice at once.
const PAUSE_MS = 600;
const LONGEST_MS = 3_000;
const QUIET_MS = 2_000; // before a screen reader is told

const { ownTable: table, ownTableWords: where } = document.body.dataset;
const page = mark();
const shown = new Map(); // the text that a box and the server have in common
const stored = new Map(); // what the server said it stored, which may be newer than what the page holds
const typed = new Map(); // typed, and not yet in the outbox
const touched = new Set(); // typed in, and not yet told to a screen reader
let states = new Map();
let composing = "";
let keeping = null;
let typingSince = 0;
let pause = 0;
let quiet = 0;
let told = "";

const store = new Store(refresh);
const sender = new Sender({ store, post, settle, changed: refresh });

/** Put what was typed into the outbox, the newest of each field. */
function keep() {
  keeping ??= keepAll().finally(() => (keeping = null));
  return keeping;
}

async function keepAll() {
  while (typed.size) {
    const [[name, answer]] = typed;
    const base = answer.merged ? shown.get(name) ?? "" : null;
    await store.change(written({ table, name, value: answer.value, base, page, about: { ...answer.about, where } }));
    if (typed.get(name) === answer) typed.delete(name);
  }
}

async function take({ target }) {
  const controls = fields().get(target.name);
  typed.set(target.name, { value: valueOf(controls), merged: isMerged(target), about: wordsOf(controls) });
  touched.add(target.name);
  states.delete(target.name); // "saved" is not true any more, and "kept" not yet
  showStates();
  tellSoon();
  await keep();
  draw();
  if (isText(target)) sendSoon();
  else sender.wake();
}

function sendSoon() {
  const now = performance.now();
  typingSince ||= now;
  clearTimeout(pause);
  pause = setTimeout(() => {
    typingSince = 0;
    sender.wake();
  }, Math.min(PAUSE_MS, Math.max(0, typingSince + LONGEST_MS - now)));
}

/** The server has said what became of a parcel: only now it leaves its lane. */
async function settle(parcel, { is, why, answer }) {
  const { name } = parcel.about;
  const mine = parcel.about.table === table;
  if (is === "stored") {
    if (mine) {
      stored.set(name, answer.stored[name]);
      shown.set(name, textOf(parcel));
    }
    await store.change(gone(parcel.id));
  } else {
    const closed = answer?.refused?.[name]?.closed ?? answer !== null;
    await store.change(turnedDown(parcel, { why, closed }));
    if (mine && shown.get(name) === textOf(parcel)) shown.set(name, parcel.body[`${name}~base`]);
  }
}

/** What stands on the server, as far as this page has heard. */
function standing(name) {
  const { version = 0, value = "" } = document.getElementById(`said-${name}`)?.dataset ?? {};
  const newer = stored.get(name);
  return newer?.version > Number(version) ? newer.value : value;
}

async function refresh() {
  await store.all();
  draw();
}

/** Bring every field up to date, but for what was typed just now. */
function draw() {
  const parcels = store.known;
  const found = fields();
  states = new Map();
  for (const [name, controls] of found) {
    const held = heldFor(parcels, laneOf(table, name), page);
    if (!typed.has(name) && composing !== name) fill(name, controls, held);
    const about = { keeps: store.keeps, trouble: sender.trouble, stored: standing(name) !== "" || stored.has(name) };
    const refused = !stored.has(name) && parcels.find((each) => each.refused && each.lane === laneOf(table, name));
    if (!typed.has(name)) states.set(name, stateOf({ held: held?.parcel ?? refused, ...about }));
  }
  showStates();
  const unseen = parcels.filter(({ refused, about, lane }) =>
    refused || lane !== laneOf(table, about.name) || !found.has(about.name)
  );
  if (unseen.length || !document.getElementById("kept").hidden) showLeft(unseen);
  if (touched.size && stateOfAll([...touched]).words !== told) tellSoon();
}

/** The list is fetched when there is something for it. */
async function showLeft(parcels) {
  const { showKept } = await import("./kept.js");
  showKept(parcels, store);
}

function fill(name, controls, held) {
  const value = held ? held.value : standing(name);
  shown.set(name, held ? held.base : value);
  if (valueOf(controls) !== value) put(controls, value);
}

const stateOfAll = (names) => worst(names.map((name) => states.get(name) ?? NONE));

function showStates() {
  for (const output of document.querySelectorAll("[data-state-of]")) {
    const { state, words } = stateOfAll(output.dataset.stateOf.split(" "));
    if (output.textContent !== words) output.textContent = words;
    output.dataset.state = state;
  }
}

/** Tell a screen reader once nothing was typed for a while. */
function tellSoon() {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    const { words } = stateOfAll([...touched]);
    announce(words);
    told = words;
    for (const name of touched) if (["saved", "refused"].includes(states.get(name)?.state)) touched.delete(name);
    if (!touched.size) told = "";
  }, QUIET_MS);
}

document.addEventListener("input", (event) => isField(event.target) && isText(event.target) && take(event));
document.addEventListener("change", (event) => isField(event.target) && !isText(event.target) && take(event));
document.addEventListener("compositionstart", ({ target }) => (composing = target.name ?? ""));
document.addEventListener("compositionend", () => {
  composing = "";
  refresh();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-answers]")) return;
  event.preventDefault();
  sender.wake();
});

function wake() {
  refresh();
  sender.wake();
}

addEventListener("online", wake);
addEventListener("pageshow", ({ persisted }) => persisted && wake());
document.addEventListener("visibilitychange", wake);
document.addEventListener("live:applied", () => {
  draw(); // At once: what came may have put an empty box under somebody's hands.
  if (sender.trouble) sender.wake();
});
document.addEventListener("answers:asked", draw); // a script has put more fields on the page

document.documentElement.dataset.saves = "";
// What somebody typed or chose before this script was there.
for (const control of [...fields().values()].flat()) {
  const { value, defaultValue = value, checked, defaultChecked } = control;
  const chose = checked !== defaultChecked || control.querySelector(":checked:not([selected], [value=''])");
  if (value === defaultValue && !chose) continue;
  shown.set(control.name, defaultValue);
  take({ target: control });
}
wake();
// Photos that are not stored yet have an outbox of their own.
if (localStorage.getItem("photos-wait") !== null) import("../photo/sending.js").then(({ photos }) => photos());
