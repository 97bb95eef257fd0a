// Puts the service worker before the site, once somebody who logs encounters is signed in, and lets it bring what it shows
// without a network up to date. <html data-offline-ready> says that a network isn't needed any more.
(() => {
  const root = document.documentElement;
  if (!navigator.serviceWorker || !root.dataset.owner || root.dataset.owner === "none") return;
  const FRESH = 10 * 60_000;
  const KEY = "refreshed";

  new BroadcastChannel("outbox").addEventListener("message", ({ data }) => {
    if (data !== "ready") return;
    root.dataset.offlineReady = "yes";
    sessionStorage.setItem(KEY, `${root.dataset.owner} ${Date.now()}`);
  });

  const isFresh = () => {
    const [owner, at] = (sessionStorage.getItem(KEY) ?? "").split(" ");
    return owner === root.dataset.owner && Date.now() - at < FRESH;
  };

  const begin = async () => {
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    if (isFresh() && registration.active && !registration.installing && !registration.waiting) {
      root.dataset.offlineReady = "yes";
      return;
    }
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage("refresh");
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => navigator.serviceWorker.controller?.postMessage("refresh"));
  begin().catch(() => {}); // a certificate nobody trusts: everything but the way without a network works
})();
