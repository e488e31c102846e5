// What a clock says: pure, no page and no network. Times are milliseconds since 1970, lengths are seconds.

const MINUTE = 60;
const MINUTES_ALONE_FROM = 10 * MINUTE;
const SOON_SHARE = 0.2;
const LAST_SHARE = 0.05;
const LAST_AT_LEAST = 2 * MINUTE;

/**
 * The sample to believe: the one with the least round trip, which can be wrong by half of that at most.
 * @param {{offset: number, roundTrip: number}[]} samples `offset` is what to add to the device's clock
 */
export function best(samples) {
  return samples.reduce((least, sample) => (sample.roundTrip < least.roundTrip ? sample : least));
}

/** What one question to the server shows: asked and answered by the device's clock, `server` by the server's. */
export function sampleOf(asked, roundTrip, server) {
  return { offset: Math.round(server - asked - roundTrip / 2), roundTrip: Math.round(roundTrip) };
}

/** The hour of a moment as all our pages write it, whatever language the browser speaks. */
export function hourOf(date) {
  return date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** The time left in words: "32 min", "9:41" in the last ten minutes, "2 min over" afterwards. */
export function leftWords(left) {
  const seconds = Math.ceil(left);
  if (seconds > MINUTES_ALONE_FROM) return `${Math.ceil(seconds / MINUTE)} min`;
  if (seconds > 0) return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
  const over = Math.floor(-left / MINUTE);
  return over ? `${over} min over` : "time is up";
}

/** How far a clock is, for its colour and sign. `length` is how long it was meant to run. */
export function phaseOf(left, length) {
  if (left <= 0) return "over";
  if (left <= Math.max(LAST_AT_LEAST, length * LAST_SHARE)) return "last";
  return left <= length * SOON_SHARE ? "soon" : "plenty";
}

/** How many seconds the day is behind its plan if all goes on as planned; less than 0 when it is ahead. */
export function behind({ left, upcoming, plannedEnd }, now) {
  return (now - plannedEnd) / 1000 + Math.max(0, left) + upcoming;
}

/** The same in words, for whoever stands in front of the room. */
export function driftWords(seconds) {
  const minutes = Math.floor(Math.abs(seconds) / MINUTE);
  if (minutes === 0) return "on time";
  return `${minutes} min ${seconds > 0 ? "behind" : "ahead"}`;
}
