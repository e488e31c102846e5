// Keeps parcels on this device: in IndexedDB, written through to the disk before it counts.

const PARCELS = "parcels";

function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PARCELS, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

export class Store {
  #database = null;
  #known = new Map(); // what was there when somebody last looked
  #owed = null; // what could not be written: { put, gone }
  #name;
  #others;

  /** `changed()` is called when another tab has changed something. Each `name` has parcels of its own. */
  constructor(changed = () => {}, name = "outbox") {
    this.#name = name;
    this.#others = new BroadcastChannel(name);
    this.#others.onmessage = changed;
  }

  /** Whether everything would survive the end of this page. */
  get keeps() {
    return this.#owed === null;
  }

  /** Every parcel, as last read or written. */
  get known() {
    return [...this.#known.values()];
  }

  /** Every parcel. */
  async all() {
    await this.change(null);
    return this.known;
  }

  /**
   * Let `decide(parcels)` say what to { put, gone }, in one step that no other tab can come between. Resolves to the
   * first that was put. Where nothing can be written (a private window, a full disk) it holds for this page alone.
   */
  async change(decide) {
    try {
      const database = await this.#ready();
      const made = await this.#inDatabase(database, decide);
      if (decide) this.#others.postMessage("");
      return made;
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof ReferenceError || error instanceof TypeError)) {
        throw error;
      }
      this.#database = null;
      return this.#inMemory(decide);
    }
  }

  #ready() {
    this.#database ??= opened(this.#name).then((database) => {
      database.onversionchange = database.onclose = () => (this.#database = null);
      return database;
    });
    return this.#database;
  }

  #inDatabase(database, decide) {
    return new Promise((resolve, reject) => {
      const owed = this.#owed;
      const mode = decide || owed ? "readwrite" : "readonly";
      const work = database.transaction(PARCELS, mode, { durability: "strict" });
      const parcels = work.objectStore(PARCELS);
      let made = null;
      let failed = null;
      write(parcels, owed ?? {});
      const looking = parcels.getAll();
      looking.onsuccess = () => {
        try {
          const change = decide?.(looking.result) ?? {};
          const known = new Map(looking.result.map((parcel) => [parcel.id, parcel]));
          made = applied(known, change);
          write(parcels, change);
          work.oncomplete = () => {
            if (this.#owed === owed) this.#owed = null;
            else applied(known, this.#owed); // not written since this began
            this.#known = known;
            resolve(made);
          };
        } catch (error) {
          failed = error;
          work.abort();
        }
      };
      work.onabort = () => reject(failed ?? work.error ?? new DOMException("aborted", "AbortError"));
    });
  }

  #inMemory(decide) {
    const change = decide?.([...this.#known.values()]) ?? {};
    const put = new Map(this.#owed?.put.map((parcel) => [parcel.id, parcel]));
    applied(put, change);
    this.#owed = { put: [...put.values()], gone: [...(this.#owed?.gone ?? []), ...(change.gone ?? [])] };
    return applied(this.#known, change);
  }
}

function write(parcels, { put = [], gone = [] }) {
  for (const parcel of put) parcels.put(parcel);
  for (const id of gone) parcels.delete(id);
}

function applied(known, { put = [], gone = [] }) {
  for (const parcel of put) known.set(parcel.id, parcel);
  for (const id of gone) known.delete(id);
  return put[0] ?? null;
}
