// Who may come in, as this door knows them. Pure.
//
// A person: { claim, booking, name, organisation, state, ending, table, group, marks, needs, in, door, room }. What waits to be
// sent stands above what the server last said.

export const MARK_SIGNS = 10;
const FEWEST_LETTERS = 2;
// How the claims ended of whoever may have a place again if they come all the same.
const GIVEN_ON = new Set(["released", "missed"]);
// What a scanner types, or has typed of it by now: an address, or a ticket alone. A slash by itself is one of a name.
const LIKE_A_TICKET = /^(?:https?:|[a-z][a-z\d+.-]*:\/\/|\S*\/bookings\/|[\w.-]+\.[a-z]{2,}(?::\d+)?\/|\d+-\d+\.)/i;
const TICKET = /(?:^|\/)(\d+-\d+\.[\w-]{20,})\/?$/;

/** A person from the attributes of their element in the page. */
export function personOf(
  { claim, booking, name, organisation, state, ending, table, group, marks, needs, in: came, door, room },
) {
  return {
    claim,
    booking: booking ?? "",
    name,
    organisation,
    state,
    ending,
    table,
    group,
    door: door ?? "",
    in: came ?? "",
    marks: marks ? marks.split(" ") : [],
    needs: needs !== undefined,
    room: room !== undefined,
  };
}

/** The ticket in what was typed or scanned; "" when it is none. */
export function ticketIn(text) {
  return TICKET.exec(text.trim())?.[1] ?? "";
}

/** Whether what was typed or scanned is a code and no name, be it one of ours or not. */
export function likeTicket(text) {
  return LIKE_A_TICKET.test(text.trim());
}

/** Whose ticket it is, as far as this device can tell: it knows a few signs of each signature, not the tickets. */
export function holderOf(people, ticket) {
  const mark = ticket.slice(ticket.lastIndexOf(".") + 1).slice(0, MARK_SIGNS);
  return people.find(({ marks }) => marks.includes(mark)) ?? null;
}

/** Whether what was typed is to be found among names: two letters or more, so that no list can be looked through. */
export function asksForName(text) {
  return !likeTicket(text) && plain(text).replace(/\s/g, "").length >= FEWEST_LETTERS;
}

/** Who has every word in name or organisation. */
export function found(people, text) {
  if (!asksForName(text)) return [];
  const words = plain(text).split(/\s+/).filter(Boolean);
  const may = expected(people);
  const has = (person) => words.every((word) => plain(`${person.name} ${person.organisation}`).includes(word));
  return people.filter((person) => may(person) && has(person));
}

/** Whether somebody may still come: also whose place was given on, unless they have asked for one again since. */
function expected(people) {
  const standing = new Set(people.filter(({ state }) => state !== "ended").map(({ booking }) => booking));
  return ({ state, ending, booking }) => state !== "ended" || (GIVEN_ON.has(ending) && !standing.has(booking));
}

/** The others of a person's group who have a place and are not in. */
export function missingOfGroup(people, parcels, person) {
  const own = people.filter(({ group, state }) => group && group === person.group && state !== "waiting");
  return own.filter((each) => each.state !== "ended" && standing(each, parcels).is !== "in");
}

/**
 * How somebody stands at the door: { is: "in" | "room" | "out", at, door, kept }. `kept`: this device has noted it, and
 * the server does not know yet.
 */
export function standing(person, parcels) {
  const own = parcels.filter(({ about, refused }) => about.claim === person.claim && !refused);
  const last = own.sort((a, b) => a.order - b.order).at(-1);
  const known = { is: person.in ? "in" : person.room ? "room" : "out", at: person.in, door: person.door, kept: false };
  if (!last) return known;
  if (last.body.noted === "undo") return { is: "out", at: "", door: "", kept: true };
  if (known.is === "in") return known;
  return { is: holds(person) ? "in" : "room", at: last.about.at, door: last.body.door, kept: true };
}

/** The keys under which this door let somebody in: what is stored (`kept`: keys by claim), and what waits to be sent. */
export function ownScans(kept, parcels, claim) {
  const waits = parcels.filter(({ about, body, refused }) => {
    return about.claim === claim && body.noted !== "undo" && !refused;
  });
  return [...new Set([...(kept.get(claim) ?? []), ...waits.map(({ key }) => key)])];
}

/** Whether somebody has a place, or is offered one. */
export function holds({ state }) {
  return state === "confirmed" || state === "offered";
}

/** Without accents and full stops: whoever types "St. John" looks for "St John" as well. */
function plain(text) {
  return text.normalize("NFKD").replace(/[\p{M}.]/gu, "").toLocaleLowerCase("en-GB");
}
