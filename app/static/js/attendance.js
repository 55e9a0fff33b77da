// Saves each tap at once. Without script, the button under the list saves all of it.
const form = document.getElementById("attendance");
const status = document.getElementById("saved");
const AGAIN_AFTER = 5000;
const waiting = new Set(); // rows whose last choice is not saved yet
const saving = new Set(); // rows that are on their way: one answer after the other

for (const note of document.querySelectorAll("[data-with-script]")) note.hidden = false;
for (const note of document.querySelectorAll("[data-without-script]")) note.hidden = true;

function dataOf(row) {
  const data = new FormData();
  data.set("csrf_token", form.elements.csrf_token.value);
  for (const field of row.querySelectorAll("input")) {
    if (field.type !== "radio" || field.checked) data.set(field.name, field.value);
  }
  return data;
}

function say(row, words, state) {
  row.querySelector("[data-state]").textContent = words;
  row.dataset.is = state;
}

// What the server says of what was sent; null where it could not be reached or is not well.
async function send(row) {
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: dataOf(row),
      headers: { Accept: "application/json" },
    });
    if (answer.status >= 500 || answer.status === 429) return null;
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    return isOurs ? await answer.json() : { fault: row.dataset.refused };
  } catch {
    return null;
  }
}

async function save(row) {
  if (saving.has(row)) return; // looked at again when its answer is here
  saving.add(row);
  while (waiting.delete(row)) {
    say(row, row.dataset.saving, "saving");
    const answer = await send(row);
    if (!answer) {
      waiting.add(row);
      say(row, row.dataset.offline, "failed");
      status.textContent = row.dataset.offline;
      break;
    }
    if (waiting.has(row)) continue; // tapped again meanwhile: only the last one is told
    say(row, answer.fault ?? row.dataset.saved, answer.fault ? "failed" : "saved");
    status.textContent = answer.fault ?? `${row.dataset.saved} ${answer.saved}`;
  }
  saving.delete(row);
}

function saveAll() {
  for (const row of waiting) save(row);
}

if (form) {
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-person]");
    if (!row?.querySelector("[type=radio]:checked")) return; // minutes alone say nothing yet
    waiting.add(row);
    save(row);
  });
  form.addEventListener("submit", () => waiting.clear()); // all of it is on its way
  window.addEventListener("online", saveAll);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size || saving.size) event.preventDefault();
  });
  setInterval(saveAll, AGAIN_AFTER);
}
