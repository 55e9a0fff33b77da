// Closes menus on Esc and on a tap outside them.
const menus = document.querySelectorAll("[data-menu]");

const close = (menu) => {
  menu.open = false;
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  // The one inside before the one around it.
  const inner = [...menus].filter((menu) => menu.open).pop();
  if (!inner) return;
  close(inner);
  inner.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  menus.forEach((menu) => {
    if (menu.open && !menu.contains(event.target)) close(menu);
  });
});
