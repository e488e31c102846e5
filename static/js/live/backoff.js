// When to try again: full jitter, so that a hall whose access point restarts does not come back in one wave.

export const BASE_MS = 500;
export const CAP_MS = 15_000;
export const POLL_MS = 3_000;

/** Milliseconds until attempt number `attempt` (0 is the first retry). */
export function retryDelay(attempt, random = Math.random) {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}

/** Milliseconds until the next poll: POLL_MS, half of it more or less. */
export function pollDelay(random = Math.random) {
  return POLL_MS * (0.5 + random());
}
