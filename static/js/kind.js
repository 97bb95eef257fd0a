// A form [data-kinds] shows what fits the chosen kind: a household needs no first name, a person no company. What is filled in stays in sight.
(() => {
  const LEFT_OUT = { person: ["company"], household: ["first_name", "company"], firm: [] };
  document.querySelectorAll("form[data-kinds]").forEach((form) => {
    const fit = () => {
      const left = LEFT_OUT[form.elements.kind?.value] ?? [];
      ["first_name", "company"].forEach((name) => {
        const field = form.elements[name];
        field.closest(".field").hidden = left.includes(name) && !field.value;
      });
    };
    form.addEventListener("change", (event) => event.target.name === "kind" && fit());
    fit();
  });
})();
