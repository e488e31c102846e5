// What was done on a paper, as parcels of the outbox. Pure.
//
// The lane is the drawing's: its marks in order, and behind them that it is handed in. A parcel's body is
// { marks: [JSON texts], characters } or {} (handing in, withdrawing); `to` is where it goes.

import { mark, replaceable, waiting } from "../outbox/queue.js";

const MOST_CHARACTERS = 60_000;

export const laneOf = (table, key) => `drawing ${table} ${key}`;

/** Change: one more mark waits, in the newest parcel if that was never sent and has room; `most`: as one post takes them. */
export const marked = ({ lane, to, page, about, made, most }) => (parcels) => {
  const text = JSON.stringify(made);
  const last = replaceable(parcels, lane, page);
  const room = last?.body.marks?.length < most && last.body.characters + text.length <= MOST_CHARACTERS;
  const body = room ? last.body : { marks: [], characters: 0 };
  const grown = { marks: [...body.marks, text], characters: body.characters + text.length };
  return { put: [room ? { ...last, body: grown } : behind(parcels, { lane, to, page, about, body: grown })] };
};

/** Change: what the whole drawing is to become, once, behind its marks. */
export const asked = ({ lane, to, page, about }) => (parcels) =>
  waiting(parcels, lane).at(-1)?.to === to ? {} : { put: [behind(parcels, { lane, to, page, about, body: {} })] };

function behind(parcels, parcel) {
  const order = 1 + (waiting(parcels, parcel.lane).at(-1)?.order ?? 0);
  return { id: mark(), key: mark(), order, sent: false, refused: null, ...parcel };
}

/** The marks that a lane still holds. */
export const marksIn = (parcels, lane) =>
  waiting(parcels, lane).flatMap(({ body }) => (body.marks ?? []).map((text) => JSON.parse(text)));

/**
 * Change: another page took these numbers first, so what this page did since goes behind them. Numbers may come twice:
 * until the paper is loaded anew, what is done on it goes on from the old ones, behind what was moved already.
 */
export const renumbered = (parcel, last) => (parcels) => {
  const mine = waiting(parcels, parcel.lane).filter(({ page, body }) => page === parcel.page && body.marks);
  const moved = new Map();
  return {
    put: mine.map((each) => ({ ...each, sent: false, body: { ...each.body, marks: each.body.marks.map(move) } })),
  };

  function move(text) {
    const { number, op } = JSON.parse(text);
    const [[does, about]] = Object.entries(op);
    const other = does === "undo" || does === "redo" ? moved.get(about) ?? about : about;
    moved.set(number, last + 1 + moved.size);
    return JSON.stringify({ number: moved.get(number), op: { [does]: other } });
  }
};

/** A parcel's body as it is posted. */
export function posted({ body, about }) {
  const marks = body.marks ? `,"marks":[${body.marks.join(",")}]` : "";
  return `{"table":${JSON.stringify(about.table)}${marks}}`;
}
