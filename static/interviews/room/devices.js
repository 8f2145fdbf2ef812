// Camera and microphone, and in which way they are missing.
export class NoDevices extends Error {
  constructor(why) {
    super(why);
    this.why = why; // a name in the page's sentences
  }
}

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15, max: 30 }, facingMode: "user" };

// Resolves to {stream, hasPicture}; a missing camera is no reason to stop. Rejects with `NoDevices`.
export async function openDevices({ withPicture }) {
  if (!navigator.mediaDevices?.getUserMedia) throw new NoDevices("insecure");
  if (withPicture) {
    try {
      return { stream: await ask({ audio: SOUND, video: PICTURE }), hasPicture: true };
    } catch (error) {
      if (error.name === "NotAllowedError" && !(await soundIsAllowed())) throw new NoDevices("denied");
    }
  }
  try {
    return { stream: await ask({ audio: SOUND }), hasPicture: false };
  } catch (error) {
    throw new NoDevices(reasonOf(error));
  }
}

const ask = (wanted) => navigator.mediaDevices.getUserMedia(wanted);

function reasonOf(error) {
  if (["NotAllowedError", "SecurityError"].includes(error.name)) return "denied";
  if (["NotFoundError", "OverconstrainedError"].includes(error.name)) return "no_device";
  return "busy";
}

async function soundIsAllowed() {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state !== "denied";
  } catch {
    return true;
  }
}

export function closeDevices(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
