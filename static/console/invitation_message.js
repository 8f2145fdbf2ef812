// The preview goes into a frame of this page: the form stays, so its buttons may be pressed again.
const form = document.getElementById("message");

form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget !== "preview") return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = false;
  }, 100);
});
