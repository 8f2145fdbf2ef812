// The question bank: how many rows are chosen, and scoring points that come and go without a round trip.
const bulk = document.querySelector("[data-bulk]");
if (bulk) {
  const rows = [...document.querySelectorAll('input[name="chosen"][form="bulk"]')];
  const every = bulk.querySelector("[data-all-rows]");
  const told = bulk.querySelector("[data-chosen]");
  const needing = bulk.querySelectorAll("[data-needs-rows]");
  every.hidden = false;
  every.addEventListener("change", () => {
    for (const row of rows) row.checked = every.checked;
    show();
  });
  document.addEventListener("change", (event) => rows.includes(event.target) && show());
  addEventListener("pageshow", show);
  show();

  function show() {
    const count = rows.filter((row) => row.checked).length;
    told.textContent = count ? told.dataset.some.replace("{count}", count) : told.dataset.none;
    every.checked = count > 0 && count === rows.length;
    every.indeterminate = count > 0 && count < rows.length;
    for (const button of needing) button.disabled = count === 0;
  }
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
