// Lets a file be dropped anywhere on its form, and says at once where it is too large. Without
// script, the field takes files as ever, and the server refuses what is too large.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const form = zone.querySelector("form");
  const field = zone.querySelector("input[type=file]");
  const status = zone.querySelector("[role=status]");
  let depth = 0; // of the elements inside that the pointer has entered and not left yet

  for (const hint of zone.querySelectorAll("[data-with-script]")) hint.hidden = false;

  function isTooLarge() {
    const tooLarge = field.files.length > 0 && field.files[0].size > Number(zone.dataset.most);
    status.textContent = tooLarge ? zone.dataset.tooLarge : "";
    return tooLarge;
  }

  function hover(by) {
    depth = Math.max(0, depth + by);
    zone.toggleAttribute("data-over", depth > 0);
  }

  zone.addEventListener("dragenter", () => hover(1));
  zone.addEventListener("dragleave", () => hover(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault()); // or nothing may be dropped
  zone.addEventListener("drop", (event) => {
    event.preventDefault(); // the browser would leave the page for the file
    hover(-depth);
    const { files } = event.dataTransfer;
    if (files.length > 1) status.textContent = zone.dataset.oneOnly;
    if (files.length !== 1) return;
    field.files = files;
    form.requestSubmit();
  });
  field.addEventListener("change", isTooLarge);
  form.addEventListener("submit", (event) => {
    if (isTooLarge()) {
      event.preventDefault();
      field.focus();
    } else if (field.files.length) {
      status.textContent = zone.dataset.checking;
    }
  });
}
