// A form [data-outbox] is kept on this device when there is no network, or when it came from the device itself [data-offline].
// `?entry=` opens one that waits, `#entry=` one that another device handed over as a code.
(() => {
  const form = document.querySelector("form[data-outbox]");
  if (!form || !self.indexedDB || !self.crypto?.randomUUID) return;
  const OWN = ["csrfmiddlewaretoken", "client_id", "outbox_owner"];
  const asked = new URLSearchParams(location.search).get("entry");
  const comesFromHere = () => "offline" in form.dataset || form.dataset.entry || !navigator.onLine;
  let owner = document.documentElement.dataset.owner;

  const isChoice = (control) => ["radio", "checkbox"].includes(control.type);

  // Filling ---------------------------------------------------------------------------------------
  const put = (name, values) => {
    const controls = [...form.elements].filter((control) => control.name === name && control.type !== "file");
    if (!controls.length) return values.forEach((value) => hide(name, value)); // a field of an older form: nothing is lost
    controls.forEach((control) => {
      if (isChoice(control)) control.checked = values.includes(control.value);
      else control.value = values.at(-1) ?? "";
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      if (isChoice(control) ? control.checked : control.value) control.closest("details")?.setAttribute("open", "");
    });
    if (isChoice(controls[0])) values.filter((value) => !controls.some((control) => control.value === value)).forEach((value) => hide(name, value));
  };
  // First in the form: a control of that name that is used all the same comes later and counts.
  const hide = (name, value) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.prepend(field);
  };
  const makeRoom = (fields) => {
    const wanted = Math.min(Number(fields.find(([name]) => name === "people-TOTAL_FORMS")?.[1]) || 1, 12);
    const total = form.elements["people-TOTAL_FORMS"];
    for (let number = Number(total?.value); number < wanted; number += 1) form.querySelector("[data-people-add]")?.click();
  };
  const fill = ({ client_id, fields, happened_at }) => {
    const names = new Set(fields.map(([name]) => name));
    makeRoom(fields);
    names.forEach((name) => put(name, fields.filter(([key]) => key === name).map(([, value]) => value)));
    form.elements.client_id.value = client_id;
    form.dataset.happenedAt = happened_at;
  };
  const scanned = () => {
    const [, text] = location.hash.match(/^#entry=([\w-]+)$/) ?? [];
    if (!text) return undefined;
    history.replaceState(null, "", location.pathname);
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  const begin = async () => {
    owner ??= await outbox.note("owner");
    const waiting = asked && await outbox.find(asked);
    if (waiting?.owner === owner) {
      fill(waiting);
      form.dataset.entry = asked;
    } else {
      const entry = scanned();
      if (entry) fill(entry);
    }
  };

  // Keeping ---------------------------------------------------------------------------------------
  const label = (control) => control.closest("label")?.textContent.trim();
  const keep = async () => {
    const data = [...new FormData(form)];
    const fields = data.filter(([name, value]) => typeof value === "string" && !OWN.includes(name));
    const photos = data.map(([, value]) => value).filter((value) => typeof value !== "string" && value.size);
    const chosen = [...form.querySelectorAll("input:checked")].filter((control) => /^occasion$|^opener$|-outcomes$/.test(control.name));
    const client_id = form.elements.client_id.value || crypto.randomUUID();
    form.elements.client_id.value = client_id; // a second tap keeps the same entry
    const happened_at = form.dataset.happenedAt ?? new Date().toISOString();
    await outbox.keep({ client_id, owner, fields, happened_at, tags: chosen.map(label) }, photos);
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("outbox").catch(() => {});
    location.assign(form.dataset.outbox);
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.name) return; // a button of its own: one more person
    if (!form.elements.outbox_owner) hide("outbox_owner", owner ?? "");
    if (!comesFromHere() || !owner) return;
    event.preventDefault();
    if (!form.reportValidity()) return;
    keep().catch(() => form.submit()); // no room on this device: the network is tried
  }, { capture: true });

  begin().catch(() => {});
})();
