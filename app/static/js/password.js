// Lets a person read the password they type. The button is hidden without script.
for (const box of document.querySelectorAll("[data-password]")) {
  const field = box.querySelector("input");
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    field.focus();
  });
  // Never leave it readable in what the browser remembers of forms.
  field.form?.addEventListener("submit", () => {
    field.type = "password";
  });
}
