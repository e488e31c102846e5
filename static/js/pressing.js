// Of a press during which a frame draws its button anew, the browser makes no click: then this does. A finger needs no
// help, since all of its press comes at its end.

const CONTROLS = "button, summary";
const OF_THE_DRAWING = ["csrfmiddlewaretoken", "key"]; // other ones each time, and no part of what is asked for
let pressed = null;

/** What a press on it does. */
function sense(control) {
  if (!control.form) return `${control.localName} ${control.closest("[id]")?.id}`;
  const fields = new URLSearchParams(new FormData(control.form, control));
  for (const name of OF_THE_DRAWING) fields.delete(name);
  return `${control.form.action} ${fields}`;
}

document.addEventListener("mousedown", ({ button, target }) => {
  pressed = button === 0 ? target.closest(CONTROLS) : null;
});
document.addEventListener("click", ({ target }) => {
  if (target.closest(CONTROLS)) pressed = null;
}, { capture: true });
document.addEventListener("mouseup", ({ target }) => {
  const was = pressed;
  const there = target.closest(CONTROLS);
  if (was && there) setTimeout(() => pressed === was && sense(there) === sense(was) && there.click());
});
