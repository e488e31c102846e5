// What waits to be sent, and in which order. Pure: knows neither where it is kept nor how it is sent.
//
// A parcel: { id, lane, order, page, key, sent, refused, body, about }. Of one lane, one goes after the other. `page`
// is the page that wrote it; `sent`: it may have reached the server, so it must not change any more; `refused`: why.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A mark that nobody else makes. */
export function mark() {
  return crypto.getRandomValues(new Uint8Array(24)).reduce((text, n) => text + LETTERS[n & 63], "");
}

/** The parcels of a lane that are still to be sent, in order. */
export function waiting(parcels, lane) {
  return parcels.filter((each) => each.lane === lane && !each.refused).sort((a, b) => a.order - b.order);
}

/** What can be sent now: the first parcel of every lane. */
export function heads(parcels) {
  const lanes = new Set(parcels.filter((each) => !each.refused).map((each) => each.lane));
  return [...lanes].map((lane) => waiting(parcels, lane)[0]);
}

/** The parcel that a newer one of the same page may still replace: the last of its lane, if it was never sent. */
export function replaceable(parcels, lane, page) {
  const last = waiting(parcels, lane).at(-1);
  return last && !last.sent && last.page === page ? last : null;
}

/** A new parcel at the end of its lane, or in the place of the one that it replaces. */
export function placed(parcels, { lane, page, body, about }) {
  const old = replaceable(parcels, lane, page);
  const order = old ? old.order : 1 + (waiting(parcels, lane).at(-1)?.order ?? 0);
  return { id: old?.id ?? mark(), lane, page, body, about, order, key: mark(), sent: false, refused: null };
}

/** Change: from now on the parcel is as it is. Nothing when another tab was quicker. */
export const claimed = (id) => (parcels) => {
  const parcel = parcels.find((each) => each.id === id && !each.refused);
  return parcel ? { put: [{ ...parcel, sent: true }] } : {};
};

/** Change: the server has stored it, or somebody discards it. */
export const gone = (id) => () => ({ gone: [id] });

/** Change: the server will not take it. It stays, beside the lane. */
export const refused = (id, why) => (parcels) => ({
  put: parcels.filter((each) => each.id === id).map((parcel) => ({ ...parcel, refused: why })),
});
