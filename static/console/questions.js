// The question bank: how many rows are chosen, and scoring points that come and go without a round trip.
document.addEventListener("change", (event) => {
  for (const bulk of document.querySelectorAll("[data-bulk]")) {
    const rows = rowsOf(bulk);
    const isAll = event.target === bulk.querySelector("[data-all-rows]");
    if (isAll) for (const row of rows) row.checked = event.target.checked;
    if (isAll || rows.includes(event.target)) show(bulk, rows);
  }
});
// Rows may come later than the page.
document.addEventListener("htmx:load", showAll);
addEventListener("pageshow", showAll);
showAll();

function showAll() {
  for (const bulk of document.querySelectorAll("[data-bulk]")) show(bulk, rowsOf(bulk));
}

function rowsOf(bulk) {
  return [...document.querySelectorAll(bulk.dataset.bulk || 'input[name="chosen"][form="bulk"]')];
}

function show(bulk, rows) {
  const count = rows.filter((row) => row.checked).length;
  const every = bulk.querySelector("[data-all-rows]");
  every.hidden = rows.length === 0;
  every.checked = count > 0 && count === rows.length;
  every.indeterminate = count > 0 && count < rows.length;
  const told = bulk.querySelector("[data-chosen]");
  told.textContent = count ? told.dataset.some.replace("{count}", count) : told.dataset.none;
  for (const button of bulk.querySelectorAll("[data-needs-rows]")) button.disabled = count === 0;
}

const points = document.querySelector("[data-points]");
if (points) {
  const list = points.querySelector("[data-list]");
  const prepare = (point) => {
    const remove = point.querySelector("[data-remove]");
    remove.hidden = false;
    remove.addEventListener("click", () => {
      const next = point.nextElementSibling ?? point.previousElementSibling;
      if (list.children.length > 1) point.remove();
      else point.querySelector("input").value = "";
      (next ?? point).querySelector("input").focus();
    });
    point.querySelector("input").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      add(point);
    });
  };
  const add = (after) => {
    const point = list.lastElementChild.cloneNode(true);
    const input = point.querySelector("input");
    input.value = "";
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, list.children.length + 1));
    prepare(point);
    after.after(point);
    input.focus();
  };
  for (const point of list.children) prepare(point);
  points.querySelector("[data-more]").addEventListener("click", (event) => {
    event.preventDefault();
    add(list.lastElementChild);
  });
}
