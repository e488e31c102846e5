// Asks the server what time it is, a few times: one answer may have waited somewhere.

import { best, sampleOf } from "./time.js";

const SAMPLES = 4;
const APART_MS = 150;
const ANSWER_MS = 5_000;

/** {offset, roundTrip} in milliseconds, or null when the server did not answer. */
export async function measure(address) {
  const samples = [];
  for (let n = 0; n < SAMPLES; n++) {
    if (n) await new Promise((go) => setTimeout(go, APART_MS));
    const sample = await ask(address);
    if (sample) samples.push(sample);
  }
  return samples.length ? best(samples) : null;
}

async function ask(address) {
  const asked = Date.now();
  const began = performance.now();
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    const roundTrip = performance.now() - began;
    return answer.ok ? sampleOf(asked, roundTrip, (await answer.json()).now) : null;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)) throw error;
    return null;
  }
}
