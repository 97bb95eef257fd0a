// A form with data-hue shows what is chosen before it is kept: the address in data-hue answers a style sheet for ?hue=, the name and the logo are copied.
(() => {
  const form = document.querySelector("form[data-hue]");
  if (!form) return;
  const range = form.elements.hue;
  const own = form.querySelector('[name="colour"][value="own"]');
  const chosen = () => form.querySelector('[name="colour"]:checked');
  let sheet = document.querySelector('link[href*="brand.css"]');
  let waiting;

  const show = (hue) => {
    const next = document.createElement("link");
    next.rel = "stylesheet";
    next.href = `${form.dataset.hue}?hue=${hue}`;
    const last = sheet;
    next.addEventListener("load", () => last?.remove());
    document.head.append(next);
    sheet = next;
  };

  range.addEventListener("input", () => {
    own.checked = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(range.value), 60);
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "colour") return;
    if (chosen() !== own) range.value = chosen().value;
    show(range.value);
  });

  const name = form.querySelector("[data-preview-name]");
  const copyName = () => form.querySelectorAll("[data-previewed-name]").forEach((place) => (place.textContent = name.value));
  name?.addEventListener("input", copyName);
  if (name?.value) copyName(); // typed before this script was there
  form.elements.logo?.addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => form.querySelectorAll("[data-preview-logo]").forEach((place) => {
      place.src = reader.result;
      place.hidden = false;
      const mark = place.previousElementSibling;
      if (mark?.matches("svg")) mark.remove();
    }));
    reader.readAsDataURL(file);
  });
})();
