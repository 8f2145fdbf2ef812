// Sentences come with the page, translated; {names} are filled in here.
const given = JSON.parse(document.getElementById("room-sentences").textContent);

export function say(name, values = {}) {
  return given[name].replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}

// One of the interviewer's lines; where there are several, each in turn.
const turns = {};
export function line(name) {
  const lines = given.lines[name];
  if (typeof lines === "string") return lines;
  turns[name] = (turns[name] ?? -1) + 1;
  return lines[turns[name] % lines.length];
}

export function clockText(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
