// An open <details data-sheet> closes with Escape, and when one taps beside it.
document.querySelectorAll("details[data-sheet]").forEach((sheet) => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !sheet.open) return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (sheet.open && !sheet.contains(event.target)) sheet.open = false;
  });
});
