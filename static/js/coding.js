// Coding by keys: 1 to 8 tick a code, C shows the codebook, N goes to the note, Enter saves. They can be switched off.

const KEPT = { "show-means": "coding-codebook", "use-keys": "coding-keys" };

const tool = (id) => document.getElementById(id);
const typing = (element) => element.matches("textarea, input:not([type=checkbox]), select, [contenteditable]");

/** Bring a switch to where it was left on the last drawing, and remember it from now on. */
function remember(id) {
  const box = tool(id);
  if (!box) return;
  box.closest("label").hidden = false;
  const kept = localStorage.getItem(KEPT[id]);
  if (kept) box.checked = kept === "yes";
  box.addEventListener("change", () => localStorage.setItem(KEPT[id], box.checked ? "yes" : "no"));
}

/** Tick or untick a code, and let its own words be read by who cannot see it. */
function toggle(box) {
  box.focus();
  box.click();
}

function pressed(event) {
  const form = document.getElementById("codes");
  if (!form || event.altKey || event.metaKey) return;
  if (event.key === "Enter") return save(event, form);
  if (event.ctrlKey || typing(event.target) || !tool("use-keys")?.checked) return;
  const key = event.key.toLowerCase();
  const box = key === "c" ? tool("show-means") : form.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (box) toggle(box);
  else if (key === "n") form.querySelector("textarea").focus();
  else return;
  event.preventDefault();
}

/** Enter saves from anywhere but where it means something else; with Ctrl from the note as well. */
function save(event, form) {
  const at = event.target;
  const elsewhere = at.matches("a, button, summary") || (typing(at) && !event.ctrlKey);
  if (elsewhere || event.repeat) return;
  event.preventDefault();
  form.requestSubmit();
}

Object.keys(KEPT).forEach(remember);
document.addEventListener("keydown", pressed);
