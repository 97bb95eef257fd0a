// While a form [data-likely="address"] is filled in: asks there who may be known already, and shows the answer in [data-likely-here].
// Sends what is typed by POST, never in an address; several people of one form are asked for each by themselves.
(() => {
  const NAMES = /(?:^|-)(first_name|last_name|company|nickname|city|email|phone)$/;
  const WAIT = 600; // milliseconds after the last key

  const typed = (box) => {
    const fields = new FormData();
    box.querySelectorAll("input, select, textarea").forEach((field) => {
      const name = field.name.match(NAMES)?.[1];
      if (name && field.value.trim()) fields.set(name, field.value);
    });
    return fields;
  };

  const watch = (box) => {
    const here = box.querySelector("[data-likely-here]");
    let timer, last = "", asked = 0;
    const ask = async () => {
      const fields = typed(box), now = JSON.stringify([...fields]);
      if (now === last) return;
      last = now;
      if (![...fields].length) return here.replaceChildren();
      if (box.dataset.customer) fields.set("customer", box.dataset.customer);
      const token = box.closest("form").elements.csrfmiddlewaretoken;
      if (!token) return; // a form from the device: without a network nobody is asked
      fields.set("csrfmiddlewaretoken", token.value);
      const turn = ++asked;
      try {
        const answer = await fetch(box.dataset.likely, { method: "POST", body: fields });
        if (!answer.ok || turn !== asked) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        here.replaceChildren(...page.body.childNodes);
      } catch { /* nobody is asked; the sweep compares later */ }
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    ask();
  };

  const all = (root) => root.querySelectorAll("[data-likely]:not([data-likely-on])").forEach((box) => {
    box.dataset.likelyOn = "";
    watch(box);
  });
  all(document);
  new MutationObserver(() => all(document)).observe(document.body, { childList: true, subtree: true });
})();
