// Whether a face is in the frame, where the browser can tell; how light the picture is, everywhere.
// The picture is looked at in this page and goes nowhere.

const EVERY_MS = 700;
const DARK = 45; // mean brightness of 255
const BRIGHT = 225;
const SIDE = 64; // pixels of the copy that is measured

/** Call ``tell`` with good | none | off | several | dark | bright | look whenever that changes; gives a stop. */
export function watchFace(video, tell) {
  const detector = makeDetector();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let isStopped = false;
  let last = "";
  let timer = 0;

  async function look() {
    if (isStopped) return;
    if (video.readyState >= 2) {
      const light = brightness(pen, video);
      const found = light < DARK ? "dark" : light > BRIGHT ? "bright" : await faceIn(detector, video);
      if (!isStopped && found !== last) tell((last = found));
    }
    timer = setTimeout(look, EVERY_MS);
  }

  look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function makeDetector() {
  try {
    return "FaceDetector" in window ? new FaceDetector({ fastMode: true, maxDetectedFaces: 3 }) : null;
  } catch {
    return null;
  }
}

function brightness(pen, video) {
  pen.drawImage(video, 0, 0, SIDE, SIDE);
  const pixels = pen.getImageData(0, 0, SIDE, SIDE).data;
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    sum += 0.2126 * pixels[at] + 0.7152 * pixels[at + 1] + 0.0722 * pixels[at + 2];
  }
  return sum / (SIDE * SIDE);
}

async function faceIn(detector, video) {
  if (!detector) return "look";
  let faces;
  try {
    faces = await detector.detect(video);
  } catch {
    return "look"; // the browser offers it and the system cannot
  }
  if (!faces.length) return "none";
  if (faces.length > 1) return "several";
  const { x, y, width, height } = faces[0].boundingBox;
  const across = (x + width / 2) / video.videoWidth;
  const down = (y + height / 2) / video.videoHeight;
  const size = height / video.videoHeight;
  const isPlaced = Math.abs(across - 0.5) < 0.18 && Math.abs(down - 0.5) < 0.22;
  return isPlaced && size > 0.22 && size < 0.85 ? "good" : "off";
}
