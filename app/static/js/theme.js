// Lets a person choose light or dark. The server reads the cookie, so no page flashes.
const YEAR_IN_SECONDS = 365 * 24 * 60 * 60;

const group = document.querySelector("[data-theme-choice]");
const root = document.documentElement;

function show(theme) {
  if (theme) root.dataset.kernTheme = theme;
  else delete root.dataset.kernTheme;
  for (const button of group.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  }
}

function remember(theme) {
  const age = theme ? YEAR_IN_SECONDS : 0;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
}

if (group) {
  show(root.dataset.kernTheme ?? "");
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme]");
    if (!button) return;
    remember(button.dataset.theme);
    show(button.dataset.theme);
  });
}
