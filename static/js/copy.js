// A button [data-copy] puts the text of the element with that id into the clipboard, and says so; hidden where no clipboard is.
document.querySelectorAll("button[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText((source.value ?? source.innerText).trim());
    button.querySelector("span").textContent = button.dataset.copied;
  });
});
