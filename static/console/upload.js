// A recording goes straight to the store, with its progress; the form then names where it lies.
const form = document.querySelector("form[data-uploads]");
const chooser = form.querySelector("[data-file]");
const zone = form.querySelector("[data-drop]");
const panel = form.querySelector("[data-progress]");
const problem = form.querySelector("[data-problem]");
const bar = panel.querySelector("progress");
const submit = form.querySelector("button[type=submit]");
let running = null;

chooser.addEventListener("change", () => chooser.files[0] && upload(chooser.files[0]));
panel.querySelector("[data-cancel]").addEventListener("click", () => {
  running?.abort();
  reset();
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files[0]) upload(event.dataTransfer.files[0]);
  });
}

async function upload(file) {
  running?.abort();
  problem.hidden = true;
  panel.hidden = false;
  submit.disabled = true;
  panel.querySelector("[data-name]").textContent = file.name;
  show(0);
  try {
    const place = await placeFor(file);
    await put(file, place);
    form.elements.upload.value = place.address;
    show(100);
    submit.disabled = false;
  } catch (error) {
    if (error.name !== "AbortError") fail(error.message);
  }
}

async function placeFor(file) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("file_name", file.name);
  body.set("content_type", file.type || "application/octet-stream");
  const response = await fetch(form.dataset.uploads, { method: "POST", body }).catch(() => null);
  if (!response) throw new Error(problem.dataset.broken);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.message ?? problem.dataset.refused);
  return answer;
}

function put(file, place) {
  return new Promise((done, failed) => {
    running = new XMLHttpRequest();
    running.open("PUT", place.upload_url);
    running.setRequestHeader("Content-Type", place.content_type);
    running.upload.addEventListener("progress", (event) => event.lengthComputable && show((100 * event.loaded) / event.total));
    running.addEventListener("load", () => (running.status < 300 ? done() : failed(new Error(problem.dataset.refused))));
    running.addEventListener("error", () => failed(new Error(problem.dataset.broken)));
    running.addEventListener("abort", () => failed(new DOMException("", "AbortError")));
    running.send(file);
  });
}

function show(share) {
  bar.value = share;
  panel.querySelector("[data-share]").textContent = `${Math.round(share)}%`;
}

function fail(sentence) {
  reset();
  problem.hidden = false;
  problem.querySelector("div").textContent = sentence;
}

function reset() {
  running = null;
  panel.hidden = true;
  submit.disabled = false;
  chooser.value = "";
  form.elements.upload.value = "";
}

addEventListener("beforeunload", (event) => {
  if (running && running.readyState !== XMLHttpRequest.DONE) event.preventDefault();
});
