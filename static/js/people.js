// In a form [data-people] one more person is added and left out at once; without this script the buttons ask the server.
(() => {
  document.querySelectorAll("form[data-people]").forEach((form) => {
    const total = form.elements["people-TOTAL_FORMS"];
    const add = form.querySelector("[data-people-add]");
    const blank = form.querySelector("[data-people-blank]");
    if (!total || !add || !blank) return;
    const most = 12;

    add.addEventListener("click", (event) => {
      event.preventDefault();
      const one = document.createElement("template");
      one.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
      const person = one.content.querySelector("[data-people-one]");
      total.value = Number(total.value) + 1;
      add.before(one.content);
      document.dispatchEvent(new Event("slips:more"));
      add.hidden = Number(total.value) >= most;
      person.querySelector("input")?.focus();
    });

    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-people-leave-out]");
      if (!button) return;
      event.preventDefault();
      const person = button.closest("[data-people-one]");
      // Its fields go, its number stays free: the server takes an empty place for nobody.
      person.remove();
      add.focus();
    });
  });
})();
