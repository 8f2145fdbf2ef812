// Practice: recorded in this page, played back, sent nowhere.
import { explain, obstacle, openDevices, play, recordHere, stopDevices } from "./devices.js";

const root = document.getElementById("practice");
const withCamera = root.dataset.camera === "yes";
const LENGTH_SECONDS = 60;

if (root.dataset.sound === "yes") practise();

function practise() {
  const button = root.querySelector("[data-record]");
  const label = button.querySelector("span");
  const said = root.querySelector("[data-said]");
  const clock = root.querySelector("[data-countdown]");
  const player = root.querySelector("[data-playback]");
  const trouble = root.querySelector("[data-trouble]");
  let finish = null;

  const problem = obstacle();
  if (problem) {
    explain(trouble, problem);
    button.disabled = true;
    return;
  }
  button.addEventListener("click", () => (finish ? finish() : answer()));
  addEventListener("pagehide", () => finish?.());

  async function answer() {
    let stream;
    explain(trouble, "");
    button.disabled = true;
    showPlayback(null);
    try {
      stream = await openDevices({ withCamera });
    } catch (error) {
      explain(trouble, error.problem);
      button.disabled = false;
      return;
    }
    button.disabled = false;
    showPicture(stream);
    label.textContent = button.dataset.stop;
    said.textContent = said.dataset.running;
    const recorder = recordHere(stream);
    await waitFor(stream);
    const blob = await recorder.stop();
    stopDevices(stream);
    showPicture(null);
    finish = null;
    label.textContent = button.dataset.again;
    said.textContent = blob ? said.dataset.done : said.dataset.empty;
    showPlayback(blob);
  }

  // Until the button, the time or an unplugged device says so.
  function waitFor(stream) {
    const ends = Date.now() + LENGTH_SECONDS * 1000;
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
        if (clock) clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        if (!left) finish();
      }, 250);
      finish = () => {
        clearInterval(timer);
        resolve();
      };
      for (const track of stream.getTracks()) track.addEventListener("ended", () => finish?.());
    });
  }

  function showPicture(stream) {
    const frame = root.querySelector("[data-preview]");
    if (!frame) return;
    frame.hidden = !stream;
    frame.querySelector("video").srcObject = stream;
  }

  function showPlayback(blob) {
    play(player, blob);
    const frame = root.querySelector("[data-playback-frame]");
    if (frame) frame.hidden = !blob;
  }
}
