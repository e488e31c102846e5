// The table's buttons: a press goes by HTTP and brings the buttons back as they are now.

import { applyFrame } from "./live/regions.js";

const PATIENCE_MS = 8_000;
const LOST = "That did not reach the server. Raise a hand, or press again when this says “Live”.";

// "Done" belongs to the activity that has the room: with another one the buttons are asked for anew, spread over
// a second so that the whole hall does not ask at once.
const SPREAD_MS = 1_000;
const turn = () => document.getElementById("activity")?.dataset.turn ?? "";
let drawnFor = turn();

document.addEventListener("live:applied", () => {
  if (turn() === drawnFor) return;
  drawnFor = turn();
  setTimeout(refresh, Math.random() * SPREAD_MS);
});

async function refresh() {
  try {
    const answer = await fetch(document.body.dataset.dockUrl, { cache: "no-store" });
    if (answer.ok) applyFrame(await answer.text());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: the page heals as a whole when it is back.
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
  }
}

/** What arrived by the socket holds nobody's token, so the page's own is sent along. */
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

function say(words) {
  document.querySelector(".dock__words").textContent = words;
}
