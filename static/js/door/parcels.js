// What a door sends, one thing noted at a time. Pure.

import { mark, placed } from "../outbox/queue.js";

/** Change: note something at this door. `noted`: "scan", "undo", "back" or "walk-in". */
export const written = ({ noted, person, door, said, page, to, until, more = {} }, now = Date.now()) => (parcels) => {
  const claim = person?.claim ?? "";
  const parcel = placed(parcels, {
    lane: `${to} ${claim || mark()}`,
    page: mark(), // Nothing noted ever replaces what was noted before.
    body: { noted, door, at: now, ...(claim ? { claim } : {}), ...more },
    about: { claim, name: person?.name ?? more.name ?? "", said, at: clock(now), to, until, page },
  });
  return { put: [parcel] };
};

/** Change: forget what belongs to a day that is over. */
export const forgotten = (now) => (parcels) => ({
  gone: parcels.filter(({ about }) => about.until <= now).map(({ id }) => id),
});

function clock(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
