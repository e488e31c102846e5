// The table's buttons: a press goes by HTTP and brings the buttons back as they are now.

import { applyFrame } from "./live/regions.js";

const PATIENCE_MS = 8_000;
const LOST = "That did not reach the server. Raise a hand, or press again when this says “Live”.";

// "Done" belongs to the activity: with another one the buttons are asked for anew, not by the whole hall at once.
const SPREAD_MS = 1_000;
const turn = () => document.getElementById("activity")?.dataset.turn ?? "";
let drawnFor = turn();
let presses = 0; // begun or done

document.addEventListener("live:applied", () => {
  if (turn() === drawnFor) return;
  drawnFor = turn();
  setTimeout(refresh, Math.random() * SPREAD_MS);
});

async function refresh() {
  const before = presses;
  try {
    const answer = await fetch(document.body.dataset.dockUrl, { cache: "no-store" });
    const buttons = await answer.text();
    if (presses !== before) refresh(); // They are from before a press.
    else if (answer.ok) applyFrame(buttons);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: then the page heals as a whole.
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".dock form");
  if (!form) return;
  event.preventDefault();
  if (!form.hasAttribute("aria-busy")) press(form);
});

async function press(form) {
  form.setAttribute("aria-busy", "true");
  presses += 1;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true", "X-CSRFToken": token() },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401 || answer.status === 403) location.reload(); // The page says why.
    else if (answer.status >= 500) say(LOST);
    else applyFrame(await answer.text());
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    say(LOST);
  } finally {
    form.removeAttribute("aria-busy");
    presses += 1;
  }
}

/** The page's own: what the socket brings holds none. */
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

function say(words) {
  document.querySelector(".dock__words").textContent = words;
}
