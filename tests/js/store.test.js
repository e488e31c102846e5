// What is kept when the disk does not take it.

import { Store } from "../../static/js/outbox/store.js";

function is(actual, expected) {
  const [is, should] = [actual, expected].map((each) => JSON.stringify(each));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

/** As much of a database as the store uses: its works are done one after the other, and none that writes while full. */
class Disk {
  rows = new Map();
  full = false;
  #last = Promise.resolve();

  transaction() {
    const looking = {};
    const steps = [];
    const parcels = {
      put: (parcel) => steps.push((rows) => rows.set(parcel.id, parcel)),
      delete: (id) => steps.push((rows) => rows.delete(id)),
      getAll: () => looking,
    };
    const work = { objectStore: () => parcels, error: new DOMException("full", "QuotaExceededError") };
    this.#last = this.#last.then(() => this.#done(work, looking, steps));
    return work;
  }

  #done(work, looking, steps) {
    const rows = new Map(this.rows);
    for (const step of steps.splice(0)) step(rows);
    const writes = rows.size !== this.rows.size;
    looking.result = [...rows.values()];
    looking.onsuccess();
    if (this.full && (writes || steps.length)) return work.onabort();
    for (const step of steps) step(rows);
    this.rows = rows;
    work.oncomplete();
  }
}

function storeOn(disk) {
  globalThis.BroadcastChannel = class {
    postMessage() {}
  };
  globalThis.indexedDB = {
    open() {
      const request = { result: disk };
      setTimeout(() => request.onsuccess());
      return request;
    },
  };
  return new Store();
}

const put = (id) => () => ({ put: [{ id }] });
const ids = (parcels) => [...parcels].map(({ id }) => id);

Deno.test("what a full disk did not take is written once there is room", async () => {
  const disk = new Disk();
  const store = storeOn(disk);
  disk.full = true;
  await store.change(put("photo"));
  is([ids(store.known), store.keeps, disk.rows.size], [["photo"], false, 0]);
  disk.full = false;
  await store.all();
  is([ids(store.known), store.keeps, ids(disk.rows.values())], [["photo"], true, ["photo"]]);
});

Deno.test("what is read in the same moment does not make it forgotten", async () => {
  const disk = new Disk();
  const store = storeOn(disk);
  await store.change(put("before"));
  disk.full = true;
  await Promise.all([store.change(put("photo")), store.all()]);
  is([ids(store.known), store.keeps], [["before", "photo"], false]);
  disk.full = false;
  await store.all();
  is([store.keeps, ids(disk.rows.values())], [true, ["before", "photo"]]);
});
