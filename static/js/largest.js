// A file that is too large for data-largest (bytes) is told at once, before it is sent for nothing.
document.querySelectorAll("input[type=file][data-largest]").forEach((input) => {
  const told = input.form.querySelector("[data-too-large]");
  const isTooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.largest));

  input.addEventListener("change", () => {
    told.hidden = !isTooLarge();
  });
  input.form.addEventListener("submit", (event) => {
    if (isTooLarge()) event.preventDefault();
  }, { capture: true });
});
