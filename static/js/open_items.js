// Fetches what is open, task and pseudonym only, so that it can be read without a network; forgotten at sign-out.
(() => {
  const owner = document.documentElement.dataset.owner;
  const source = document.querySelector("[data-open-items]")?.dataset.openItems;
  const FRESH = 5 * 60_000;
  if (!owner || owner === "none" || !source || !self.indexedDB || !navigator.locks) return;
  const begin = async () => {
    await outbox.settle(owner);
    const known = await outbox.note("open");
    if (known && Date.now() - known.at < FRESH) return;
    const answer = await fetch(source, { cache: "no-store", redirect: "manual" });
    if (answer.ok) await outbox.put("open", { ...(await answer.json()), at: Date.now() });
  };
  begin().catch(() => {}); // no network: what was fetched before stays
})();
