// Photos as parcels of an outbox of their own. Pure.

import { mark, placed, waiting } from "../outbox/queue.js";

const KEY_LENGTH = 22;

export const NAME = "photos";

/** A key for a drawing that nobody else begins. */
export const newKey = () => mark().slice(0, KEY_LENGTH);

export const laneOf = (table, key) => `photo ${table} ${key}`;

/** Change: a photo waits to be the drawing with this key. Of the same drawing an earlier one gives way. */
export const kept = ({ table, key, blob, page }) => (parcels) => {
  const lane = laneOf(table, key);
  const earlier = parcels.filter((each) => each.lane === lane && (each.refused || !each.sent)).map(({ id }) => id);
  const others = parcels.filter(({ id }) => !earlier.includes(id));
  return { gone: earlier, put: [placed(others, { lane, page, body: { key, blob }, about: { table } })] };
};

/** What a table’s device keeps, in the order in which it was taken. */
export const keptAt = (parcels, table) =>
  parcels.filter(({ about }) => about.table === table).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

/** What stands beside a photo that is not stored yet. `progress`: 0 to 1, or null while nothing is under way. */
export function stateOf(parcel, { keeps, trouble, progress }) {
  if (parcel.refused) return { state: "refused", words: `Not stored: ${parcel.refused.why}` };
  if (progress === 1) return { state: "looking", words: "Sent. The server straightens and brightens it." };
  if (progress !== null) return { state: "sending", words: `Sending, ${Math.floor(progress * 100)} per cent` };
  if (!keeps) return { state: "unkept", words: "Only on this page until it is stored: leave the page open" };
  return { state: "kept", words: trouble ? `Kept on this tablet ${trouble}` : "Kept on this tablet, and sent soon" };
}

export const anyWaiting = (parcels) => parcels.some(({ lane }) => waiting(parcels, lane).length > 0);
