// How long pages wait, so that a hall does not come back in one wave.

import { BASE_MS, CAP_MS, POLL_MS, pollDelay, retryDelay } from "../../static/js/live/backoff.js";

const NEVER = () => 0;
const LATEST = () => 1 - Number.EPSILON;

function between(low, value, high) {
  if (!(low <= value && value <= high)) throw new Error(`${value} is not from ${low} to ${high}`);
}

Deno.test("the first retry comes within half a second", () => {
  between(0, retryDelay(0, NEVER), 0);
  between(BASE_MS - 1, retryDelay(0, LATEST), BASE_MS);
});

Deno.test("each further retry may take twice as long, up to the cap", () => {
  for (let attempt = 0; attempt < 20; attempt++) {
    const longest = Math.min(CAP_MS, BASE_MS * 2 ** attempt);
    between(longest - 1, retryDelay(attempt, LATEST), longest);
  }
});

Deno.test("however long a page was away, the delay stays a number under the cap", () => {
  between(0, retryDelay(10_000), CAP_MS);
});

Deno.test("the jitter is full: a hall spreads over the whole time", () => {
  const delays = Array.from({ length: 2_000 }, () => retryDelay(10));
  for (let part = 0; part < 10; part++) {
    const inPart = delays.filter((delay) => Math.floor((delay / CAP_MS) * 10) === part).length;
    between(120, inPart, 280);
  }
});

Deno.test("polls come every three seconds, half of it more or less", () => {
  between(POLL_MS / 2, pollDelay(NEVER), POLL_MS / 2);
  between(POLL_MS, pollDelay(() => 0.5), POLL_MS);
  between(POLL_MS * 1.5 - 1, pollDelay(LATEST), POLL_MS * 1.5);
});
