// A form [data-passkey] lets the browser make or show a passkey and sends what it says in the field named credential.
// data-passkey is "create" or "get"; the options lie in the script with the id in data-options, or behind data-ask.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const read = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const written = (parts) => Object.fromEntries(Object.entries(parts).filter(([, part]) => part != null).map(([name, part]) => [name, text(part)]));

  const said = (credential, parts) => JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: written(parts),
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const create = async ({ publicKey: asked }, form) => {
    const alone = form.elements.passwordless?.checked ?? false;
    const credential = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: read(asked.excludeCredentials),
      authenticatorSelection: { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone,
        ...(alone && { userVerification: "required" }) },
    } });
    const { clientDataJSON, attestationObject } = credential.response;
    return said(credential, { clientDataJSON, attestationObject });
  };

  const get = async ({ publicKey: asked }) => {
    const credential = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: read(asked.allowCredentials) } });
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
    return said(credential, { clientDataJSON, authenticatorData, signature, userHandle });
  };

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const button = form.querySelector("[type=submit]");
    const failed = form.querySelector("[data-failed]");
    if (!window.PublicKeyCredential) return form.querySelector("[data-unknown]")?.removeAttribute("hidden");
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.setAttribute("aria-busy", "true");
      try {
        const asked = await options(form);
        form.elements.credential.value = await (form.dataset.passkey === "create" ? create(asked, form) : get(asked));
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
        button.removeAttribute("aria-busy");
      }
    });
  });
})();
