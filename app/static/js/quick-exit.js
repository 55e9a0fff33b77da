// Leaves at once for a neutral site and takes this page's place in the history.
const PRESSES = 3;
const WITHIN_MILLISECONDS = 2000;

const link = document.querySelector("[data-quick-exit]");
let presses = [];

function leave() {
  document.title = " ";
  document.body.replaceChildren();
  window.location.replace(link.href);
}

function countPresses(event) {
  if (event.key !== "Escape" || event.repeat) return;
  const now = event.timeStamp;
  presses = [...presses.filter((earlier) => now - earlier < WITHIN_MILLISECONDS), now];
  if (presses.length >= PRESSES) leave();
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", countPresses, { capture: true });
}
