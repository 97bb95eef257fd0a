// A form with data-once is sent once: a nervous thumb finds the button busy. Coming back with the browser's arrow frees it again.
(() => {
  const buttons = (form) => [...form.elements].filter((control) => control.type === "submit");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    (event.submitter ?? buttons(form)[0])?.setAttribute("aria-busy", "true");
    // Disabled only afterwards: a disabled button would not send its own value.
    setTimeout(() => buttons(form).forEach((button) => (button.disabled = true)));
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      buttons(form).forEach((button) => {
        button.disabled = false;
        button.removeAttribute("aria-busy");
      });
    });
  });
})();
