// Rows chosen in a list: how many there are, and which actions that allows.
for (const form of document.querySelectorAll("[data-chooses]")) {
  const told = form.querySelector("[data-chosen]");
  const empty = told?.textContent ?? "";
  const most = Number(form.dataset.chooses);
  const boxes = () => [...form.querySelectorAll('input[name="report"]')];

  function refresh() {
    const count = boxes().filter((box) => box.checked).length;
    if (told) told.textContent = count ? told.dataset.words.replace("#", count) : empty;
    for (const button of form.querySelectorAll("[data-needs]")) {
      const limit = button.dataset.most ? most : Infinity;
      button.disabled = count < Number(button.dataset.needs) || count > limit;
    }
  }

  form.addEventListener("change", refresh);
  addEventListener("pageshow", refresh);
  refresh();
}
