// The page of what waits on this device [data-waiting]: shows entries, lets one change, show or throw away each, and lists
// what is open without a name.
(() => {
  const page = document.querySelector("[data-waiting]");
  if (!page || !self.indexedDB || !navigator.locks) return;
  const find = (name, inside = page) => inside.querySelector(`[data-${name}]`);
  const part = (name) => document.querySelector(`template[data-${name}-part]`).content.firstElementChild.cloneNode(true);
  const words = document.querySelector("[data-words]").dataset;
  const { lang } = document.documentElement;
  const moment = (text) => new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
  const day = (text) => new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(new Date(text));
  const LONGEST_CODE = 2300; // characters: more make a code no camera reads from a phone
  const STALE = 5 * 60_000;
  const LAPSED = 7 * 24 * 3600_000; // open items nobody fetched anew for a week are forgotten

  const sentence = (entry) => entry.fields.find(([name]) => name === "sentence")?.[1].trim() || words.untitled;
  const address = (entry) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ client_id: entry.client_id, happened_at: entry.happened_at, fields: entry.fields.filter(([, value]) => value) }));
    const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    return `${location.origin}${page.dataset.capture}#entry=${text}`;
  };

  // One entry ---------------------------------------------------------------------------------------
  const entryRow = async (entry) => {
    const row = part("entry");
    row.dataset.key = entry.client_id;
    find("sentence", row).textContent = sentence(entry);
    find("about", row).textContent = [moment(entry.happened_at), ...(entry.tags ?? []), entry.state === "kept" && words.arrived].filter(Boolean).join(" · ");
    find("edit", row).href = `${page.dataset.capture}?entry=${entry.client_id}`;
    ["edit", "code"].forEach((act) => { find(act, row).hidden = entry.state === "kept"; });
    const photos = await outbox.photosOf(entry.client_id);
    photos.forEach((photo) => {
      const line = document.createElement("li");
      line.textContent = [words.photo.replace("#", Math.ceil(photo.blob.size / 1024)), photo.reason].filter(Boolean).join(": ");
      find("photos", row).append(line);
    });
    const reasons = entry.reasons ?? [];
    find("refused", row).hidden = !reasons.length;
    reasons.forEach(({ label, reason }) => {
      const line = document.createElement("li");
      line.textContent = [label, reason].filter(Boolean).join(": ");
      find("reasons", row).append(line);
    });
    const sure = (asked) => { find("sure", row).hidden = !asked; (asked ? find("drop-not", row) : find("drop", row)).focus(); };
    find("drop", row).addEventListener("click", () => sure(true));
    find("drop-not", row).addEventListener("click", () => sure(false));
    find("drop-sure", row).addEventListener("click", () => outbox.drop(entry.client_id));
    find("code", row).addEventListener("click", () => showCode(row, entry));
    return row;
  };

  const showCode = async (row, entry) => {
    const box = find("code-box", row);
    const link = address(entry);
    box.hidden = false;
    if (link.length > LONGEST_CODE) {
      box.querySelector("canvas").hidden = true;
      find("code-said", row).textContent = words.tooLong;
      return;
    }
    const { generate, correction } = await import(find("code", row).dataset.library);
    generate(link, { minCorrectionLevel: correction.L }).toCanvas(box.querySelector("canvas"), { pad: 4, padX: 4, padY: 4, on: [0, 0, 0], off: [255, 255, 255] });
    box.dataset.link = link;
    box.scrollIntoView({ block: "nearest" });
  };

  // The whole page ------------------------------------------------------------------------------------
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const entries = await outbox.mine();
    const rows = await Promise.all(entries.map(entryRow));
    const sent = (await outbox.note("sent")) ?? [];
    const state = await outbox.note("state");
    const owner = await outbox.note("owner");
    const open = await outbox.note("open");
    if (mine !== turn) return; // something newer is on its way
    if (!find("entries").contains(document.activeElement) || rows.length !== find("entries").children.length) find("entries").replaceChildren(...rows);
    find("nothing").hidden = entries.length > 0;
    find("some").hidden = entries.length === 0;
    showState(owner ? (navigator.onLine ? state : { state: "offline" }) : { state: "sign-in" }, entries.length);
    showSent(sent);
    showOpen(open && Date.now() - open.at < LAPSED ? open.items : []);
  };

  const showState = (state, number) => {
    const spoken = { offline: words.offline, "sign-in": words.signIn, later: state?.sentence || words.later }[state?.state];
    const signIn = state?.state === "sign-in";
    find("state").hidden = !spoken || (!number && state.state === "later");
    find("state-said").textContent = spoken ?? "";
    find("sign-in").hidden = !signIn;
    find("send").hidden = signIn;
  };

  const showSent = (sent) => {
    find("sent").hidden = !sent.length;
    find("sent-list").replaceChildren(...sent.map(({ address: href, at, notes }) => {
      const row = part("sent");
      Object.assign(find("link", row), { href, textContent: `${words.encounter} ${moment(at)}` });
      find("notes", row).textContent = notes.join(" ");
      return row;
    }));
  };

  const showOpen = (items) => {
    find("open-none").hidden = items.length > 0;
    find("open-list").hidden = !items.length;
    find("open-list").replaceChildren(...items.map(({ task, who, when, address: href }) => {
      const row = part("open");
      Object.assign(find("link", row), { href, textContent: `${task} · ${who}` });
      find("when", row).textContent = when ? day(when) : "";
      return row;
    }));
  };

  const send = async () => {
    const button = find("send");
    button.setAttribute("aria-busy", "true");
    await outbox.flush();
    button.removeAttribute("aria-busy");
    await show();
  };

  find("send").addEventListener("click", send);
  addEventListener("outbox", show);
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
})();
