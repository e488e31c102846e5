// Who sits where: dragging people to other tables, saying who is chosen, and asking for what others changed.
// A drop presses the same buttons that stand on the page.

const EDGE = 72; // how near to the top or bottom of the window the page begins to scroll
const STEP = 10;
let drag = null;

const seating = () => document.getElementById("seating");
const busy = () => Boolean(document.querySelector(".htmx-request"));
const pressed = () => Boolean(document.querySelector("#seating .htmx-request"));

// Who is chosen

function nameChosen() {
  const chosen = document.querySelector('input[name="claim"]:checked');
  const words = document.querySelector("[data-chosen]");
  if (chosen && words) words.textContent = chosen.dataset.name;
}
document.addEventListener("change", nameChosen);
document.addEventListener("htmx:afterSettle", nameChosen);
nameChosen();

// Dragging

function follow() {
  if (!drag) return;
  const step = drag.y < EDGE ? -STEP : drag.y > innerHeight - EDGE ? STEP : 0;
  if (step) {
    const before = scrollY;
    scrollBy({ top: step, behavior: "instant" });
    drag.startY -= scrollY - before;
    hold();
  }
  requestAnimationFrame(follow);
}

/** Let the lifted card stand where the pointer is, and mark what it is held over. */
function hold() {
  drag.card.style.translate = `${drag.x - drag.startX}px ${drag.y - drag.startY}px`;
  mark(document.elementFromPoint(drag.x, drag.y));
}

function mark(under) {
  const table = under?.closest("[data-table]") ?? null;
  const guest = table?.hasAttribute("data-full") ? under.closest("[data-claim]") : null;
  const own = drag.card.closest("[data-table]");
  drag.table = table === own ? null : table;
  drag.guest = drag.table ? guest : null;
  for (const each of document.querySelectorAll("[data-over]")) each.removeAttribute("data-over");
  (drag.guest ?? drag.table)?.setAttribute("data-over", "");
}

function drop() {
  const dropped = drag;
  for (const each of document.querySelectorAll("[data-over]")) each.removeAttribute("data-over");
  dropped.card.removeAttribute("data-lifted");
  // Not left empty: copied with its card, it would be an inline style. Chrome removes it only once it was asked for.
  if (dropped.card.hasAttribute("style")) dropped.card.removeAttribute("style");
  drag = null;
  return dropped;
}

function press({ card, table, guest }) {
  card.querySelector('input[name="claim"]').checked = true;
  nameChosen();
  if (guest) {
    document.querySelector('select[name="other"]').value = guest.dataset.claim;
    document.getElementById("swap").click();
  } else {
    document.getElementById(table.dataset.table ? `seat-at-${table.dataset.table}` : "take-away").click();
  }
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || drag || event.button !== 0 || busy()) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const card = handle.closest("[data-claim]");
  const { clientX: x, clientY: y, pointerId: pointer } = event;
  drag = { card, pointer, x, y, startX: x, startY: y, table: null, guest: null };
  card.setAttribute("data-lifted", "");
  follow();
});

document.addEventListener("pointermove", (event) => {
  if (drag?.pointer !== event.pointerId) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  hold();
});

document.addEventListener("pointerup", (event) => {
  if (drag?.pointer !== event.pointerId) return;
  const dropped = drop();
  if (dropped.table) press(dropped);
});

const cancel = () => drag && drop();
document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && cancel());
document.addEventListener("keydown", ({ key }) => key === "Escape" && cancel());

// What others changed. Nobody loses what they have chosen or begun to type by it.

function behind() {
  const news = Number(document.getElementById("seating-news")?.dataset.edition ?? 0);
  return news > Number(seating().dataset.edition);
}

const typing = () =>
  Boolean(document.querySelector("#rules[open], #tables[open]")) ||
  document.activeElement?.matches("#seating :is(select, input:not([type=radio]))");

const chosen = () => document.querySelector('input[name="claim"]:checked')?.value ?? "";
let renewing = null; // who was chosen when the page was asked for

function renew() {
  if (!seating() || !behind() || drag || busy() || typing()) return;
  renewing = chosen();
  const swap = "outerHTML settle:0ms";
  const done = globalThis.htmx.ajax("GET", `${seating().dataset.url}?claim=${renewing}`, { target: "#seating", swap });
  done.finally(() => renewing = null).catch(() => {});
}
// Until the answer came somebody may have chosen another person, opened what they fill in, or pressed a button whose
// own answer is still to come: then it is asked for again, a moment later.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { verb } = event.detail.requestConfig;
  if (verb !== "get" || (chosen() === renewing && !drag && !pressed() && !typing())) return;
  event.detail.shouldSwap = false;
  setTimeout(renew);
});
for (const moment of ["live:applied", "htmx:afterSettle", "focusout", "pointerup"]) {
  document.addEventListener(moment, () => setTimeout(renew));
}
renew(); // What came by the socket before this script did.

// What was open stays open.
let opened = [];
document.addEventListener("htmx:beforeSwap", () => {
  opened = [...document.querySelectorAll("#seating details[open][id]")].map(({ id }) => id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
});
