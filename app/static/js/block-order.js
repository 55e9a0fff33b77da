// Blocks are moved by buttons, and each move is told. Without script each has a number to type.
const list = document.getElementById("order");
const state = document.getElementById("order-state");
const words = list.dataset;

const nameOf = (item) => item.querySelector(".komma-order__name").textContent;

function button(item, step, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "kern-btn kern-btn--tertiary komma-order__move";
  made.dataset.step = step;
  made.textContent = step < 0 ? "↑" : "↓";
  made.setAttribute("aria-label", `${nameOf(item)} ${label}`);
  return made;
}

/** Numbers follow the order; the ends have nowhere to go. */
function renumber() {
  const items = [...list.children];
  items.forEach((item, index) => {
    item.querySelector(".komma-order__place input").value = index + 1;
    const [up, down] = item.querySelectorAll(".komma-order__move");
    up.setAttribute("aria-disabled", index === 0);
    down.setAttribute("aria-disabled", index === items.length - 1);
  });
}

function move(item, step) {
  const neighbour = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!neighbour) return;
  if (step < 0) neighbour.before(item);
  else neighbour.after(item);
  renumber();
  const place = [...list.children].indexOf(item) + 1;
  state.textContent = words.moved
    .replace("{name}", nameOf(item))
    .replace("{place}", place)
    .replace("{all}", list.children.length);
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const item of list.children) {
  const buttons = document.createElement("span");
  buttons.className = "komma-order__moves";
  buttons.append(button(item, -1, words.up), button(item, 1, words.down));
  item.append(buttons);
  item.querySelector(".komma-order__place").hidden = true;
}
document.getElementById("order-hint").textContent = words.hint;
renumber();

list.addEventListener("click", (event) => {
  const pressed = event.target.closest(".komma-order__move");
  if (!pressed) return;
  move(pressed.closest("li"), Number(pressed.dataset.step));
  pressed.focus(); // it moved with its block
});
