// How many entries wait on this device stands on every page [data-unsent]; they are sent on opening, when the network is back
// and when the page is seen again. Signing out while something waits is asked about first [data-unsent-ask].
(() => {
  const root = document.documentElement;
  const strip = document.querySelector("[data-unsent]");
  const ask = document.querySelector("[data-unsent-ask]");
  if (!strip || !self.indexedDB || !navigator.locks) return;
  const MINUTE = 60_000;
  let waiting = 0;

  const words = (number) => (number === 1 ? strip.dataset.one : strip.dataset.many.replace("#", number));
  const show = async () => {
    waiting = await outbox.count();
    strip.hidden = waiting === 0;
    document.querySelectorAll("[data-unsent-said]").forEach((place) => { place.textContent = waiting ? words(waiting) : ""; });
    root.dataset.unsentCount = waiting;
  };
  const send = async () => {
    if (waiting && navigator.onLine) await outbox.flush();
  };

  const isSignOut = (form) => form.method === "post" && new URL(form.action).pathname === "/accounts/logout/";
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!isSignOut(form) || form.dataset.cleared) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await show().catch(() => {});
    if (!waiting) return leave(form);
    ask.showModal();
    ask.querySelector("[data-unsent-leave]").onclick = () => leave(form);
  }, { capture: true });
  ask.querySelector("[data-unsent-stay]").addEventListener("click", () => ask.close());

  const leave = async (form) => {
    form.dataset.cleared = "yes";
    await outbox.forget().catch(() => {});
    form.submit();
  };

  // Nothing is counted before it is settled whose device this is: what waits for them would seem to be gone.
  const begin = async () => {
    if (root.dataset.owner) await outbox.settle(root.dataset.owner);
    addEventListener("outbox", show);
    await show();
    await send();
  };
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => document.hidden || send(), MINUTE);
  begin();
})();
