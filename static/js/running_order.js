// Dragging an activity to another place by its handle. It sends the same form as the buttons beside it.

const EDGE = 72; // how near to the top or bottom of the window the page begins to scroll
const STEP = 8;
let drag = null;
let sent = null; // what was dragged last, until the server has said that it is stored

const rows = () => [...document.getElementById("order-lines").children];

/** The rows among which one can be moved: those after what the room is at. */
function open() {
  const all = rows();
  return all.slice(all.findIndex((row) => row.hasAttribute("aria-current")) + 1);
}

/** Let the lifted row stand where the pointer is. The other rows go round it: it keeps the pointer. */
function place(y) {
  const next = open().find((row) => row !== drag.row && y < middle(row)) ?? null;
  while (drag.row.nextElementSibling !== next) {
    if (next && precedes(next, drag.row)) drag.row.after(drag.row.previousElementSibling);
    else drag.row.before(drag.row.nextElementSibling);
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

const precedes = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

/** Scroll while the pointer is held near an edge of the window. */
function follow() {
  if (!drag) return;
  const step = drag.y < EDGE ? -STEP : drag.y > innerHeight - EDGE ? STEP : 0;
  if (step) {
    scrollBy({ top: step, behavior: "instant" });
    place(drag.y);
  }
  requestAnimationFrame(follow);
}

/** Put a row back before the one that followed it. */
function restore({ row, next }) {
  row.parentElement?.insertBefore(row, next);
}

function drop() {
  const dropped = drag;
  dropped.row.removeAttribute("data-lifted");
  drag = null;
  return dropped;
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || drag || event.button !== 0 || document.querySelector(".htmx-request")) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const row = handle.closest("[data-line]");
  drag = { row, pointer: event.pointerId, next: row.nextElementSibling, from: rows().indexOf(row), y: event.clientY };
  row.setAttribute("data-lifted", "");
  follow();
});

document.addEventListener("pointermove", (event) => {
  if (drag?.pointer !== event.pointerId) return;
  drag.y = event.clientY;
  place(event.clientY);
});

document.addEventListener("pointerup", (event) => {
  if (drag?.pointer !== event.pointerId) return;
  const dropped = drop();
  const position = rows().indexOf(dropped.row);
  if (position === dropped.from) return;
  sent = dropped;
  const form = dropped.row.querySelector("form[data-move]");
  const to = form.querySelector("[data-to]");
  to.value = position + 1;
  to.disabled = false;
  form.requestSubmit();
});

function cancel() {
  if (drag) restore(drop());
}
document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && cancel());
document.addEventListener("keydown", ({ key }) => key === "Escape" && cancel());

// The list that was not stored is shown as it was.
for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failed, () => {
    if (!sent) return;
    restore(sent);
    sent.row.querySelector("[data-to]").disabled = true;
    sent = null;
  });
}
document.addEventListener("htmx:afterSwap", () => {
  sent = null;
});
