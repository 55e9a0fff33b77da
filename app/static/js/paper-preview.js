// Shows the PDF of what is in the form, a moment after each change, or what is wrong at its field.
// A form sent into a frame needs no exception from the content security policy; a new frame for
// each leaves no trace in the history, and whatever the one before was waiting for is dropped.
const form = document.getElementById("design");
const panel = document.getElementById("preview");
const state = document.getElementById("preview-state");
const words = panel.dataset;
const PAUSE = 900;
const FRAME = "design-preview";
let timer = 0;
let running = new AbortController();

async function refresh() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    const answer = await fetch(words.check, { method: "POST", body: new FormData(form), signal });
    if (!answer.ok || answer.redirected) return;
    show((await answer.json()).errors);
  } catch {
    // Offline, or a newer preview is on its way: the one before stays.
  }
}

function show(errors) {
  for (const told of form.querySelectorAll(".komma-live-error")) forget(told);
  for (const [id, message] of Object.entries(errors)) tell(document.getElementById(id), message);
  const faults = Object.keys(errors).length > 0;
  if (!faults) draw();
  state.textContent = faults ? [words.faulty, errors[""] ?? ""].join(" ") : words.drawn;
}

function draw() {
  const frame = document.createElement("iframe");
  frame.className = "komma-editor__paper";
  frame.name = FRAME;
  frame.title = words.title;
  panel.querySelector("iframe")?.remove();
  panel.append(frame);
  const button = document.createElement("button");
  button.hidden = true;
  button.formAction = `${words.preview}#toolbar=0&navpanes=0&view=Fit`;
  button.formTarget = FRAME;
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}

function tell(field, message) {
  const box = field?.closest(".kern-form-input");
  if (!box || box.querySelector(".kern-error")) return;
  const told = document.createElement("p");
  told.className = "kern-error komma-live-error";
  told.id = `${field.id}-live-error`;
  told.textContent = message;
  box.append(told);
  box.classList.add("kern-form-input--error");
  field.setAttribute("aria-invalid", "true");
  describe(field, [...described(field), told.id]);
}

function forget(told) {
  const box = told.parentElement;
  box.classList.remove("kern-form-input--error");
  const field = box.querySelector(`[aria-describedby~="${told.id}"]`);
  field.removeAttribute("aria-invalid");
  describe(field, described(field).filter((id) => id !== told.id));
  told.remove();
}

const described = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);

function describe(field, ids) {
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

if (navigator.pdfViewerEnabled === false) {
  state.textContent = words.blind;
} else {
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  form.addEventListener("input", soon);
  panel.addEventListener("input", soon); // the language stands here
  refresh();
}
