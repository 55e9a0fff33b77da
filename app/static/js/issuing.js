// Shows how far the certificates are, and the result when all are done. Without script the page
// is asked for again.
const WAIT = 1500;
const LONGEST_WAIT = 15000;
// Whoever listens is told now and then, not of each one.
const SAID_EVERY = 10000;
const news = document.getElementById("issuing-news");
let said = Date.now();

async function ask(wait) {
  const box = document.getElementById("issuing");
  try {
    const answer = await fetch(box.dataset.address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error("no progress");
    const { done, total, text } = await answer.json();
    if (!total) return await showResult(box);
    show(box, done, total, text);
    askIn(WAIT);
  } catch {
    askIn(Math.min(wait * 2, LONGEST_WAIT));
  }
}

function show(box, done, total, text) {
  const bar = box.querySelector("progress");
  bar.max = total;
  bar.value = done;
  bar.closest("label").querySelector(".kern-body").textContent = text;
  if (Date.now() - said < SAID_EVERY) return;
  said = Date.now();
  news.textContent = text;
}

async function showResult(box) {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("issuing");
  if (!answer.ok || !fresh) throw new Error("no result");
  box.replaceWith(fresh);
  news.textContent = news.dataset.done;
  if (fresh.dataset.address) askIn(WAIT);
}

function askIn(wait) {
  setTimeout(ask, wait, wait);
}

askIn(WAIT);
