// A message with a button [data-dismiss] can be put away; the button is hidden until this script is there to serve it.
document.querySelectorAll("[data-dismiss]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const flash = button.closest(".flash");
    const list = flash.parentElement;
    flash.remove();
    if (!list.querySelector(".flash")) list.remove();
    document.querySelector("main")?.focus({ preventScroll: true });
  });
});
