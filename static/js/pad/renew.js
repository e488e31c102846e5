// What happens in the whole room and changes a table's drawings is not drawn for each table: its page asks for it.

import { applyPage } from "../live/regions.js";

// Drawing begins or is over; something was taken off every screen, or shown again.
const KINDS = ["activity-started", "activity-undone", "item-hidden", "item-shown"];
const SPREAD_MS = 1_500; // The whole hall hears it in the same moment.

document.addEventListener("live:applied", ({ detail }) => {
  const concerned = document.querySelector(".drawing-state, .own-drawings > *");
  if (concerned && KINDS.includes(detail.kind)) setTimeout(renew, Math.random() * SPREAD_MS);
});

/** Take this page's live regions as they are now. */
export async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    applyPage(new DOMParser().parseFromString(await answer.text(), "text/html"));
    document.dispatchEvent(new CustomEvent("live:applied", { detail: {} }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: the page heals as a whole when it is back.
  }
}
