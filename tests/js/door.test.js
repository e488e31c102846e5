// Who may come in, as a door knows it, with and without the network.

import { heads } from "../../static/js/outbox/queue.js";
import { fieldsOf, forgotten, promised, sits, written } from "../../static/js/door/parcels.js";
import {
  asksForName,
  found,
  holderOf,
  likeTicket,
  missingOfGroup,
  ownScans,
  personOf,
  standing,
  ticketIn,
} from "../../static/js/door/people.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

const person = (claim, name, more = {}) =>
  personOf({
    claim,
    name,
    organisation: "Trust",
    state: "confirmed",
    ending: "",
    table: "3",
    group: "",
    marks: "",
    ...more,
  });
const note = (who, noted, more = {}) =>
  written({ noted, person: who, door: "North", said: "in", page: "p", to: "/note/", until: 1_000, more }, 0)([]).put[0];

Deno.test("a ticket is found in its address or by itself, and a name is none", () => {
  const ticket = "12-1.abcdefghijklmnopqrstuvwxyz";
  is(ticketIn(`http://hall/bookings/${ticket}/`), ticket);
  is(ticketIn(` ${ticket} `), ticket);
  is([ticketIn("Ann"), ticketIn("1-2.x"), ticketIn("http://hall/bookings/x/")], ["", "", ""]);
});

Deno.test("whose ticket it is, is known by a few of its signs", () => {
  const ann = person("1", "Ann", { marks: "0123456789 abcdefghij" });
  is(holderOf([ann], "1-1.abcdefghijklmnopqrstuvwxyz").name, "Ann");
  is(holderOf([ann], "1-1.abcdefghi_klmnopqrstuvwxyz"), null);
});

Deno.test("two letters find names and organisations, whatever accents they have; one letter finds nobody", () => {
  const people = [person("1", "Zoë Łuk"), person("2", "Ben", { organisation: "Zoo" })];
  is(found(people, "zoe").map(({ name }) => name), ["Zoë Łuk"]);
  is(found(people, "zo").length, 2);
  is([found(people, "z"), found(people, "  ")], [[], []]);
});

Deno.test("a name may have a full stop, and what looks like a ticket is none", () => {
  const people = [person("1", "Eve St. John"), person("2", "Jon St John"), person("3", "Dr. J. Smith")];
  is(found(people, "st. john").map(({ claim }) => claim), ["1", "2"]);
  is(found(people, "J. Smith").map(({ claim }) => claim), ["3"]);
  is(["Dr.", "J.", ".."].map(asksForName), [true, false, false]);
  is(["http:/", "http://hall/b", "12-1.", "12-1.abc"].map(asksForName), [false, false, false, false]);
});

Deno.test("a slash in a name is looked for; an address, or what begins as a ticket, is like a ticket and no name", () => {
  const people = [
    person("1", "Ann", { organisation: "Health/Social" }),
    person("2", "Ben", { organisation: "N.H.S/Trust" }),
  ];
  is(found(people, "health/so").map(({ claim }) => claim), ["1"]);
  is(found(people, "n.h.s/tr").map(({ claim }) => claim), ["2"]);
  const names = ["Health/Social", "Police / Fire", "St. John", "24/7 Care", "ann"];
  is(names.map(likeTicket), names.map(() => false));
  const codes = [
    "http://hall/bookings/13-1.FUW9",
    " HTTPS://x",
    "ftp://x",
    "/bookings/1",
    "hall/bookings/1",
    "example.org/x",
    "13-1.FUW9",
  ];
  is(codes.map(likeTicket), codes.map(() => true));
});

Deno.test("whose place was given on is found by name until they have asked for one again", () => {
  const late = person("1", "Zoe", { booking: "9", state: "ended", ending: "released" });
  const left = person("2", "Zack", { booking: "8", state: "ended", ending: "cancelled" });
  is(found([late, left], "z").length + found([late, left], "za").length, 0);
  is(found([late, left], "zo").map(({ claim }) => claim), ["1"]);
  is(found([late, person("3", "Zoe", { booking: "9" })], "zo").map(({ claim }) => claim), ["3"]);
  const offered = person("4", "Zora", { booking: "7", state: "ended", ending: "missed" });
  is(found([late, offered], "zo").map(({ claim }) => claim), ["1", "4"]);
});

