// One post of one photo, with how far it has come, and what became of it.

import { renewed } from "../answers/post.js";
import { verdictOf } from "../outbox/verdict.js";

// As long as nothing moves. Afterwards the server may have forty others to look at first.
const STALLED_MS = 30_000;
const ANSWERED_MS = 180_000;
const REFUSED = 403;
const TOO_LARGE = 413;
const WORDS_TOO_LARGE = "it has more than 10 MB. Take a smaller one.";

/** Resolves to a verdict (outbox/verdict.js). `moved(share)` hears how much has been sent, from 0 to 1. */
export async function post({ body, key }, moved) {
  let answer = await posted(body, key, moved);
  if (answer.status === REFUSED && (await renewed())) answer = await posted(body, key, moved);
  const verdict = verdictOf(answer.status, answer.words, answer.retryAfter);
  return answer.status === TOO_LARGE ? { ...verdict, why: answer.words?.why ?? WORDS_TOO_LARGE } : verdict;
}

function posted({ key: drawing, blob }, key, moved) {
  const form = new FormData();
  form.append("photo", blob, "photo");
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const request = new XMLHttpRequest();
  request.open("POST", `/table/drawings/${drawing}/photo/`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Idempotency-Key", key);
  request.setRequestHeader("X-CSRFToken", token);
  return new Promise((resolve) => {
    let patience = 0;
    const wait = (ms) => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), ms);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      wait(STALLED_MS);
      moved(total ? Math.min(loaded / total, 0.99) : 0);
    };
    request.upload.onload = () => {
      wait(ANSWERED_MS);
      moved(1);
    };
    request.onloadend = () => {
      clearTimeout(patience);
      const retryAfter = request.status ? request.getResponseHeader("Retry-After") : null;
      resolve({ status: request.status, words: parsed(request.responseText), retryAfter });
    };
    wait(STALLED_MS);
    request.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
