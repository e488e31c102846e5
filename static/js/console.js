// A button that has just changed under a facilitator's finger does not fire for a moment.

import "./pressing.js";

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

// What was sent leaves its field only when the server has taken it, and the next press gets a key of its own.
document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  const form = target.closest("form");
  if (!detail.successful || !form) return;
  if (form.hasAttribute("data-clear")) clear(form, detail.requestConfig.parameters);
  const key = form.querySelector("[data-key]");
  if (key) key.value = newKey();
});

/** Empty the fields in which still stands what was sent: somebody may be typing the next already. */
function clear(form, sent) {
  for (const field of form.querySelectorAll("input:not([type=hidden])")) {
    if (field.value === sent[field.name]) field.value = "";
  }
}

/** 128 random bits, also where `crypto.randomUUID` is missing because the page came by plain http. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// An open table is fetched anew whenever the room is, but not under the hands of who is choosing something in it.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.triggeringEvent?.type !== "toggle") return;
  const chosen = [...detail.target.querySelectorAll("select")].some((select) => select.value);
  if (chosen || detail.target.contains(document.activeElement)) detail.shouldSwap = false;
});

// A press that came to nothing says so, and what to do.
const WORDS = {
  "403": "This page was open too long, so nothing was changed. Load it again and press once more.",
  "404": "You may no longer run this roadshow, or what you pressed is gone. Nothing was changed. Load the page again.",
  "413": "That was too long to be taken, so nothing was changed. It still stands where you typed it.",
};
const BUSY = "The server could not do that just now, so nothing was changed. Press again in a moment.";
const LOST = "That did not reach the server, so nothing was changed. What you typed still stands. Press again.";

document.addEventListener("htmx:responseError", ({ detail }) => say(WORDS[detail.xhr.status] ?? BUSY));
for (const failure of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failure, () => say(LOST));

function say(words) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = words;
  document.getElementById("pressed").replaceChildren(notice);
}
