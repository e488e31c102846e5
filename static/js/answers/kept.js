// "Kept on this tablet": what was typed here and has no other place to be seen.

import { gone } from "../outbox/queue.js";

const COPIED_MS = 2_000;

/** Show these parcels in the page's list; of those that are there already only the reason may change. */
export function showKept(parcels, store) {
  const section = document.getElementById("kept");
  const list = section.querySelector("ul");
  const known = new Map([...list.children].map((item) => [item.dataset.parcel, item]));
  for (const parcel of parcels) {
    const item = known.get(parcel.id) ?? list.appendChild(drawn(section, parcel, store));
    known.delete(parcel.id);
    item.querySelector("[data-why]").textContent = parcel.refused?.why ?? "";
  }
  for (const item of known.values()) item.remove();
  hideIfEmpty(section);
}

function hideIfEmpty(section) {
  section.hidden = !section.querySelector("li");
  document.getElementById("kept-link")?.toggleAttribute("hidden", section.hidden);
}

function drawn(section, { id, about }, store) {
  const item = section.querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.parcel = id;
  item.querySelector("[data-what]").textContent = `${about.label}, ${about.where}`;
  const text = item.querySelector("textarea");
  text.value = about.answer;
  text.setAttribute("aria-label", about.label);
  item.querySelector("[data-copy]").addEventListener("click", ({ target }) => copy(text, target));
  item.querySelector("[data-discard]").addEventListener("click", async ({ target }) => {
    if (!sure(target)) return;
    await store.change(gone(id));
    item.remove();
    hideIfEmpty(section);
  });
  return item;
}

/** Copy by hand where the browser copies by itself only over https. */
async function copy(text, button) {
  text.select();
  const copied = (await navigator.clipboard?.writeText(text.value).then(() => true, () => false)) ??
    document.execCommand("copy");
  const words = button.textContent;
  button.textContent = copied ? "Copied" : "Marked: copy it from the box";
  setTimeout(() => (button.textContent = words), COPIED_MS);
}

/** The first press asks, the second one does it. */
function sure(button) {
  if (button.dataset.asked !== undefined) return true;
  button.dataset.asked = "";
  button.textContent = "Discard for good?";
  return false;
}
