// How quickly answers will reach us: the delay of small requests, the speed of a small upload.

const ASKS = 4;
const PATIENCE_MS = 15_000;
const LONG_DELAY_MS = 600;

/** ``{speed, delay, isEnough}``: Mbit/s up, milliseconds; null when we cannot be reached. */
export async function measure(address, bytes, needed) {
  try {
    const delays = [];
    for (let ask = 0; ask < ASKS; ask += 1) delays.push(await timed(() => fetch(address, options("GET"))));
    const delay = Math.round(Math.min(...delays));
    const body = noise(bytes);
    const took = await timed(() => fetch(address, { ...options("PUT"), body }));
    const speed = (bytes * 8) / 1e6 / (Math.max(1, took - delay) / 1000);
    return { speed: Math.min(speed, 999), delay, isEnough: speed >= needed && delay <= LONG_DELAY_MS };
  } catch {
    return null;
  }
}

function options(method) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  headers["Content-Type"] = "application/octet-stream";
  return { method, headers: method === "GET" ? {} : headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) };
}

async function timed(ask) {
  const started = performance.now();
  const answer = await ask();
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - started;
}

// Noise, so that nothing on the way makes it smaller.
function noise(bytes) {
  const body = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(body.subarray(at, Math.min(at + 65_536, bytes)));
  return body;
}
