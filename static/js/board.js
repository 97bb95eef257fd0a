// On a [data-board] a card can be dragged to a column its lead may go to; its own form moves it, as its buttons do.
// Let go over another column it stays, and [data-board-said] says why, in the words of data-cannot.
document.querySelectorAll("[data-board]").forEach((board) => {
  const said = document.querySelector("[data-board-said]");
  const named = (state) => board.querySelector(`[data-state="${state}"]`).dataset.name;
  const ways = (card) => card.dataset.may.trim().split(" ");
  let held = null, shut = null;

  const takes = (column) => held && ways(held).includes(column.dataset.state);
  const say = (card) => {
    const words = {
      card: card.querySelector(".rowlink").textContent.trim(),
      from: card.closest("[data-state]").dataset.name,
      to: ways(card).map(named).join(", "),
    };
    const line = document.createElement("p");
    line.className = "flash flash--warn";
    line.textContent = board.dataset.cannot.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
    said.replaceChildren(line);
  };

  board.querySelectorAll("[data-may]").forEach((card) => {
    card.draggable = true;
    card.querySelectorAll("a").forEach((link) => { link.draggable = false; }); // or the link is dragged, and not the card
    card.addEventListener("dragstart", (event) => {
      held = card;
      card.dataset.held = "";
      said.replaceChildren();
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ""); // Firefox drags nothing without it
    });
    card.addEventListener("dragend", () => {
      if (shut) say(card);
      delete card.dataset.held;
      held = shut = null;
    });
  });
  document.addEventListener("dragover", (event) => {
    const column = held && event.target.closest?.("[data-state]");
    shut = column && !takes(column) && !column.contains(held) ? column : null;
  });
  board.querySelectorAll("[data-state]").forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!takes(column)) return; // the browser shows that nothing may be put down here, and the card goes back
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
