// The outbox of this device, for pages and for the service worker: what was typed waits in IndexedDB until the server has
// it. An entry belongs to the person who typed it; nobody else sends or sees it.
self.outbox = (() => {
  const SYNC = "/encounters/sync/";
  const TOKEN = "/encounters/sync/token/";
  const MOST = 20; // entries at a time
  const HEAVIEST = 300_000; // characters at a time
  const PATIENCE = 30_000;
  const REMEMBERED = 10; // sent entries that are still told of, without a word of what they say
  const news = new BroadcastChannel("outbox");

  // The store ------------------------------------------------------------------------------------
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  let opened;
  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("werkstolz", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "client_id" }).createIndex("owner", "owner");
        request.result.createObjectStore("photos", { keyPath: "client_id" }).createIndex("entry", "entry");
        request.result.createObjectStore("notes");
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opened = undefined; };
        resolve(request.result);
      };
      request.onerror = () => { opened = undefined; reject(request.error); };
    });
    return opened;
  };

  // All of `work` or nothing of it; told to every open page once it is on the disk.
  const write = async (work) => {
    const store = (await open()).transaction(["entries", "photos", "notes"], "readwrite", { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      store.oncomplete = resolve;
      store.onabort = store.onerror = () => reject(store.error);
    });
    const result = await work((name) => store.objectStore(name));
    await finished;
    tell();
    return result;
  };
  const read = async (name, work) => done(work((await open()).transaction(name).objectStore(name)));
  const note = (key) => read("notes", (store) => store.get(key));
  const tell = () => {
    news.postMessage("changed");
    self.dispatchEvent(new Event("outbox"));
  };

  // Entries --------------------------------------------------------------------------------------
  const find = (client_id) => read("entries", (store) => store.get(client_id));
  const photosOf = (client_id) => read("photos", (store) => store.index("entry").getAll(client_id));
  const mine = async () => {
    const owner = await note("owner");
    const found = owner ? await read("entries", (store) => store.index("owner").getAll(owner)) : [];
    return found.sort((one, other) => one.typed_at.localeCompare(other.typed_at));
  };

  const count = async () => {
    const owner = await note("owner");
    return owner ? read("entries", (store) => store.index("owner").count(owner)) : 0;
  };

  const keep = (entry, photos = []) => write(async (store) => {
    const known = await done(store("entries").get(entry.client_id));
    if (known && known.owner !== entry.owner) throw new Error("This entry belongs to somebody else.");
    const now = new Date().toISOString();
    store("entries").put({ happened_at: now, typed_at: now, ...known, ...entry, state: "waiting", reasons: [], changed: (known?.changed ?? 0) + 1 });
    const taken = await done(store("photos").index("entry").getAllKeys(entry.client_id));
    const free = Array.from({ length: taken.length + photos.length }, (_one, index) => keyOf(entry.client_id, index + 1)).filter((key) => !taken.includes(key));
    photos.forEach((photo, index) => store("photos").put({ client_id: free[index], entry: entry.client_id, name: photo.name, type: photo.type, blob: photo, reason: "" }));
  });

  // The number of a photo, made from that of its entry as leads/photos.py does, so that nothing is doubled.
  const keyOf = (client_id, number) => {
    const digits = (BigInt(`0x${client_id.replaceAll("-", "")}`) ^ BigInt(number)).toString(16).padStart(32, "0");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const drop = (client_id) => write(async (store) => {
    const photos = await done(store("photos").index("entry").getAllKeys(client_id));
    photos.forEach((key) => store("photos").delete(key));
    store("entries").delete(client_id);
  });

  // Whose device it is now -------------------------------------------------------------------------
  // In one step from one owner to the next: nobody reads the moment between them, in which nothing seems to wait.
  const settle = async (owner) => {
    if (await note("owner") !== owner) await forget(owner);
  };

  const forget = async (next) => {
    const names = (await caches.keys()).filter((name) => name.startsWith("werkstolz-"));
    await Promise.all(names.map(async (name) => {
      const cache = await caches.open(name);
      const pages = (await cache.keys()).filter((request) => new URL(request.url).pathname.startsWith("/encounters/"));
      await Promise.all(pages.map((page) => cache.delete(page)));
    }));
    await write((store) => {
      ["owner", "open", "sent", "state"].forEach((key) => store("notes").delete(key));
      if (next) store("notes").put(next, "owner");
    });
  };

  // Sending --------------------------------------------------------------------------------------
  class Halt extends Error {
    constructor(state, sentence = "") { super(state); Object.assign(this, { state, sentence }); }
  }

  // An answer of the server, or a Halt that says why there is none to work with.
  const ask = async (url, options = {}) => {
    let answer;
    try {
      answer = await fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });
    } catch {
      throw new Halt("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Halt("sign-in");
    return answer;
  };
  const said = async (answer) => { try { return (await answer.json()) ?? {}; } catch { return {}; } };

  const enter = async (owner) => {
    const answer = await ask(TOKEN);
    if (!answer.ok) throw new Halt("later");
    const door = await said(answer);
    if (door.owner !== owner) throw new Halt("sign-in"); // somebody else is signed in here
    return door.token;
  };

  const batches = (entries) => entries.reduce((made, entry) => {
    const weight = JSON.stringify(entry.fields).length;
    const last = made.at(-1);
    if (last && last.length < MOST && last.weight + weight < HEAVIEST) { last.push(entry); last.weight += weight; }
    else made.push(Object.assign([entry], { weight }));
    return made;
  }, []);

  const send = async (batch, owner, token) => {
    const entries = batch.map(({ client_id, happened_at, fields }) => ({ client_id, happened_at, fields }));
    const body = JSON.stringify({ owner, now: new Date().toISOString(), entries });
    const answer = await ask(SYNC, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    const given = await said(answer);
    if (!answer.ok || !Array.isArray(given.entries)) throw new Halt("later", given.refused);
    const answers = new Map(given.entries.map((one) => [one.client_id, one]));
    await write((store) => Promise.all(batch.map((sent) => answers.has(sent.client_id) && noteAnswer(store, sent, answers.get(sent.client_id)))));
  };

  // What was changed while it was under way stays and is sent again: the server then says what it had before.
  const noteAnswer = async (store, sent, { state, address, notes = [], reasons = [] }) => {
    const now = await done(store("entries").get(sent.client_id));
    if (!now || now.changed !== sent.changed) return;
    if (state !== "kept") return void store("entries").put({ ...now, state: state === "refused" ? "refused" : "waiting", reasons });
    const photos = await done(store("photos").index("entry").count(sent.client_id));
    if (photos) return void store("entries").put({ ...now, state: "kept", address, notes, reasons: [] });
    await finish(store, now, address, notes);
  };

  const finish = async (store, entry, address, notes) => {
    store("entries").delete(entry.client_id);
    const sent = (await done(store("notes").get("sent"))) ?? [];
    const told = { client_id: entry.client_id, address, notes, at: new Date().toISOString() };
    if (await done(store("notes").get("owner")) === entry.owner) store("notes").put([told, ...sent].slice(0, REMEMBERED), "sent");
  };

  const sendPhotos = async (entry, token) => {
    for (const photo of await photosOf(entry.client_id)) {
      if (photo.reason) continue;
      const body = new FormData();
      body.set("client_id", photo.client_id);
      body.set("photo", new File([photo.blob], photo.name || "photo.jpg", { type: photo.type }));
      const answer = await ask(`${entry.address}photos/`, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
      const { refused } = await said(answer);
      if (!answer.ok && !refused) throw new Halt("later");
      await write((store) => (answer.ok ? store("photos").delete(photo.client_id) : store("photos").put({ ...photo, reason: refused })));
    }
    await write(async (store) => {
      if (await done(store("photos").index("entry").count(entry.client_id))) return;
      await finish(store, entry, entry.address, entry.notes ?? []);
    });
  };

  const work = async (owner) => {
    const waiting = (await mine()).filter((entry) => entry.state === "waiting");
    const withPhotos = async () => {
      const kept = (await mine()).filter((entry) => entry.state === "kept");
      const photos = await Promise.all(kept.map((entry) => photosOf(entry.client_id)));
      return kept.filter((_entry, index) => !photos[index].length || photos[index].some((photo) => !photo.reason));
    };
    if (!waiting.length && !(await withPhotos()).length) return;
    const token = await enter(owner);
    for (const batch of batches(waiting)) await send(batch, owner, token);
    for (const entry of await withPhotos()) await sendPhotos(entry, token);
  };

  // Sends what waits; answers with how it went. Of several tabs and the worker one sends at a time.
  const flush = () => navigator.locks.request("outbox", async () => {
    const owner = await note("owner");
    if (!owner) return "sign-in";
    let state = "done";
    let sentence = "";
    try {
      await work(owner);
    } catch (halt) {
      if (!(halt instanceof Halt)) throw halt;
      ({ state, sentence = "" } = halt);
    }
    const before = await note("state");
    if (before?.state !== state || before?.sentence !== sentence) await write((store) => store("notes").put({ state, sentence }, "state"));
    return state;
  });

  news.onmessage = () => self.dispatchEvent(new Event("outbox"));
  return { mine, count, find, photosOf, keep, drop, settle, forget, flush, note, put: (key, value) => write((store) => store("notes").put(value, key)), dropPhoto: (key) => write((store) => store("photos").delete(key)) };
})();
