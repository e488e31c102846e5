// The page on which a table photographs what it drew on paper.

import { announce } from "../live/status.js";
import { gone, mark } from "../outbox/queue.js";
import { kept, keptAt, newKey, stateOf } from "./parcels.js";
import { photos } from "./sending.js";
import { shrunk } from "./shrink.js";

const table = document.body.dataset.ownTable;
const mostBytes = Number(document.body.dataset.mostBytes);
const list = document.getElementById("photos-waiting");
const busy = document.getElementById("photo-busy");
const cards = document.getElementById("photos");
const page = mark();
const shown = new Map(); // by parcel: its item in the list

const outbox = photos({ changed: draw, stored: showStored });

/** Keep what was chosen: one drawing for each file, all before the first is sent. */
async function take(form, files) {
  busy.hidden = false;
  for (const file of files) {
    const key = form.dataset.photos;
    if (!("again" in form.dataset)) form.dataset.photos = newKey();
    const blob = await shrunk(file);
    await outbox.store.change(kept({ table, key, blob, page }));
    if (blob.size > mostBytes) await refuse(key);
    draw();
  }
  busy.hidden = true;
  announce(
    files.length === 1 ? "The photo is kept on this tablet, and sent." : `${files.length} photos are kept, and sent.`,
  );
  outbox.wake();
}

/** What the server would not take is not sent to it. */
function refuse(key) {
  const why = "it has more than 10 MB, and this device cannot make it smaller. Take a smaller one.";
  return outbox.store.change((parcels) => ({
    put: parcels.filter((each) => each.body.key === key).map((parcel) => ({ ...parcel, refused: { why } })),
  }));
}

function draw() {
  const parcels = keptAt(outbox.store.known, table);
  for (const [id, item] of shown) if (!parcels.some((each) => each.id === id)) drop(id, item);
  for (const parcel of parcels) {
    const item = shown.get(parcel.id) ?? add(parcel);
    const share = outbox.progress.get(parcel.id) ?? null;
    const { state, words } = stateOf(parcel, {
      keeps: outbox.store.keeps,
      trouble: outbox.sender.trouble,
      progress: share,
    });
    const said = item.querySelector("[data-photo-state]");
    if (said.textContent !== words) said.textContent = words;
    if (state === "refused" && said.dataset.state !== state) announce(words);
    said.dataset.state = state;
    const bar = item.querySelector("progress");
    bar.hidden = share === null;
    bar.value = 100 * (share ?? 0);
  }
}

function add(parcel) {
  const item = document.getElementById("photo-waiting").content.firstElementChild.cloneNode(true);
  const image = item.querySelector("img");
  image.src = URL.createObjectURL(parcel.body.blob);
  image.addEventListener("error", () => (image.hidden = true));
  item.dataset.waiting = parcel.body.key;
  item.querySelector("[data-photo-discard]").addEventListener("click", async () => {
    await outbox.store.change(gone(parcel.id));
    draw();
  });
  shown.set(parcel.id, item);
  return list.appendChild(item);
}

function drop(id, item) {
  URL.revokeObjectURL(item.querySelector("img").src);
  item.remove();
  shown.delete(id);
}

function showStored(parcel, { html }) {
  if (parcel.about.table !== table || !html) return;
  place(html);
  announce("The photo is stored. Choose which picture is used.");
}

/** Put a drawing's card in the place of the old one, or first. */
function place(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const card = holder.content.querySelector("article");
  const old = document.getElementById(card.id);
  if (old) old.replaceWith(card);
  else cards.prepend(card);
  return card;
}

/** Without leaving the page, so that nothing that is on its way is lost sight of. */
async function choose(form, button) {
  const body = new FormData(form, button);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "Accept": "application/json" } })
    .catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (said?.html) {
    const card = place(said.html);
    card.querySelector("h2").focus();
    announce(`Chosen: ${card.querySelector("[data-stands] figcaption").textContent}`);
    return;
  }
  const words = form.closest(".photo").querySelector("[data-photo-words]");
  words.textContent = said?.why ?? "The server does not answer, so nothing was changed. Try again in a moment.";
  words.hidden = false;
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-photos]");
  if (!form || !target.files?.length) return;
  const files = [...target.files];
  target.value = "";
  take(form, "again" in form.dataset ? files.slice(0, 1) : files);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-photos]")) event.preventDefault();
  else if (event.target.matches("form[data-choose]")) {
    event.preventDefault();
    choose(event.target, event.submitter);
  }
});
addEventListener("beforeunload", (event) => {
  if (outbox.store.known.length && !outbox.store.keeps) event.preventDefault();
});

for (const input of document.querySelectorAll("form[data-photos]:not([data-again]) input:not([capture])[type=file]")) {
  input.multiple = true;
}
document.documentElement.dataset.saves = "";
