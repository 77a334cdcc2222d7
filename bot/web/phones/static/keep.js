// What must outlive a reload: messages that did not get through, photos not yet uploaded, drafts, read marks.
const SHELF = "phones-unsent-photos";

function read(store, name, usual) {
  try {
    return JSON.parse(store.getItem(name)) ?? usual;
  } catch {
    return usual;
  }
}

function write(store, name, value) {
  try {
    if (value === null) store.removeItem(name);
    else store.setItem(name, JSON.stringify(value));
  } catch {
    // the store is full: what is written stays on the screen, only a reload would lose it
  }
}

const unsentName = (who) => `phones.unsent.${who}`;

/** Unsent messages of a person. Two tabs share the list, so each change reads it anew. */
export const unsent = {
  all: (who) => read(localStorage, unsentName(who), []),
  add(who, item) {
    write(localStorage, unsentName(who), [...unsent.all(who).filter((one) => one.key !== item.key), item]);
  },
  drop(who, key) {
    const left = unsent.all(who).filter((one) => one.key !== key);
    write(localStorage, unsentName(who), left.length ? left : null);
  },
};

const shelf = (key) => `/phones/unsent/${key}`;

/** Photos waiting for upload; the cache store keeps files where the plain one keeps only text. */
export const photos = {
  memory: new Map(),
  async put(key, file) {
    photos.memory.set(key, file);
    try {
      await (await caches.open(SHELF)).put(shelf(key), new Response(file));
    } catch {
      // no room on disk: the memory copy serves until the page closes
    }
  },
  async get(key) {
    if (photos.memory.has(key)) return photos.memory.get(key);
    const found = await (await caches.open(SHELF)).match(shelf(key));
    return found ? found.blob() : null;
  },
  async drop(key) {
    photos.memory.delete(key);
    try {
      await (await caches.open(SHELF)).delete(shelf(key));
    } catch {
      // nothing was kept
    }
  },
};

/** A draft belongs to one tab: two tabs may write to the same person. */
export const draft = {
  of: (who) => read(sessionStorage, `phones.draft.${who}`, ""),
  put: (who, text) => write(sessionStorage, `phones.draft.${who}`, text || null),
};

/** The last bubble a person has looked at; null when the person was never open here. */
export const seen = {
  of: (who) => read(localStorage, `phones.seen.${who}`, null),
  put: (who, id) => write(localStorage, `phones.seen.${who}`, id),
};

/** Which phones are open: the address says it, so it can be sent on; the store remembers the last time. */
export const open = {
  list() {
    const asked = new URLSearchParams(location.search).getAll("who");
    return asked.length ? asked : read(localStorage, "phones.open", null);
  },
  put(list) {
    const query = new URLSearchParams(list.map((who) => ["who", who])).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    write(localStorage, "phones.open", list);
  },
};
