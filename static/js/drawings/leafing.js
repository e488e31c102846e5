// From drawing to drawing by the arrow keys, and back to the gallery by Escape.

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.matches("input, select, textarea")) return;
  document.querySelector(`[data-leaf="${CSS.escape(event.key)}"]`)?.click();
});
