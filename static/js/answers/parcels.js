// A field's answer as a parcel of the outbox. Pure.
//
// A merged text is sent with its `base`: the text from which it was typed and which the server has had. While a
// parcel is under way, what is typed on is based on that parcel, for it goes first.

import { placed, replaceable, waiting } from "../outbox/queue.js";

export const laneOf = (table, name) => `answer ${table} ${name}`;

/** Change: what stands in a field's control now. `base` is null for what is not merged. */
export const written = ({ table, name, value, base, page, about }) => (parcels) => {
  const lane = laneOf(table, name);
  const body = { [name]: value, table };
  if (base !== null) {
    const old = replaceable(parcels, lane, page);
    const before = waiting(parcels, lane).filter((each) => each.page === page).at(-1);
    body[`${name}~base`] = old ? baseOf(old) : before ? valueOf(before) : base;
  }
  // It was typed on from a text that was refused, so that one is not needed any more.
  const gone = refusedOf(parcels, lane).map(({ id }) => id);
  return { put: [placed(parcels, { lane, page, body, about: { ...about, name, table } })], gone };
};

/** Change: the server refuses the parcel, so what was typed on from it goes back to what the server has. */
export const turnedDown = (parcel, { why, closed }) => (parcels) => {
  const mine = parcels.filter(({ id }) => id === parcel.id).map((each) => ({ ...each, refused: { why, closed } }));
  const followers = waiting(parcels, parcel.lane).filter((each) => each.id !== parcel.id && !each.sent);
  const rebased = followers.filter((each) => baseOf(each) === valueOf(parcel) && baseOf(each) !== undefined)
    .map((each) => ({ ...each, body: { ...each.body, [`${each.about.name}~base`]: baseOf(parcel) } }));
  return { put: [...mine, ...rebased] };
};

/** What the lane holds for its control on this page: { value, base, parcel }, or null when the server's answer stands. */
export function heldFor(parcels, lane, page) {
  const all = waiting(parcels, lane);
  const parcel = all.filter((each) => each.page === page).at(-1) ?? all.at(-1) ?? refusedOf(parcels, lane).at(-1);
  return parcel ? { parcel, value: valueOf(parcel), base: parcel.refused ? baseOf(parcel) : valueOf(parcel) } : null;
}

export const valueOf = (parcel) => parcel.body[parcel.about.name];

const baseOf = (parcel) => parcel.body[`${parcel.about.name}~base`];

/** What was refused and may be mended in its control: a text, and not because its time is over. */
function refusedOf(parcels, lane) {
  return parcels.filter((each) =>
    each.lane === lane && each.refused && !each.refused.closed && baseOf(each) !== undefined
  );
}
