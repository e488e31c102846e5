// The outbox of photos: kept on this device until the server has said what became of each.

import { gone, refused } from "../outbox/queue.js";
import { Sender } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";
import { anyWaiting, NAME } from "./parcels.js";
import { post } from "./post.js";

const FLAG = "photos-wait"; // so that other pages know at once whether there is anything to send

/** `changed()` when something is other than before; `stored(parcel, answer)` when the server has one. */
export function photos({ changed = () => {}, stored = () => {} } = {}) {
  const progress = new Map(); // of what is under way, by parcel
  const refresh = async () => {
    await store.all();
    if (anyWaiting(store.known)) localStorage.setItem(FLAG, "");
    else localStorage.removeItem(FLAG);
    changed();
  };
  const store = new Store(refresh, NAME);
  const sender = new Sender({
    store,
    changed: refresh,
    post: async (parcel) => {
      const moved = (share) => {
        progress.set(parcel.id, share);
        changed();
      };
      const verdict = await post(parcel, moved);
      progress.delete(parcel.id);
      return verdict;
    },
    settle: async (parcel, { is, why, answer }) => {
      await store.change(is === "stored" ? gone(parcel.id) : refused(parcel.id, { why }));
      if (is === "stored") stored(parcel, answer);
    },
  });
  const wake = () => {
    refresh();
    sender.wake();
  };
  addEventListener("online", wake);
  addEventListener("pageshow", ({ persisted }) => persisted && wake());
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("live:applied", () => sender.trouble && sender.wake());
  wake();
  return { store, sender, progress, wake };
}
