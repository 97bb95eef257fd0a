// The service worker: it shows the capture form and what waits on this device when there is no network, and never keeps a
// page that speaks of anybody. Version {{ version }}
importScripts("{{ outbox }}");

const CACHE = "werkstolz-{{ version }}";
const CAPTURE = "{{ capture }}";
const WAITING = "{{ waiting }}";
const LOGOUT = "{{ logout }}";
const KEPT = { [CAPTURE]: "{{ form }}", [WAITING]: WAITING }; // address → the page that stands in for it
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PATIENCE = 6000;
const GATEWAYS = [502, 503, 504];

// Keeping ------------------------------------------------------------------------------------------
// Both pages and all they need, or nothing: only then may the pages of an older version go.
let running;
const refresh = () => { running ??= bring().finally(() => { running = undefined; }); return running; };

async function bring() {
  const cache = await caches.open(CACHE);
  for (const page of Object.values(KEPT)) {
    const answer = await fetch(page, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) return false; // nobody is signed in, or nobody who logs encounters
    const html = await answer.clone().text();
    const parts = [...html.matchAll(/="(\/(?:static\/|brand\.css)[^"]+)"/g)].map(([, part]) => part.replaceAll("&amp;", "&"));
    await Promise.all([...new Set(parts)].map((part) => take(cache, new URL(part, location).href)));
    await cache.put(page, answer);
  }
  const old = (await caches.keys()).filter((name) => name.startsWith("werkstolz-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  return true;
}

async function take(cache, address, seen = new Set()) {
  if (seen.has(address)) return;
  seen.add(address);
  if (HASHED.test(new URL(address).pathname) && await cache.match(address)) return;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  if (address.includes(".css")) {
    const inside = [...(await answer.clone().text()).matchAll(/url\("?([^")]+)"?\)/g)].map(([, part]) => new URL(part, address));
    await Promise.all(inside.filter((part) => part.origin === location.origin).map((part) => take(cache, part.href, seen)));
  }
  await cache.put(address, answer);
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(refresh().catch(() => false)); // without a network the old pages stay
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(refresh().then((ready) => ready && new BroadcastChannel("outbox").postMessage("ready"), () => false));
});
addEventListener("sync", (event) => {
  // An error makes the browser try again later.
  if (event.tag === "outbox") event.waitUntil(outbox.flush().then((state) => { if (["offline", "later"].includes(state)) throw new Error(state); }));
});

// Answering ----------------------------------------------------------------------------------------
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (request.method === "GET" && (pathname.startsWith("/static/") || pathname === "/brand.css")) event.respondWith(part(request, pathname));
  else if (request.method === "POST" && request.mode === "navigate" && pathname === CAPTURE) event.respondWith(captured(request));
  else if (request.method === "POST" && pathname === LOGOUT) event.respondWith(leave(request));
});

async function page(request, pathname) {
  const kept = await caches.match(KEPT[pathname] ?? WAITING, { ignoreVary: true });
  try {
    const answer = await (kept && KEPT[pathname] ? inTime(fetch(request)) : fetch(request));
    const closed = pathname === WAITING && answer.type === "opaqueredirect"; // the session is over: what waits is still here
    return kept && (closed || GATEWAYS.includes(answer.status)) ? kept : answer;
  } catch {
    return kept ?? Response.error();
  }
}

const inTime = (answer) => Promise.race([answer, new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE); })]);

async function part(request, pathname) {
  const kept = () => caches.match(request.url, { ignoreVary: true });
  if (HASHED.test(pathname)) return (await kept()) ?? fetch(request);
  try { return await fetch(request); } catch { return (await kept()) ?? Response.error(); }
}

// The form was sent and no answer came: it waits in the outbox under the same number, so that it is never kept twice.
async function captured(request) {
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    if (!GATEWAYS.includes(answer.status)) return answer;
  } catch { /* as below */ }
  const form = [...await copy.formData()];
  if (form.some(([name]) => ["add", "leave_out"].includes(name))) return Response.error(); // not kept yet: one more person
  const value = (name) => form.find(([key]) => key === name)?.[1];
  const photos = form.map(([, one]) => one).filter((one) => typeof one !== "string" && one.size);
  const fields = form.filter(([name, one]) => typeof one === "string" && !["csrfmiddlewaretoken", "client_id", "outbox_owner"].includes(name));
  const owner = value("outbox_owner") || await outbox.note("owner");
  await outbox.keep({ client_id: value("client_id") || crypto.randomUUID(), owner, fields }, photos);
  await registration.sync?.register("outbox").catch(() => {});
  return Response.redirect(WAITING, 303);
}

async function leave(request) {
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect" || answer.ok) await outbox.forget();
  return answer;
}
