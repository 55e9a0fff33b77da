// Says when the path has been planned anew. Without script there is a link that asks again.
const note = document.getElementById("planning-state");
const SHORTEST = 2;
const LONGEST = 20;

async function ask(wait) {
  let state = "planning";
  try {
    const answer = await fetch(note.dataset.address, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) state = (await answer.json()).state;
  } catch {
    // The server could not be reached: later, perhaps.
  }
  if (state === "planning") askIn(Math.min(wait * 1.5, LONGEST));
  else note.textContent = note.dataset[state];
}

function askIn(seconds) {
  setTimeout(ask, seconds * 1000, seconds);
}

if (note) askIn(SHORTEST);
