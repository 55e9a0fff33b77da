// Keeps the page of a session as it is for the group, and counts the time of its phase.
// Without script a link asks for the page again, and the time says until when.
const EVERY = 4000;
const room = document.getElementById("session");
const status = document.getElementById("session-status");
let shownAt = performance.now();
let isUp = false;

const part = () => document.getElementById("session-now");

function say(words) {
  if (words && status.textContent !== words) status.textContent = words;
}

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function tell() {
  const { left, pauses, wordsLeft, wordsOver, wordsUp } = part().dataset;
  const place = document.getElementById("session-left");
  if (!place || left === undefined || pauses === "yes") return;
  const seconds = Math.round(Number(left) - (performance.now() - shownAt) / 1000);
  const words = seconds >= 0 ? wordsLeft : wordsOver;
  place.textContent = words.replace("{time}", inWords(Math.abs(seconds)));
  if (seconds <= 0 && !isUp) say(wordsUp);
  isUp = seconds <= 0;
}

function show(markup) {
  const before = part();
  const held = before.contains(document.activeElement);
  const fresh = new DOMParser().parseFromString(markup, "text/html").getElementById("session-now");
  if (!fresh) return;
  // Who keeps notes, or gives roles, has a page of another shape when these change.
  const began = Boolean(before.dataset.left) !== Boolean(fresh.dataset.left);
  if (began || before.dataset.role !== fresh.dataset.role) {
    location.reload();
    return;
  }
  before.replaceWith(fresh);
  shownAt = performance.now();
  if (before.dataset.turn !== fresh.dataset.turn) {
    isUp = false;
    say(fresh.dataset.announce);
  }
  if (held) document.getElementById("phase-heading")?.focus();
  tell();
}

async function ask() {
  try {
    const address = `${room.dataset.address}?seen=${encodeURIComponent(part().dataset.seen)}`;
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error("no state");
    const { part: fresh } = await answer.json();
    if (fresh) show(fresh);
    if (status.textContent === room.dataset.fault) status.textContent = "";
  } catch {
    say(room.dataset.fault);
  }
}

async function follow() {
  if (!document.hidden) await ask();
  setTimeout(follow, EVERY);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
setInterval(tell, 1000);
tell();
setTimeout(follow, EVERY);
