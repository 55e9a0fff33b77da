// Shows what is written as it will look, a moment after each change. Without script there is a button.
const form = document.getElementById("written");
const paper = document.getElementById("preview");
const PAUSE = 600;
let timer = 0;
let running = new AbortController();

async function refresh() {
  running.abort();
  running = new AbortController();
  const data = new FormData(form);
  data.set("preview", "1");
  try {
    const answer = await fetch(location.href, { method: "POST", body: data, signal: running.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = page.getElementById("preview");
    if (!drawn) return;
    paper.lang = drawn.lang;
    paper.replaceChildren(...drawn.childNodes);
  } catch {
    // Offline, or a newer preview is on its way: the one before stays.
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
});
