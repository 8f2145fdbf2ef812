// What the device check and practice share: opening devices, and naming what is wrong with them.

const PROBLEMS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  PermissionDeniedError: "denied",
  NotFoundError: "missing",
  DevicesNotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
};

/** The name of what keeps this browser from recording at all, or nothing. */
export function obstacle() {
  if (!isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") return "browser";
  return "";
}

/** Camera (when wanted) and microphone. Rejects with an error whose ``problem`` names a template. */
export async function openDevices({ withCamera, camera, microphone }) {
  const wanted = {
    audio: microphone ? { deviceId: { exact: microphone } } : true,
    video: withCamera && { width: { ideal: 640 }, height: { ideal: 480 }, ...(camera && { deviceId: { exact: camera } }) },
  };
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    error.problem = PROBLEMS[error.name] ?? "unknown";
    throw error;
  }
}

export function stopDevices(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Show in ``box`` what is wrong and what to do; without a problem hide it. */
export function explain(box, problem) {
  box.hidden = !problem;
  const place = box.querySelector("div");
  place.replaceChildren();
  if (!problem) return;
  place.append(document.querySelector(`template[data-problem="${problem}"]`).content.cloneNode(true));
  box.setAttribute("role", "alert");
}

/** A recorder that keeps what it records in this page. ``stop`` gives the recording, or nothing when it is empty. */
export function recordHere(stream) {
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
  recorder.start();
  return {
    async stop() {
      if (recorder.state !== "inactive") recorder.stop();
      await ended;
      return parts.length ? new Blob(parts, { type: recorder.mimeType || parts[0].type }) : null;
    },
  };
}

/** Put a recording into a player; the one before is let go. */
export function play(player, blob) {
  if (player.src) URL.revokeObjectURL(player.src);
  player.removeAttribute("src");
  if (blob) player.src = URL.createObjectURL(blob);
  player.hidden = !blob;
}
