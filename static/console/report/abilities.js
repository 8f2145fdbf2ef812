// All abilities open, or close, at once.
for (const button of document.querySelectorAll("[data-opens-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = [...document.getElementById(button.dataset.opensAll).querySelectorAll("details.ability")];
    const open = !all.every((details) => details.open);
    for (const details of all) details.open = open;
  });
}
