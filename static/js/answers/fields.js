// The controls of a table's fields: radios, boxes to tick, selects and texts in forms that have data-answers.

// Needed once somebody types, which most first loads do not see. Until it is here, a caret stays at its number.
let caretAfter = (_before, _after, caret) => caret;
addEventListener("focusin", () => {
  import("./text.js").then((module) => (caretAfter = module.caretAfter), () => {});
}, { once: true });

const CONTROLS = 'form[data-answers] [name*="."]:not([type="hidden"])';

export const isField = (element) => element.matches(CONTROLS);
export const isText = (control) => control.matches("textarea, input:not([type=radio], [type=checkbox])");
export const isMerged = (control) => Boolean(control.form.elements[`${control.name}~base`]);

/** Every field on the page, with its controls: several for radios. */
export function fields() {
  const found = new Map();
  for (const control of document.querySelectorAll(CONTROLS)) {
    if (!found.has(control.name)) found.set(control.name, []);
    found.get(control.name).push(control);
  }
  return found;
}

export function valueOf(controls) {
  const [first] = controls;
  if (!first.matches("[type=radio], [type=checkbox]")) return first.value;
  return controls.find(({ checked }) => checked)?.value ?? "";
}

/** Put a value in; the caret stays beside the words where it is. */
export function put(controls, value) {
  for (const control of controls) {
    if (control.matches("[type=radio], [type=checkbox]")) control.checked = control.value === value;
    else if (control !== document.activeElement || !isText(control)) control.value = value;
    else {
      const { value: before, selectionStart, selectionEnd, scrollTop } = control;
      control.value = value;
      const [from, to] = [selectionStart, selectionEnd].map((caret) => caretAfter(before, value, caret));
      control.setSelectionRange(from, to);
      control.scrollTop = scrollTop;
    }
  }
}

/** What is asked and what was answered, in the page's words, for when the form is gone. */
export function wordsOf(controls) {
  const [first] = controls;
  const chosen = first.matches("[type=radio]") ? controls.find(({ checked }) => checked) : first;
  const group = first.matches("[type=radio], [type=checkbox]") && first.closest("fieldset")?.querySelector("legend");
  const answer = first.matches("[type=radio], [type=checkbox]")
    ? (chosen?.checked ? plain(chosen.labels[0]) : "not chosen")
    : first.matches("select")
    ? plain(first.selectedOptions[0])
    : first.value;
  return { label: plain(group || first.labels?.[0]) || first.name, answer };
}

const plain = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
