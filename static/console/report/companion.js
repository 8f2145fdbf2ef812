// Sound that was recorded apart from its picture: it starts, stops and moves with it.
const DRIFT_S = 0.25; // how far it may be from its picture
const ACTS = ["play", "playing", "pause", "waiting", "ended", "seeked", "timeupdate", "ratechange", "volumechange"];

// Bring the sound to where its picture is.
export function follow(media, companion) {
  const isPlaying = !media.paused && !media.ended;
  const off = Math.abs(companion.currentTime - media.currentTime);
  if (off > DRIFT_S) companion.currentTime = media.currentTime;
  if (isPlaying && companion.paused) companion.play().catch(() => {});
  if (!isPlaying) companion.pause();
}

// The same for a picture with the browser's own controls; what sound it has itself is not heard twice.
export function keepTogether(media, companion) {
  const told = () => {
    media.muted = true;
    companion.playbackRate = media.playbackRate;
    companion.volume = media.volume;
    follow(media, companion);
  };
  media.muted = true;
  for (const act of ACTS) media.addEventListener(act, told);
}
