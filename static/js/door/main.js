// A door: lets in, takes back and finds, with or without the network. The list of people is in this page alone and goes
// with it; what was noted is kept on the device until the server has it.

import { applyFrame } from "../live/regions.js";
import { gone, mark, refused } from "../outbox/queue.js";
import { Sender } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";
import { showAnswer, showFound, showGroup, showKept, showLooks } from "./draw.js";
import { forgotten, promised, sits, written } from "./parcels.js";
import {
  asksForName,
  found,
  holderOf,
  holds,
  likeTicket,
  missingOfGroup,
  ownScans,
  personOf,
  standing,
  ticketIn,
} from "./people.js";
import { post, sent } from "./post.js";

const LOOK_MS = 15_000;
const WAKE_MS = 2_000;
const NO_LINE =
  "Nobody on this device's list has this ticket, and there is no network to ask. Find the name, or add them without a booking.";
const NO_TICKET = "This code is no ticket of ours, or it is cut short. Nobody was let in. Find the name.";
const { noteUrl, photoUrl, releaseUrl, badgesUrl, until } = document.body.dataset;
const line = document.getElementById("q");
const doorName = document.getElementById("door-name");
const page = mark();
const opened = Date.now();
const noticed = [];
const scans = new Map(); // claim: the keys under which this page let them in, and the server has it
const ALL_DOORS = "all";
const TYPED_IN = "input:not([type=file]), select, textarea";
let woken = 0;
// Whose answer is shown: a { claim }, with the claims of the `group` let in with them, or the { key } of what was noted.
let shown = null;

const store = new Store(refresh, "door");
const sender = new Sender({ store, post, settle, changed: refresh });

const people = () => [...document.querySelectorAll("#people > [data-claim]")].map(({ dataset }) => personOf(dataset));
const person = (claim) => people().find((each) => each.claim === String(claim)) ?? null;
// While a device sleeps, timers stand still, and its clock does not.
const serverNow = () => Number(document.body.dataset.now) + Math.max(performance.now(), Date.now() - opened);
const isOver = () => serverNow() >= Number(until);
const own = () => store.known.filter(({ about }) => about.to === noteUrl);

async function note(noted, who, said, more = {}, rest = {}) {
  const about = {
    noted,
    person: who,
    said,
    page,
    to: noteUrl,
    until: Number(until),
    door: doorName.value.trim(),
    more,
    ...rest,
  };
  const parcel = await store.change(written(about));
  refreshNow();
  sender.wake();
  return parcel;
}

/** Let somebody in, or into the room; show at once what this device knows of it. */
async function letIn(who, more = {}) {
  const before = standing(who, own());
  const is = before.is === "in" ? "already" : holds(who) ? "in" : "room";
  await note("scan", who, is, more, { table: is === "in" ? who.table : "" });
  shown = { claim: who.claim }; // Not before: until it is noted, what is shown is another's.
  const words = is === "already" ? `Since ${before.at}, by ${before.door}. Counted once.` : "";
  answer(is, who, words);
}

function answer(is, who, words = "", act = "undo") {
  const kept = own().some(({ about, refused: why }) => about.claim === who?.claim && !why) && sender.trouble !== "";
  const known = { parcels: own(), people: people(), badges: badgesUrl, group: inWith() };
  showAnswer(is, { person: who, words, kept, act, ...known });
}

/** Who was let in with whoever is shown, and is in still. */
function inWith() {
  const ours = people().filter(({ claim }) => shown?.group?.includes(claim));
  return ours.filter((each) => standing(each, own()).is === "in");
}

/** Remember under which key this page let somebody in, so that it takes back that and not what other doors did. */
function remember(claim, key) {
  scans.set(claim, [...(scans.get(claim) ?? []), key]);
}

/** Say who let somebody in whom this door did not, and let it be taken back there by one more press. */
function askBack(who, words = "") {
  shown = { claim: who.claim };
  const { is, at, door } = standing(who, own());
  const by = `${door || "Another door"} let them in${at ? ` at ${at}` : ""}, and not this one.`;
  answer(is === "room" ? "room" : "already", who, words || by, "undo-all");
}

async function takeLine(text) {
  const ticket = ticketIn(text);
  if (ticket || likeTicket(text)) line.value = ""; // The next scan begins anew.
  search();
  if (ticket) await takeTicket(ticket);
  else if (likeTicket(text)) showAnswer("no", { words: NO_TICKET });
}

async function takeTicket(ticket) {
  const who = holderOf(people(), ticket);
  if (who && who.state !== "ended") await letIn(who, { ticket }); // Whether the whole of it is true, the server sees.
  else await ask(ticket);
}

