// A button [data-print] prints the page; hidden until this script is there to serve it.
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
