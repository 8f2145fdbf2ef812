// A shared report: evidence plays where recordings may be played, and leads to its answer where not.
import "./abilities.js";
import { keepTogether } from "./companion.js";

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-play]");
  const article = place && document.querySelector(`[data-question="${place.dataset.play}"]`);
  const media = article?.querySelector(":scope > .shared-media");
  if (!media || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  document.querySelector("[data-playing-place]")?.removeAttribute("data-playing-place");
  place.setAttribute("data-playing-place", "");
  media.currentTime = (Number(media.dataset.begins) + Number(place.dataset.at ?? 0)) / 1000;
  article.scrollIntoView({ block: "center" });
  media.play().catch(() => {});
});

// The first picture of what is looked at for a moment; every recording at once would be too much to ask for.
const LOOKED_MS = 600;
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    clearTimeout(target.looked);
    if (isIntersecting) target.looked = setTimeout(() => show(target), LOOKED_MS);
  }
});
for (const video of document.querySelectorAll("video.shared-media")) watcher.observe(video);

function show(video) {
  watcher.unobserve(video);
  video.preload = "metadata";
  if (video.readyState === HTMLMediaElement.HAVE_NOTHING && video.paused) video.currentTime = Number(video.dataset.begins) / 1000;
}

for (const sound of document.querySelectorAll("[data-companion]")) keepTogether(sound.previousElementSibling, sound);

// One at a time, with its sound.
document.addEventListener(
  "play",
  (event) => {
    if (!event.target.matches(".shared-media")) return;
    for (const other of document.querySelectorAll(".shared-media")) if (other !== event.target) other.pause();
  },
  true,
);
