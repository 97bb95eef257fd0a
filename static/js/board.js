// On a [data-board] a card can be dragged to a column its lead may go to; its own form moves it, as its buttons do.
document.querySelectorAll("[data-board]").forEach((board) => {
  let held = null;
  const takes = (column) => held && held.dataset.may.split(" ").includes(column.dataset.state);
  board.querySelectorAll("[data-may]").forEach((card) => {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      card.dataset.held = "";
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ""); // Firefox drags nothing without it
    });
    card.addEventListener("dragend", () => {
      delete card.dataset.held;
      held = null;
    });
  });
  board.querySelectorAll("[data-state]").forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!takes(column)) return;
      event.preventDefault();
      column.dataset.over = "";
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) delete column.dataset.over;
    });
    column.addEventListener("drop", (event) => {
      delete column.dataset.over;
      if (!takes(column)) return;
      event.preventDefault();
      held.querySelector(`button[value="${column.dataset.state}"]`).click();
    });
  });
});
