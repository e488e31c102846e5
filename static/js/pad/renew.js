// That drawing begins or is over, the whole room hears; what it means for a drawing is not drawn for each table, so the
// drawing's page asks for it. Everything else that it shows comes to it in its table's own frames, which are not lost to
// an older page: it asks as it does to heal.

import { heal } from "../live/main.js";

const TURNS = ["activity-started", "activity-undone"];
const DRAWS = /id="activity"[^>]* data-kind="draw"/; // as the frame brings it (templates/workshops/day)
const SPREAD_MS = 1_500; // The whole hall hears it in the same moment.

document.addEventListener("live:applied", ({ detail }) => {
  if (!TURNS.includes(detail.kind)) return;
  const isOpen = Boolean(document.querySelector(".drawing-state").dataset.open);
  if (DRAWS.test(detail.html) !== isOpen) setTimeout(heal, Math.random() * SPREAD_MS);
});

/** What this page did comes back to it in a frame; where no frames arrive, it is asked for. */
export function renewIfCutOff() {
  if (document.documentElement.dataset.connection !== "live") heal();
}
