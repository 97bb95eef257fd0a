// A button [data-theme-switch] goes from the system's light to the other one and back; the choice is kept in a cookie for a year.
document.querySelectorAll("[data-theme-switch]").forEach((button) => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));

  button.hidden = false;
  show();
  systemIsDark.addEventListener("change", show);
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    const asSystem = wanted === (systemIsDark.matches ? "dark" : "light");
    if (asSystem) delete root.dataset.theme;
    else root.dataset.theme = wanted;
    document.cookie = `theme=${asSystem ? "" : wanted}; path=/; max-age=${asSystem ? 0 : 31536000}; samesite=lax`;
    document.querySelectorAll("[data-theme-switch]").forEach((other) => other.setAttribute("aria-pressed", String(isDark())));
  });
});
