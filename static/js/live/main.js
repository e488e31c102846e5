// A live page: the socket brings, HTTP heals. docs/live.md has the rules.

import { pollDelay } from "./backoff.js";
import { Line, NOT_ALLOWED } from "./line.js";
import { Position } from "./position.js";
import { applyFrame, applyPage } from "./regions.js";
import { announce, show } from "./status.js";

const POLL_AFTER_FAILURES = 2;
const NAP_MS = 5_000;
const FETCH_MS = 10_000;

const body = document.body;
let position = new Position(body.dataset.epoch, Number(body.dataset.head));
let healing = null;
let waiting = []; // frames that arrive while a healing page is under way
let reachable = true;
let polling = 0;
let connected = false;

const line = new Line({
  address() {
    const url = new URL(body.dataset.live, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("epoch", position.epoch);
    url.searchParams.set("since", position.have);
    return url;
  },
  hear,
  changed(open, code) {
    if (open) {
      reachable = true;
      // A projector takes everything anew at every connection: nobody stands there to load it again.
      if ("resync" in body.dataset && connected) heal();
      connected = true;
    } else if (code === NOT_ALLOWED) heal(); // Perhaps only the ticket was old; the page tells.
    if (line.failures >= POLL_AFTER_FAILURES) startPolling();
    tell();
  },
});

function hear(message) {
  stopPolling();
  reachable = true;
  if (message.reload) heal();
  else if (message.topic === undefined) {
    if (position.behind(message)) heal();
  } else if (healing) waiting.push(message);
  else take(message);
  tell();
}

function take(frame) {
  const what = position.take(frame);
  if (what === "heal") heal();
  if (what !== "apply") return;
  announce(applyFrame(frame.html));
  if (frame.html.includes("data-ask-again")) heal();
  document.dispatchEvent(new CustomEvent("live:applied", { detail: frame }));
  if (frame.seq !== undefined) acknowledge();
}

/** Say what the page has once it is painted; a hidden page paints nothing. */
function acknowledge() {
  const say = () => line.have(position.have);
  if (document.hidden) say();
  else requestAnimationFrame(say);
}

/** Fetch the page anew and take its live regions; one at a time. Resolves to whether that worked. */
export function heal() {
  healing ??= fetchPage().finally(() => {
    healing = null;
    const frames = waiting;
    waiting = [];
    frames.forEach(take);
    tell();
  });
  tell();
  return healing;
}

async function fetchPage() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(FETCH_MS) });
    const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
    reachable = true;
    const elsewhere = fetched.body.dataset.live && fetched.body.dataset.place !== body.dataset.place;
    const over = elsewhere || answer.redirected || (answer.status >= 400 && answer.status < 500);
    if (over && document.dispatchEvent(new Event("live:over", { cancelable: true }))) location.reload();
    if (elsewhere || !answer.ok || !fetched.body.dataset.live) return false;
    Object.assign(body.dataset, fetched.body.dataset);
    position = new Position(body.dataset.epoch, Number(body.dataset.head));
    applyPage(fetched);
    document.dispatchEvent(new CustomEvent("live:applied", { detail: {} }));
    acknowledge();
    return true;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    reachable = false; // No network, or too slow: the next heartbeat or poll tries again.
    startPolling();
    return false;
  }
}

/** Ask over HTTP how far the log is, and heal if this page is behind. */
async function look() {
  try {
    const answer = await fetch(body.dataset.headUrl, { cache: "no-store", signal: AbortSignal.timeout(FETCH_MS) });
    reachable = true;
    if (answer.status === 401 || (answer.ok && position.behind(await answer.json()))) await heal();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    reachable = false;
  }
  tell();
}

async function poll() {
  await look();
  if (polling) polling = setTimeout(poll, pollDelay());
}

function startPolling() {
  if (!polling) polling = setTimeout(poll, pollDelay());
}

function stopPolling() {
  clearTimeout(polling);
  polling = 0;
}

function tell() {
  if (!reachable) show("offline");
  else if (line.open && !healing) show("live");
  else if (polling && !line.open) show("polling");
  else show("catching-up");
}

/** After a sleep an open socket may be dead: HTTP is asked as well. */
function wake() {
  if (document.visibilityState !== "visible") return;
  line.wake();
  look();
}

// What a button changed comes by the socket; without one it is fetched.
document.addEventListener("htmx:afterRequest", () => line.open || heal());
addEventListener("online", wake);
addEventListener("pageshow", ({ persisted }) => persisted && wake());
addEventListener("offline", () => {
  reachable = false;
  startPolling();
  tell();
});
document.addEventListener("visibilitychange", wake);
// A tablet that slept hears of it by its clock.
let ticked = Date.now();
setInterval(() => {
  if (Date.now() - ticked > NAP_MS + 1_000) wake();
  ticked = Date.now();
}, 1_000);

line.connect();
tell();
