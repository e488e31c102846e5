// What a door sends, one thing noted at a time. Pure.

import { hourOf } from "../clock/time.js";
import { mark, placed } from "../outbox/queue.js";

const THERE_MS = 2_000;
const TAKES_PLACE = new Set(["walk-in", "back"]);

/**
 * Change: note something at this door. `noted`: "scan", "undo", "back" or "walk-in"; `table`: what whoever comes was
 * told. Walk-ins, who have no claim yet, go one after the other: a free place is of whoever came first.
 */
export const written =
  ({ noted, person, door, said, page, to, until, more = {}, table = "" }, now = Date.now()) => (parcels) => {
    const claim = person?.claim ?? "";
    const parcel = placed(parcels, {
      lane: `${to} ${claim}`,
      page: mark(), // Nothing noted ever replaces what was noted before.
      body: { noted, door, at: now, ...(claim ? { claim } : {}), ...more },
      about: { claim, name: person?.name ?? more.name ?? "", said, table, at: hourOf(new Date(now)), to, until, page },
    });
    return { put: [parcel] };
  };

/** What is sent of a parcel. The time goes with it: a device's clock may be wrong, but it goes at the right speed. */
export function fieldsOf(parcel, now = Date.now()) {
  const { body, key, about } = parcel;
  return { ...body, ...(sits(parcel, now) ? { table: about.table } : {}), key, now };
}

/** Whether somebody sits by now where this door told them to: only the first seconds leave time for another table. */
export function sits({ body, about }, now = Date.now()) {
  return Boolean(about.table) && now - body.at > THERE_MS;
}

/** How many free places were promised at this door to people of whom the server has not heard yet. */
export function promised(parcels) {
  const noted = parcels.filter(({ refused }) => !refused);
  const back = new Set(noted.filter(({ body }) => body.noted === "undo").flatMap(({ body }) => body.of.split(" ")));
  const takes = ({ key, body, about }) => TAKES_PLACE.has(body.noted) && about.said === "in" && !back.has(key);
  return noted.filter(takes).length;
}

/** Change: forget what belongs to a day that is over. */
export const forgotten = (now) => (parcels) => ({
  gone: parcels.filter(({ about }) => about.until <= now).map(({ id }) => id),
});
