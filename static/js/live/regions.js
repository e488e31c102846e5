// Puts HTML from the server into the page without disturbing who is using it.

/** Take a frame's elements, each to the element of the same id. Returns what to tell a screen reader. */
export function applyFrame(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const said = [...template.content.querySelectorAll("[data-announce]")].map((element) => element.dataset.announce);
  for (const element of [...template.content.children]) {
    if (element.hasAttribute("data-merge")) merge(element);
    else replace(element);
  }
  return said.join(". ");
}

/** Take the live regions of a whole page that was fetched anew. */
export function applyPage(fetched) {
  for (const region of document.querySelectorAll("[data-region]")) {
    const fresh = fetched.getElementById(region.id);
    if (!fresh || fresh.outerHTML === region.outerHTML) continue;
    if (region.hasAttribute("data-merge")) renew(region, fresh);
    else replace(fresh);
  }
}

/** Renew the element's attributes; replace, add or remove only the children that came along. */
function merge(element) {
  const target = document.getElementById(element.id);
  if (!target) return;
  for (const { name, value } of element.attributes) {
    if (name !== "data-merge") target.setAttribute(name, value);
  }
  for (const child of [...element.children]) {
    if (child.hasAttribute("data-gone")) document.getElementById(child.id)?.remove();
    else if (!replace(child)) target.append(adopted(child));
  }
}

/** Take a fetched page's children one by one: what both keep stays where it is, with whoever types in it. */
function renew(region, fresh) {
  for (const child of [...region.children]) {
    if (child.id && !fresh.querySelector(`:scope > #${CSS.escape(child.id)}`)) child.remove();
  }
  merge(fresh);
}

/** Replace the element of the same id, keeping open details open and the focus where it is. */
function replace(element) {
  const target = document.getElementById(element.id);
  if (!target) return false;
  if (kept(target, element)) return true;
  const open = [...target.querySelectorAll("details[open][id]")].map((details) => details.id);
  const focused = target.contains(document.activeElement) ? pathTo(document.activeElement) : "";
  const fresh = adopted(element);
  for (const child of fresh.querySelectorAll("[data-keep][id]")) {
    const old = document.getElementById(child.id);
    if (target.contains(old) && kept(old, child)) child.replaceWith(old);
  }
  target.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) (fresh.matches(focused) ? fresh : fresh.querySelector(focused))?.focus({ preventScroll: true });
  return true;
}

/** Whether the page keeps what it has: both say so, and with the same mark if they have one. */
function kept(old, fresh) {
  return fresh.hasAttribute("data-keep") && old.dataset.keep === fresh.dataset.keep;
}

function adopted(element) {
  const fresh = document.importNode(element, true);
  queueMicrotask(() => globalThis.htmx?.process(fresh));
  return fresh;
}

/** A selector that finds the same control in the fresh HTML: by id, address or place in its form. */
function pathTo(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.getAttribute("href")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  const form = element.closest("form[action]");
  if (form) return `form[action="${CSS.escape(form.getAttribute("action"))}"] button`;
  const details = element.closest("details[id]");
  return details ? `#${CSS.escape(details.id)} > summary` : "";
}
