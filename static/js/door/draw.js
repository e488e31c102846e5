// What a door's page shows: who was found, and what came of the last scan. Colour never says it alone.

import { holds, missingOfGroup, standing } from "./people.js";

const MOST_SHOWN = 12;
const FILLED_IN_ELSEWHERE = ":is(details[open], #board) :is(input, select)";
const SIGNS = { in: "✓ In", room: "… Waits in the room", already: "! In already", no: "✕ Not let in", ask: "… Asking" };

/** An element with its attributes and what stands in it. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** A button that does something with somebody: `act` is read by the page's one listener. */
export function button(words, act, claim, manner = "") {
  return element("button", {
    type: "button",
    "data-act": act,
    "data-claim": claim,
    ...(manner ? { class: manner } : {}),
  }, words);
}

/** Show what came of it, as large as it must be to be read while people stand there. */
export function showAnswer(
  is,
  { person = null, words = "", kept = false, act = "undo", parcels = [], people = [], badges = "", group = [] },
) {
  const card = element(
    "div",
    { class: "answer__card", "data-is": is },
    element("p", { class: "answer__sign" }, SIGNS[is]),
  );
  if (person) {
    card.append(
      element("p", { class: "answer__name" }, person.name),
      element("p", { class: "answer__from" }, person.organisation),
    );
    if (is === "in" || is === "already") card.append(tableOf(person));
    if (person.needs) card.append(element("p", { class: "answer__needs" }, "Has needs: see who looks after them"));
  }
  if (words) card.append(element("p", { class: "answer__words" }, words));
  if (group.length) card.append(element("p", { class: "answer__words" }, "Let in with them:"));
  card.append(element("ul", { id: "answer-group", class: "answer__group" }, ...group.map(member)));
  if (kept) card.append(element("p", { class: "hint" }, "Kept on this device, and sent when the network is back."));
  if (person) card.append(actsFor(is, person, missingOfGroup(people, parcels, person), badges, act));
  document.getElementById("answer").replaceChildren(card);
  bringIntoView(card);
}

/** Bring all of a card into view, or at least how it begins. Whoever fills in something else is left where they are. */
function bringIntoView(card) {
  if (document.activeElement?.matches(FILLED_IN_ELSEWHERE)) return;
  for (const each of [card, card.firstElementChild]) each.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function tableOf({ table }) {
  const words = table ? ["Table ", element("strong", {}, table)] : ["The table is told once the network is back"];
  return element("p", { class: table ? "answer__table" : "answer__words" }, ...words);
}

/** One of a group that was let in at one press: each may have another table. */
function member({ name, table, needs }) {
  const seat = table ? `Table ${table}` : "The table is told once the network is back";
  const rest = needs ? [element("span", { class: "hint" }, "Has needs")] : [];
  return element("li", {}, element("span", {}, `${name}: `), element("strong", {}, seat), ...rest);
}

/** Show whom an answer is about as well, as they stand now. */
export function showGroup(group) {
  if (document.getElementById("answer-group")) put("answer-group", group.map(member));
}

const BACK = { undo: "Take back", "undo-all": "Take back what all doors noted" };

function actsFor(is, person, others, badges, act) {
  const acts = element("p", { class: "answer__acts" });
  const rest = others.filter(({ claim }) => claim !== person.claim);
  if (rest.length) acts.append(button(`Let ${rest.length} more of the group in`, "group", person.claim));
  if (is === "no") acts.append(button("They are here all the same", "back", person.claim));
  else if (is !== "ask") acts.append(button(BACK[act], act, person.claim, "button--quiet"));
  if (is === "in" && person.claim) acts.append(...badgeOf(person, badges));
  return acts;
}

/** Their badge, and in its place why there is none: the style shows one of them, as the network comes and goes. */
function badgeOf({ claim }, badges) {
  const manner = { href: `${badges}?claim=${claim}`, class: "button button--quiet", target: "_blank" };
  const later = "A badge can be printed once the network is back.";
  return [
    element("a", { ...manner, "data-with-network": "" }, "Badge"),
    element("span", { class: "hint", "data-without-network": "" }, later),
  ];
}

/** Show who was found by name. */
export function showFound(people, parcels, text, asked) {
  const rows = people.slice(0, MOST_SHOWN).map((person) => row(person, standing(person, parcels)));
  const more = people.length - rows.length;
  if (more) rows.push(element("li", {}, `${more} more are called so. Type more letters.`));
  if (asked && !rows.length) {
    rows.push(element("li", {}, `Nobody with a place is called “${text}”. Try fewer letters, or the organisation.`));
  }
  put("matches", rows);
}

function row(person, { is, at, door }) {
  const from = [person.organisation, person.table && `Table ${person.table}`, person.needs && "has needs"].filter(
    Boolean,
  );
  const acts = element("div", { class: "match__acts" });
  if (is === "in") acts.append(element("p", { class: "match__state" }, `✓ In since ${at}, ${door}`));
  if (is === "room") acts.append(element("p", { class: "match__state" }, "… Waits in the room"));
  if (is === "out") {
    acts.append(button(holds(person) ? "Let in" : "Is here, and waits for a place", "scan", person.claim));
  } else acts.append(button("Take back", "undo", person.claim, "button--quiet"));
  const name = element(
    "p",
    { class: "match__name" },
    person.name,
    element("span", { class: "hint" }, `, ${from.join(", ")}`),
  );
  return element("li", { class: "match", "data-is": is }, name, acts);
}

/** Say how much of what was noted is on this device alone. */
export function showKept(parcels, { trouble, keeps }) {
  const count = parcels.filter(({ refused }) => !refused).length;
  const kept = document.getElementById("kept-here");
  const where = keeps ? "kept on this device" : "kept by this page alone, since this browser keeps nothing";
  const words = count ? `${count} noted and ${where}${trouble ? `, ${trouble}. Keep this page open` : ""}.` : "";
  if (kept.textContent !== words) kept.textContent = words;
}

/** Show what was not taken, or came out otherwise than somebody was told. */
export function showLooks(parcels, noticed) {
  const refused = parcels.filter((each) => each.refused).map(({ id, about, refused: why, body }) => {
    const words = element("p", {}, `${about.name || "A ticket"}, ${about.at}: ${why}`);
    const again = body.noted === "walk-in" ? [button("Put it into the form again", "refill", id, "button--quiet")] : [];
    return element("li", {}, words, ...again, button("Seen", "seen", id, "button--quiet"));
  });
  const others = noticed.map((words, n) =>
    element("li", {}, element("p", {}, words), button("Seen", "noticed", n, "button--quiet"))
  );
  document.getElementById("looks").hidden = !refused.length && !others.length;
  put("looks-list", [...refused, ...others]);
}

/** Show these in a list. What other doors do, unless it is in the list, takes no button from under finger or focus. */
function put(id, rows) {
  const list = document.getElementById(id);
  if (list.innerHTML === rows.map(({ outerHTML }) => outerHTML).join("")) return;
  const { act, claim } = list.contains(document.activeElement) ? document.activeElement.dataset : {};
  list.replaceChildren(...rows);
  if (act) list.querySelector(`[data-act="${act}"][data-claim="${claim}"]`)?.focus();
}
