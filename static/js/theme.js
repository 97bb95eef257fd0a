// A button [data-theme-switch] offers the other of light and dark; what differs from the system's choice is kept in a cookie for a year.
(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const system = () => (systemIsDark.matches ? "dark" : "light");
  const other = (theme) => (theme === "dark" ? "light" : "dark");
  const buttons = document.querySelectorAll("[data-theme-switch]");

  const show = () => buttons.forEach((button) => {
    button.dataset.themeSwitch = other(root.dataset.theme || system());
    button.hidden = false;
  });

  const choose = (theme) => {
    const asSystem = theme === system();
    if (asSystem) delete root.dataset.theme;
    else root.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${asSystem ? 0 : 31536000}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    show();
  };

  buttons.forEach((button) => button.addEventListener("click", () => choose(button.dataset.themeSwitch)));
  systemIsDark.addEventListener("change", show);
  show();
})();
