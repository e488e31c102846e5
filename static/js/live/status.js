// The connection in words, and the same on <html> for styles and tests.

import { hourOf } from "../clock/time.js";

const WORDS = {
  "live": () => "Live",
  "catching-up": () => "Catching up",
  "polling": () => "Slow connection, a few seconds behind",
  "offline": (since) => `Offline since ${hourOf(since)}, your work is kept on this device`,
};

let since = null;

/** @param {"live" | "catching-up" | "polling" | "offline"} state */
export function show(state) {
  if (state !== "offline") since = null;
  else since ??= new Date();
  const words = WORDS[state](since);
  document.documentElement.dataset.connection = state;
  for (const element of document.querySelectorAll("[data-words]")) {
    if (element.textContent !== words) element.textContent = words;
  }
}

/** Tell a screen reader. */
export function announce(words) {
  const announcer = document.getElementById("announcer");
  if (announcer && words) announcer.textContent = words;
}
