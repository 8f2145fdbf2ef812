// The recording and its transcript move together.
const player = document.getElementById("player");
const transcript = document.getElementById("transcript");

if (transcript && !player) {
  for (const button of transcript.querySelectorAll("[data-seek]")) button.disabled = true;
}

if (player && transcript) {
  transcript.addEventListener("click", (event) => {
    const place = event.target.closest("[data-seek], [data-start]");
    if (!place || String(getSelection())) return;
    player.currentTime = Number(place.dataset.seek ?? place.dataset.start) / 1000;
    player.play();
  });
  player.addEventListener("timeupdate", () => mark(player.currentTime * 1000));
}

function mark(now) {
  transcript.querySelector("[data-now]")?.removeAttribute("data-now");
  for (const sentence of transcript.querySelectorAll("[data-start]")) {
    if (Number(sentence.dataset.start) <= now && now < Number(sentence.dataset.end)) {
      sentence.dataset.now = "";
      return;
    }
  }
}
