// Keys for the drawings that wait. They work only while the focus is on one of them, so that nothing is released by a
// key that was meant for something else.

const DRAWINGS = "#drawings-now [data-list='waiting'] > [data-drawing]";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

// Of the drawing that has the focus: its place, for when it goes.
let at = -1;

const waiting = () => [...document.querySelectorAll(DRAWINGS)].filter((one) => one.checkVisibility?.() ?? true);
const focused = () => waiting().findIndex((one) => one.contains(document.activeElement));

function goTo(place) {
  const all = waiting();
  all[Math.min(Math.max(place, 0), all.length - 1)]?.querySelector("[data-key='r']")?.focus();
}

document.addEventListener("keydown", (event) => {
  const place = focused();
  if (place < 0 || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.key in STEPS) goTo(place + STEPS[event.key]);
  else {
    const button = waiting()[place].querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    button.form.requestSubmit(button);
  }
  event.preventDefault();
});

document.addEventListener("focusin", () => {
  at = focused();
});

// What was released is gone from the list: the focus goes to what is in its place now.
document.addEventListener("live:applied", () => {
  if (at >= 0 && document.activeElement === document.body) goTo(at);
});
