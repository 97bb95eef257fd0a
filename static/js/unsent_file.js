// What waits on this device can be saved as a file [data-save-file], photos and all, and brought in again [data-bring-file].
(() => {
  const button = document.querySelector("[data-save-file]");
  const bring = document.querySelector("[data-bring-file]");
  if (!button || !bring) return;
  const words = document.querySelector("[data-words]").dataset;
  const FORMAT = "werkstolz-entries-1";

  const written = (blob) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  const read = (text, type) => new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type });

  button.addEventListener("click", async () => {
    const entries = await Promise.all((await outbox.mine()).map(async ({ client_id, owner, happened_at, fields, tags }) => ({
      client_id, owner, happened_at, fields, tags,
      photos: await Promise.all((await outbox.photosOf(client_id)).map(async ({ name, type, blob }) => ({ name, type, data: await written(blob) }))),
    })));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ format: FORMAT, entries }, null, 1)], { type: "application/json" }));
    link.download = `${words.file}-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });

  const take = async (text) => {
    const { format, entries } = JSON.parse(text);
    const owner = await outbox.note("owner");
    if (format !== FORMAT || !owner || entries.some((entry) => entry.owner !== owner)) throw new Error("not ours");
    for (const { photos, ...entry } of entries) {
      if (await outbox.find(entry.client_id)) continue;
      await outbox.keep(entry, photos.map(({ name, type, data }) => new File([read(data, type)], name, { type })));
    }
    return entries.length;
  };

  bring.addEventListener("change", async () => {
    const said = document.querySelector("[data-brought]");
    try {
      said.textContent = words.cameIn.replace("#", await take(await bring.files[0].text()));
    } catch {
      said.textContent = words.notOurs;
    }
    bring.value = "";
    outbox.flush();
  });
})();
