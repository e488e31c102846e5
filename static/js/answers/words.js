// What stands beside a field. Pure.

const UNKEPT = "only on this page until it is saved, for this tablet keeps nothing: leave the page open";

export const NONE = { state: "", words: "" };

/**
 * `held`: the parcel that the outbox holds for it, or null. `keeps`: whether the outbox survives the page. `trouble`:
 * why nothing is sent, or "". `stored`: whether the server has an answer.
 */
export function stateOf({ held, keeps, trouble, stored }) {
  if (held?.refused) return { state: "refused", words: `not saved, because: ${held.refused.why}` };
  if (!held) return stored ? { state: "saved", words: "saved" } : NONE;
  if (!keeps) return { state: "unkept", words: UNKEPT };
  return { state: "kept", words: trouble ? `kept on this tablet ${trouble}` : "kept on this tablet" };
}

const GRAVITY = ["", "saved", "kept", "unkept", "refused"];

/** Of several fields that have one place for their states, the one that matters most. */
export function worst(states) {
  return states.reduce(
    (found, each) => GRAVITY.indexOf(each.state) > GRAVITY.indexOf(found.state) ? each : found,
    NONE,
  );
}