Deno.test("what this device noted stands above what the server last said", () => {
  const ann = person("1", "Ann");
  is(standing(ann, []).is, "out");
  is(standing(ann, [note(ann, "scan")]).is, "in");
  const waits = person("2", "Ben", { state: "waiting" });
  is(standing(waits, [note(waits, "scan")]).is, "room");
  const here = person("3", "Cleo", { in: "09:04", door: "South" });
  is(standing(here, [note(here, "scan")]).at, "09:04");
  is(standing(here, [note(here, "undo")]).is, "out");
});

Deno.test("of a group those are missing who have a place and are not in", () => {
  const group = [
    person("1", "A", { group: "7" }),
    person("2", "B", { group: "7", in: "09:00" }),
    person("3", "C", { group: "7" }),
  ];
  const others = [person("4", "D", { group: "8" }), person("5", "E", { group: "7", state: "waiting" })];
  is(missingOfGroup([...group, ...others], [note(group[2], "scan")], group[0]).map(({ name }) => name), ["A"]);
});

Deno.test("what this door itself has noted of somebody is taken back, and nothing of others", () => {
  const [ann, ben] = [person("1", "Ann"), person("2", "Ben")];
  const waits = [note(ann, "scan"), note(ann, "undo"), note(ben, "scan")];
  is(ownScans(new Map([["1", ["stored"]]]), waits, "1"), ["stored", waits[0].key]);
  is(ownScans(new Map(), waits, "3"), []);
});

Deno.test("a told table is sent once there was time to go there, and not while the server may still choose", () => {
  const told = written({ noted: "scan", person: person("1", "Ann"), table: "3", to: "/note/" }, 1_000)([]).put[0];
  const untold = written({ noted: "scan", person: person("2", "Ben"), to: "/note/" }, 1_000)([]).put[0];
  is([fieldsOf(told, 1_500).table, fieldsOf(told, 9_000).table], [undefined, "3"]);
  is(["table" in fieldsOf(told, 1_500), sits(untold, 9_000)], [false, false]);
  is([fieldsOf(told, 9_000).key, fieldsOf(told, 9_000).at, fieldsOf(told, 9_000).now], [told.key, 1_000, 9_000]);
});

/** What a door notes of those who come without a booking, in that order; `of`: whom it takes back by that key. */
function walkIns(...said) {
  return said.reduce((parcels, { name, is, of }) => {
    const [noted, who] = of ? ["undo", { claim: "", name }] : ["walk-in", null];
    const more = of ? { of: of(parcels) } : { name };
    return [...parcels, ...written({ noted, person: who, said: is, to: "/note/", more }, 0)(parcels).put];
  }, []);
}
const WIM = { name: "Wim", is: "in" };
const WIM_BACK = { name: "Wim", is: "undone", of: ([wim]) => wim.key };

Deno.test("whoever comes without a booking is sent after who came before, and so is what takes them back", () => {
  const [wim, undo, zoe] = walkIns(WIM, WIM_BACK, { name: "Zoe", is: "in" });
  is([undo.body.of, "claim" in undo.body, "claim" in wim.body], [wim.key, false, false]);
  is(heads([zoe, undo, wim]).map(({ id }) => id), [wim.id]);
  is(heads([zoe, undo]).map(({ id }) => id), [undo.id]);
});

Deno.test("a free place is promised once, until the server has heard of it or it is taken back", () => {
  is(promised(walkIns(WIM, { name: "Zoe", is: "in" }, { name: "Ann", is: "room" })), 2);
  is(promised(walkIns(WIM, WIM_BACK)), 0);
  const [wim] = walkIns(WIM);
  is(promised([{ ...wim, refused: "No name" }, note(person("1", "Ben"), "scan")]), 0);
  is(promised([note(person("2", "Cas"), "back")]), 1);
});

Deno.test("nothing of a day stays when it is over, and nothing noted replaces another", () => {
  const ann = person("1", "Ann");
  const first = note(ann, "scan");
  const second =
    written({ noted: "undo", person: ann, door: "", said: "", page: "p", to: "/note/", until: 2_000 }, 0)([first])
      .put[0];
  is([second.id === first.id, second.lane === first.lane, second.order], [false, true, 2]);
  is(forgotten(1_000)([first, second]).gone, [first.id]);
});
