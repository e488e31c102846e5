// Pictures of the case: opened over the page, told as text by one key, renewed when the case moves.

import { applyFrame } from "./live/regions.js";
import { announce } from "./live/status.js";

// So that a hall does not ask all at once.
const SPREAD_MS = 1_500;
const LOST = "The picture did not arrive. It is kept on the server: try again when this page says “Live”.";

const links = document.getElementById("picture-links"); // A page that leads to pictures; without, it is one itself.
const dialog = links && madeDialog();
const renewOn = (links ?? document.body).dataset.renewOn.split(" ");
let shown = dialog ? "" : location.href;
let asked = "";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!dialog || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches("[data-picture-link], .picture-dialog .picture__by a")) {
    event.preventDefault();
    open(new URL(link.getAttribute("href"), shown || location.href).href);
  } else if (dialog.contains(link)) {
    dialog.close(); // An agency leads to its place on the page below.
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
  const text = event.target.closest("#picture")?.querySelector(".picture__text");
  if (!text) return;
  event.preventDefault();
  text.open = !text.open;
  (text.open ? text.querySelector("summary") : document.getElementById("picture-view")).focus();
});

document.addEventListener("live:applied", ({ detail }) => {
  const moved = detail.kind === undefined || renewOn.includes(detail.kind);
  if (moved && document.getElementById("picture")) setTimeout(renew, Math.random() * SPREAD_MS);
});

function madeDialog() {
  const made = document.createElement("dialog");
  made.className = "picture-dialog";
  made.addEventListener("close", () => made.replaceChildren());
  document.body.append(made);
  return made;
}

/** Show the picture at `address` over this page; where it cannot be had, say so and leave the page as it is. */
async function open(address) {
  asked = address;
  const page = await fetched(address);
  if (!page) {
    announce(LOST);
    return;
  }
  await takeStyles(page);
  if (asked !== address) return; // Another was pressed since.
  const close = document.createElement("button");
  close.textContent = "Close";
  close.className = "button--quiet picture-dialog__close";
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(page.getElementById("picture-tabs"), close, page.getElementById("picture"));
  dialog.setAttribute("aria-label", `${page.title.split(" · ")[0]}, a picture of the case`);
  shown = address;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  (document.getElementById("picture-view") ?? close).focus({ preventScroll: true });
}

/** Bring the picture up to date; what is open or has the focus stays. */
async function renew() {
  const before = document.getElementById("picture");
  if (!before || (dialog && !dialog.open)) return;
  const address = shown;
  const fresh = (await fetched(address))?.getElementById("picture");
  if (!fresh || address !== shown || fresh.outerHTML === document.getElementById("picture")?.outerHTML) return;
  applyFrame(fresh.outerHTML);
  announce("The picture was brought up to date");
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network; the page says so itself.
    return null;
  }
}

/** Pictures have a stylesheet of their own. */
async function takeStyles(page) {
  for (const link of page.querySelectorAll('link[rel="stylesheet"]')) {
    const href = link.getAttribute("href");
    if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) continue;
    const copy = document.importNode(link);
    await new Promise((done) => {
      copy.onload = copy.onerror = done;
      document.head.append(copy);
    });
  }
}
