// A button [data-opens="id"] opens that <dialog>; a button [data-closes] inside closes it. Without the script its link or form works as it stands.
document.querySelectorAll("[data-opens]").forEach((opener) => {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  });
});
