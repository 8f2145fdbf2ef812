// What every page does: theme, times in the reader's zone, toasts, dialogs, menus, copying.
import "./zone.js";

const root = document.documentElement;

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
}

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  // Choosing what the system says anyway goes back to following it.
  const followsSystem = (theme === "dark") === matchMedia("(prefers-color-scheme: dark)").matches;
  if (followsSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  const age = followsSystem ? 0 : 365 * 24 * 3600;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
}

function localTimes(scope) {
  const pad = (number) => String(number).padStart(2, "0");
  for (const time of scope.querySelectorAll("time[data-local]")) {
    const moment = new Date(time.dateTime);
    const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
    const withClock = time.textContent.includes(":");
    time.textContent = withClock ? `${day} ${pad(moment.getHours())}:${pad(moment.getMinutes())}` : day;
    time.title = moment.toString();
    delete time.dataset.local;
  }
}

function autoDismiss(scope) {
  for (const toast of scope.querySelectorAll("[data-toast]:not(.toast-error)")) {
    setTimeout(() => toast.remove(), 8000);
  }
}

document.querySelector("dialog[data-opened]")?.showModal();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
  const copier = event.target.closest("[data-copies]");
  if (copier) copy(copier);
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A long title is cut; the button beside it shows the whole.
for (const button of document.querySelectorAll("[data-unfolds]")) {
  const title = document.getElementById(button.dataset.unfolds);
  const isFolded = () => button.getAttribute("aria-expanded") === "false";
  button.addEventListener("click", () => {
    title.classList.toggle("is-whole", isFolded());
    button.setAttribute("aria-expanded", isFolded());
  });
  new ResizeObserver(() => {
    if (isFolded()) button.hidden = title.scrollHeight <= title.clientHeight + 1;
  }).observe(title);
}

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, 1500);
}

// A choice in a list's filters takes effect at once; typing waits for Enter.
for (const form of document.querySelectorAll("form[data-submits]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=date]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const control of form.elements) if (control.name && !control.value) control.disabled = true;
  });
}

// A form sent twice by impatience would do its work twice.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post") setTimeout(() => {
    for (const button of event.target.querySelectorAll("button[type=submit]")) button.disabled = true;
  });
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("form button:disabled")) button.disabled = false;
});

document.addEventListener("htmx:afterSwap", (event) => localTimes(event.target));
localTimes(document);
autoDismiss(document);
