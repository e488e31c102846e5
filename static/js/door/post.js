// One post of one thing noted, and what became of it.

import { renewed } from "../answers/post.js";
import { verdictOf } from "../outbox/verdict.js";
import { fieldsOf } from "./parcels.js";

const PATIENCE_MS = 10_000;
const REFUSED = 403;
const SIGN_IN = { is: "later", why: "until you have signed in again in another tab", answer: null };

/** Resolves to a verdict. */
export async function post(parcel) {
  const { about } = parcel;
  const fields = fieldsOf(parcel);
  let answer = await sent(about.to, fields);
  if (answer?.status === REFUSED && (await renewed())) answer = await sent(about.to, fields);
  if (answer?.redirected) return SIGN_IN;
  const words = await answer?.json().catch(() => null);
  return verdictOf(answer?.status ?? 0, words ?? null, answer?.headers.get("Retry-After"));
}

/** The answer to a form's fields; null when there is no network, or it is too slow. */
export async function sent(url, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    return await fetch(url, { method: "POST", body: form, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    return null;
  }
}