/** A ticket that this device does not know: only the server can tell whose it is. */
async function ask(ticket) {
  const asked = asking();
  const now = Date.now();
  const fields = { noted: "scan", ticket, key: mark(), at: now, now, door: doorName.value.trim() };
  const reply = await sent(noteUrl, fields);
  const said = await reply?.json().catch(() => null);
  if (said?.stored) {
    remember(String(said.claim), fields.key);
    if (shown === asked) take(said);
    else late(said);
  } else turnAway(asked, said?.why ?? NO_LINE);
}

/** Show that the server is asked; what is returned is what `shown` is until somebody else stands there. */
function asking() {
  shown = {};
  showAnswer("ask", {});
  return shown;
}

/** Say that somebody was not let in. It has no name, and must not be taken for an answer about whoever came meanwhile. */
function turnAway(asked, words) {
  if (shown === asked) showAnswer("no", { words });
  else notice(`The one before, while the server was asked: not let in. ${words}`);
}

function late(said) {
  if (said.html) applyFrame(said.html);
  const who = person(said.claim);
  const is = who?.in ? `in, table ${who.table || "not said yet"}` : (said.words ?? []).join(" ");
  notice(`${who?.name ?? "The one before"}, while the server was asked: ${is}.`);
}

function notice(words) {
  noticed.push(words);
  refreshNow();
}

/** What the server said came of it. */
function take(said) {
  if (said.html) applyFrame(said.html);
  const who = person(said.claim);
  shown = { claim: String(said.claim), group: shown?.group };
  const is = who?.in ? (said.answer === "already" ? "already" : "in") : said.answer === "waits" ? "room" : "no";
  answer(is, who, is === "in" ? "" : (said.words ?? []).join(" "));
}

async function settle(parcel, { is, why, answer: said }) {
  await store.change(is === "refused" ? refused(parcel.id, why) : gone(parcel.id));
  // Seen only now: while the disk was busy, somebody else may have come.
  const mine = shown?.claim === parcel.about.claim || shown?.key === parcel.key;
  const seen = mine || shown?.group?.includes(parcel.about.claim);
  if (is === "refused") {
    if (mine) showAnswer("no", { words: why }); // What this device took for true is not.
    return;
  }
  if (parcel.about.to !== noteUrl) return;
  const told = { in: "in", waits: "room", already: "already", ended: "no", undone: "undone" }[said.answer];
  if (parcel.body.noted === "undo") {
    takenBack(said, mine);
    return;
  }
  remember(String(said.claim), parcel.key);
  if (mine) take(said);
  else if (said.html) applyFrame(said.html);
  if (!mine && told !== parcel.about.said) noticed.push(...said.words);
  else if (!seen || sits(parcel)) noticed.push(...elsewhere(parcel.about, person(said.claim)));
}

/** What is to be said of somebody who was told another table than they have. */
function elsewhere({ name, table: told }, who) {
  if (!told || !who?.in || !who.table || who.table === told) return [];
  return [`${name} was told table ${told}, and has a chair at table ${who.table} now. Show them there.`];
}

/** Somebody was taken back here. Where another door let them in as well they still are in, and it is said. */
function takenBack(said, mine) {
  if (said.html) applyFrame(said.html);
  const who = person(said.claim);
  if (!who?.in) return;
  if (mine) askBack(who, said.words.join(" "));
  else noticed.push(...said.words);
}

async function walkIn(form) {
  const more = Object.fromEntries(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "noted", "key"]) delete more[name];
  const free = Number(document.querySelector("[data-sum='free']")?.textContent ?? 0);
  const is = free > promised(own()) ? "in" : "room";
  form.reset();
  form.closest("details").open = false;
  const { key } = await note("walk-in", null, is, more);
  shown = { key };
  showAnswer(is, { person: { claim: "", name: more.name, organisation: more.organisation, table: "" }, kept: true });
}

async function takeBack(claim, of) {
  scans.delete(claim);
  await undo(person(claim), of);
}

/** What was noted before, and its answer not here yet, is not shown any more: the answer is about the taking back. */
async function undo(who, of) {
  const undoing = {};
  shown = undoing;
  document.getElementById("answer").replaceChildren();
  undoing.key = (await note("undo", who, "undone", { of })).key;
}

/** Of a walk-in who is shown, and of whom the server has not said the claim yet: what was noted is what is known. */
async function takeWalkInBack() {
  const noted = own().find(({ key }) => key === shown.key); // None when another tab has sent it.
  await undo({ claim: "", name: noted?.about.name }, shown.key);
}

