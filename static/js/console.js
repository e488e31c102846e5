// A button that has just changed under a facilitator's finger does not fire for a moment.

const SETTLE_MS = 1_500;
let settling = 0;

function settle() {
  for (const button of document.querySelectorAll("[data-settle]")) button.setAttribute("aria-disabled", "true");
  clearTimeout(settling);
  settling = setTimeout(() => {
    for (const button of document.querySelectorAll("[data-settle]")) button.removeAttribute("aria-disabled");
  }, SETTLE_MS);
}

document.addEventListener("live:applied", ({ detail }) => {
  if (detail.html?.includes("data-settle")) settle();
});

document.addEventListener("submit", (event) => {
  if (event.submitter?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });
