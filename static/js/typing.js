// Whether somebody is in the middle of typing: then nothing moves.

// As long as a stage takes what was under way when the next one came.
const PAUSE_MS = 15_000;
let typed = 0;

document.addEventListener("input", () => {
  typed = Date.now();
});

/** Whether somebody types inside `element`, or did a moment ago. */
export function typingIn(element) {
  const field = document.activeElement;
  return Boolean(
    field?.matches("textarea, input[type=text]") && element?.contains(field) && Date.now() - typed < PAUSE_MS,
  );
}
