// How what was found is said on the device itself. Pure: no page and no network.

import { hourOf } from "../clock/time.js";

const UNITS = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];
const RIGHT_WITHIN = 2;
const SLOW_MS = 1_000;

/** How far this device's clock is off; `offset` is what to add to it, in milliseconds. As workshops/health.py says it. */
export function clockWords(offset) {
  const seconds = Math.round(Math.abs(offset) / 1_000);
  if (seconds < RIGHT_WITHIN) return "right";
  return `${lengthWords(seconds)} ${offset < 0 ? "ahead" : "behind"}`;
}

function lengthWords(seconds) {
  const at = UNITS.findIndex(([size]) => seconds >= size);
  const parts = [];
  for (const [size, name] of UNITS.slice(at, at + 2)) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count) parts.push(`${count} ${name}${count > 1 ? "s" : ""}`);
  }
  return parts.join(" ");
}

/** Each of these returns [finding, words]; a finding is "ok" or "no". `measured` is null when nobody answered. */
export function serverFound(measured) {
  if (!measured) return ["no", "The server does not answer. Is this device still on the venue's Wi-Fi?"];
  const { roundTrip } = measured;
  if (roundTrip <= SLOW_MS) return ["ok", `It answers in ${Math.max(1, roundTrip)} milliseconds.`];
  const seconds = (roundTrip / 1_000).toFixed(1);
  return ["no", `It answers, but takes ${seconds} seconds. Bring the device nearer to the access point.`];
}

export function clockFound(measured) {
  if (!measured) return ["no", "The server did not say what time it is."];
  const words = clockWords(measured.offset);
  if (words === "right") return ["ok", "This device's clock is right."];
  return ["ok", `This device's clock is ${words}; that does no harm here.`];
}

export function socketFound(opened, measured) {
  if (opened) return ["ok", "What happens in the room arrives at once."];
  if (!measured) return ["no", "The server does not answer, so this could not be tried."];
  return [
    "no",
    "Pages load, but the network does not let live updates through. " +
    "The table's page then asks every few seconds instead: everything comes a little late, and nothing is lost. " +
    "Switch off a VPN or data saver on this device, or use an access point of your own.",
  ];
}

/** @param {{kept: boolean, cookies: boolean, earlier: Date | null}} what */
export function storageFound({ kept, cookies, earlier }) {
  if (!cookies) return ["no", "Cookies are off, so this device cannot join a table. Allow them for this page."];
  if (!kept) {
    return ["no", "This browser keeps nothing that is written here. Open an ordinary window, not a private one."];
  }
  if (!earlier) return ["ok", "What is written on this device is kept. Load this page again to see that it stays."];
  return ["ok", `What this page wrote at ${hourOf(earlier)} is still here.`];
}

export function securityWords(secure) {
  return secure
    ? "The browser trusts this connection, so the camera may also be used inside a page."
    : "This page came over plain http. Browsers then allow no live camera picture inside a page; a photo taken with this button works.";
}

/** What is still to do, or how it went. `found` holds [title, finding] of every check. */
export function tallyWords(found) {
  const failed = found.filter(([, finding]) => finding === "no").length;
  const open = found.filter(([, finding]) => !finding).map(([title]) => title.toLowerCase());
  const worked = `${found.length - failed - open.length} of ${found.length} work`;
  const parts = [failed ? `${worked}, ${failed} ${failed > 1 ? "do" : "does"} not` : worked];
  if (open.length) parts.push(`still to try: ${open.join(", ")}`);
  return `${parts.join("; ")}.`;
}
