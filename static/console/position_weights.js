// The sum of the weights while they are typed; fields rest while the rubric's weights are used.
const form = document.querySelector("[data-weights]");
if (form) {
  const own = form.querySelector("[name=own_weights]");
  const fields = [...form.querySelectorAll("[data-weight]")];
  const sum = form.querySelector("[data-sum]");

  function show() {
    for (const field of fields) field.readOnly = !own.checked;
    const total = fields.reduce((whole, field) => whole + (Number(field.value) || 0), 0);
    sum.textContent = form.dataset.word.replace("{sum}", String(Math.round(total * 1000) / 1000));
    sum.toggleAttribute("data-wrong", own.checked && Math.abs(total - 100) > 0.1);
  }

  form.addEventListener("input", show);
  show();
}
