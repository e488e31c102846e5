// One post of one parcel, and what became of it.

import { verdictOf } from "../outbox/verdict.js";

const PATIENCE_MS = 10_000;
const REFUSED = 403;

/** Resolves to a verdict. A token that is too old is renewed from the page, and the same post sent once more. */
export async function post(parcel) {
  const [status, verdict] = await posted(parcel);
  if (status !== REFUSED || !(await renewed())) return verdict;
  return (await posted(parcel))[1];
}

/** `to` and a body that is a text: JSON for another address than that of answers. */
async function posted({ body, key, to = document.body.dataset.answerUrl }) {
  const content = typeof body === "string" ? body : form(body);
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { "Accept": "application/json", "Idempotency-Key": key, "X-CSRFToken": token };
  const answer = await asked(to, { method: "POST", body: content, headers });
  const words = await answer?.json().catch(() => null);
  const status = answer?.status ?? 0;
  return [status, verdictOf(status, words ?? null, answer?.headers.get("Retry-After"))];
}

function form(fields) {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}

/** Take the token of a fresh page, if this device still gets one. */
export async function renewed() {
  const answer = await asked(location.href, { cache: "no-store" });
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (headers) document.body.setAttribute("hx-headers", headers);
  return Boolean(headers);
}

async function asked(url, options) {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    return null; // No network, or too slow.
  }
}