const acts = {
  scan(claim) {
    line.value = "";
    return letIn(person(claim));
  },
  async group(claim) {
    const others = missingOfGroup(people(), own(), person(claim));
    shown = { claim, group: others.map((each) => each.claim) };
    for (const each of others) await note("scan", each, "in", {}, { table: each.table });
    if (shown?.claim !== claim) return;
    const { is } = standing(person(claim), own());
    answer(is === "out" ? "no" : is, person(claim));
  },
  async undo(claim) {
    if (!claim) return takeWalkInBack();
    const keys = ownScans(scans, own(), claim);
    if (keys.length) await takeBack(claim, keys.join(" "));
    else askBack(person(claim));
  },
  "undo-all": (claim) => takeBack(claim, ALL_DOORS),
  back: (claim) => note("back", person(claim), "in", {}),
  seen: (id) => store.change(gone(id)).then(refreshNow),
  noticed(n) {
    noticed.splice(Number(n), 1);
    refreshNow();
  },
  async refill(id) {
    const form = document.getElementById("walk-in-form");
    const { body } = store.known.find((each) => each.id === id);
    for (const [name, value] of Object.entries(body)) {
      if (form.elements[name] && name !== "noted") form.elements[name].value = value;
    }
    form.closest("details").open = true;
    await acts.seen(id);
  },
};

async function photograph({ target }) {
  const [photo] = target.files;
  if (!photo) return;
  const asked = asking();
  const reply = await sent(photoUrl, { photo });
  const said = await reply?.json().catch(() => null);
  target.value = "";
  const ticket = ticketIn(said?.ticket ?? "");
  if (ticket) await takeTicket(ticket);
  else {
    const words = said?.ticket ? NO_TICKET : said?.why;
    turnAway(asked, words ?? "There is no network to read the photo. Find the name.");
  }
}

function search() {
  if (isOver()) forget();
  const text = line.value.trim();
  showFound(found(people(), text), own(), text, asksForName(text));
}

/** What came of the last one makes room for who is looked for now. */
function leaveAnswer() {
  shown = null;
  document.getElementById("answer").replaceChildren();
}

/** A press may take its own button away: whoever works with keys goes on at the line. On glass that would call up keys. */
function backToLine() {
  if (document.activeElement === document.body && matchMedia("(hover: hover) and (pointer: fine)").matches) {
    line.focus();
  }
}

async function refresh() {
  await store.all();
  refreshNow();
}

function refreshNow() {
  document.documentElement.toggleAttribute("data-cut-off", sender.trouble !== "");
  showKept(own(), { trouble: sender.trouble, keeps: store.keeps });
  showLooks(own(), noticed);
  showGroup(inWith());
  search();
}

/** Press a button of the board by fetch: what a frame brought has no token. */
async function press(form) {
  await sent(form.action, Object.fromEntries(new FormData(form)));
}

/** Once it is time, and somebody waits in the room, unclaimed places are given on without anybody's press. */
function releaseInTime() {
  const { at, waits } = document.getElementById("release")?.dataset ?? {};
  if (Number(waits) && serverNow() / 1000 >= Number(at)) sent(releaseUrl, {});
}

/** The day is over: nothing of it stays on this device. */
async function forget() {
  document.getElementById("people").replaceChildren();
  await store.change(forgotten(Number(until)));
  location.reload();
}

document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (form.id === "finder") takeLine(line.value);
  else if (form.id === "walk-in-form") walkIn(form).then(backToLine);
  else if (form.matches("[data-press]")) press(form);
  else return;
  event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  const { act, claim } = target.closest("[data-act]")?.dataset ?? {};
  if (act) Promise.resolve(acts[act](claim)).then(backToLine);
});
line.addEventListener("input", () => {
  leaveAnswer();
  search();
});
// Wherever a scanner with keys is used, its ticket arrives in the line, and so does its Enter: what was pressed last has
// the focus still. By itself Enter or Space presses what has it.
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
  const types = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
  if (types && !target.matches(TYPED_IN)) line.focus();
});
document.getElementById("photo").addEventListener("change", photograph);
doorName.addEventListener("change", () => {
  localStorage.setItem("door", doorName.value);
  document.getElementById("door-shown").textContent = doorName.value;
});
document.addEventListener("live:applied", () => {
  refreshNow();
  // Once in a while: every waking puts the next attempt off a little, and other doors may send frame after frame.
  if (!sender.trouble || performance.now() - woken < WAKE_MS) return;
  woken = performance.now();
  sender.wake();
});
addEventListener("online", () => sender.wake());
document.addEventListener("visibilitychange", () => {
  search();
  sender.wake();
});
addEventListener("beforeunload", (event) => {
  // Without a network the page could not be loaded again, and the list would be gone.
  if (isOver()) return;
  if (sender.trouble || document.documentElement.dataset.connection === "offline") event.preventDefault();
});

document.documentElement.dataset.saves = "";
doorName.value = localStorage.getItem("door") ?? doorName.value;
document.getElementById("door-shown").textContent = doorName.value;
setInterval(() => isOver() ? forget() : releaseInTime(), LOOK_MS);
store.change(forgotten(serverNow())).then(() => {
  refreshNow();
  sender.wake();
});
