// Copies what stands in a field and says so. Without script the field can be copied by hand.
for (const box of document.querySelectorAll("[data-copy]")) {
  const field = box.querySelector("input, textarea");
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue; // only pages that came by https may use it
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = box.dataset.copied;
    } catch {
      field.focus(); // not allowed: everything is selected, ready for the keyboard
    }
  });
}
