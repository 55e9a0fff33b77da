// Brings the new code each minute. Without script the whole page is asked for again.
const AGAIN_AFTER = 5;
const fault = document.getElementById("check-in-fault");

async function refresh() {
  const box = document.getElementById("check-in");
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("check-in");
    if (!answer.ok || !fresh) throw new Error("no code");
    box.replaceWith(fresh);
    fault.textContent = "";
    wait(Number(fresh.dataset.seconds));
  } catch {
    fault.textContent = fault.dataset.words;
    wait(AGAIN_AFTER);
  }
}

function wait(seconds) {
  setTimeout(refresh, seconds * 1000);
}

wait(Number(document.getElementById("check-in").dataset.seconds));
