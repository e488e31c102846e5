// Countdowns, and how far the day is from its plan, by the server's clock: docs/live.md, "The time".

import { measure } from "./clock/measure.js";
import { behind, driftWords, leftWords, phaseOf, sampleOf } from "./clock/time.js";

const AGAIN_MS = 4 * 60_000;
const RETRY_MS = 3_000;
const SPREAD_MS = 3_000; // a hall that comes back at once does not ask at once
const LEAP_MS = 1_000;

let offset = ofThePage();
let skew = leapsWith();
let measuring = false;
let leapt = false;
let ticking = 0;
let due = 0;

/** Grows by what the device's clock is set forward, or by a sleep; the same otherwise. */
function leapsWith() {
  return Date.now() - performance.now();
}

/** By the time in the page, which the server wrote between the browser's question and the answer. */
function ofThePage() {
  const [timing] = performance.getEntriesByType("navigation"); // old browsers have none: off by the loading then
  const { requestStart = 0, responseStart = 0 } = timing ?? {};
  const asked = Date.now() - performance.now() + requestStart;
  return sampleOf(asked, responseStart - requestStart, Number(document.body.dataset.now)).offset;
}

async function setClock() {
  clearTimeout(due);
  if (measuring) return;
  measuring = true;
  leapt = false;
  const measured = await measure(document.body.dataset.clockUrl);
  measuring = false;
  if (measured && !leapt) {
    offset = measured.offset;
    draw();
    document.dispatchEvent(new CustomEvent("clock:measured", { detail: measured }));
  }
  setClockIn((measured && !leapt ? AGAIN_MS : RETRY_MS) * (1 + Math.random() / 2));
}

function setClockIn(ms) {
  clearTimeout(due);
  due = setTimeout(setClock, ms);
}

/** Draw everything that depends on the time, and again when the next of its seconds is over. */
function draw() {
  clearTimeout(ticking);
  lookForLeap();
  const now = Date.now() + offset;
  let wait = 1_000;
  for (const element of document.querySelectorAll("[data-clock]")) wait = Math.min(wait, drawClock(element, now));
  for (const element of document.querySelectorAll("[data-drift]")) drawDrift(element, now);
  ticking = setTimeout(draw, wait);
}

function lookForLeap() {
  if (Math.abs(leapsWith() - skew) < LEAP_MS) return;
  skew = leapsWith();
  leapt = true;
  setClock();
}

/** Returns in how many milliseconds the words may be others. */
function drawClock(element, now) {
  const left = secondsLeft(element.dataset, now);
  write(element, leftWords(left));
  const { length } = element.dataset;
  if (length) element.dataset.phase = element.dataset.endsAt ? phaseOf(left, Number(length)) : "stands";
  if (element.getAttribute("aria-live") !== "off") {
    element.setAttribute("role", "timer"); // read when somebody goes there, never by itself
    element.setAttribute("aria-live", "off");
  }
  return ((left * 1_000) % 1_000 + 1_000) % 1_000 || 1_000;
}

function drawDrift(element, now) {
  const { plannedEnd, upcoming } = element.dataset;
  const left = secondsLeft(element.dataset, now);
  write(element, driftWords(behind({ left, upcoming: Number(upcoming), plannedEnd: Number(plannedEnd) }, now)));
}

function secondsLeft({ endsAt, left }, now) {
  return endsAt ? (Number(endsAt) - now) / 1_000 : Number(left ?? 0);
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** After a nap: draw what is true now, and measure anew a little later. */
function wake() {
  if (document.visibilityState !== "visible") return;
  draw();
  setClockIn(Math.random() * SPREAD_MS);
}

document.addEventListener("live:applied", draw);
document.addEventListener("htmx:afterSettle", draw);
document.addEventListener("visibilitychange", wake);
addEventListener("online", wake);
addEventListener("pageshow", ({ persisted }) => persisted && wake());
draw();
setClockIn(SPREAD_MS * (1 + Math.random()));
