// That drawing begins or is over, the whole room hears; what it means for a drawing is not drawn for each table, so the
// drawing's page asks for it. Everything else that it shows comes to it in its table's own frames.

import { applyPage } from "../live/regions.js";

const TURNS = ["activity-started", "activity-undone"];
const DRAWS = /id="activity"[^>]* data-kind="draw"/; // as the frame brings it (templates/workshops/day)
const SPREAD_MS = 1_500; // The whole hall hears it in the same moment.

document.addEventListener("live:applied", ({ detail }) => {
  if (!TURNS.includes(detail.kind)) return;
  const isOpen = Boolean(document.querySelector(".drawing-state").dataset.open);
  if (DRAWS.test(detail.html) !== isOpen) setTimeout(renew, Math.random() * SPREAD_MS);
});

/** What this page did comes back to it in a frame; where no frames arrive, it is asked for. */
export function renewIfCutOff() {
  if (document.documentElement.dataset.connection !== "live") renew();
}

/** Take this page's live regions as they are now. */
async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    applyPage(new DOMParser().parseFromString(await answer.text(), "text/html"));
    document.dispatchEvent(new CustomEvent("live:applied", { detail: {} }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: the page heals as a whole when it is back.
  }
}
