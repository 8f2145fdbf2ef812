// Panels of what people say: dialogs instead of pages, names after an @, the moment of the player.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-instead]");
  const dialog = opener && document.getElementById(opener.dataset.opensInstead);
  if (!dialog || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  dialog.showModal();
});

const form = document.querySelector("[data-comment]");
if (form) {
  suggestNames(form);
  offerMoment(form);
}

// A refused or followed link to a comment is looked at.
const aimed = location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1));
if (aimed) aimed.scrollIntoView({ block: "center" });

function suggestNames(form) {
  const names = JSON.parse(document.getElementById("mention-names").textContent);
  const field = form.querySelector("textarea");
  const list = form.querySelector(".mentions");
  let chosen = 0;

  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const begun = () => field.value.slice(0, field.selectionStart).match(/@([^@\n]{0,100})$/);

  function show() {
    const match = begun();
    const typed = match ? match[1].toLocaleLowerCase() : null;
    const fitting = typed === null ? [] : names.filter((one) => fits(one, typed)).slice(0, 6);
    list.replaceChildren(...fitting.map(option));
    list.hidden = fitting.length === 0;
    chosen = 0;
    mark();
  }

  const fits = (one, typed) =>
    one.name.toLocaleLowerCase().startsWith(typed) || one.email.toLocaleLowerCase().startsWith(typed);

  function option(one, index) {
    const item = document.createElement("li");
    item.id = `mention-${index}`;
    item.setAttribute("role", "option");
    const name = document.createElement("b");
    name.textContent = one.name;
    const email = document.createElement("span");
    email.textContent = one.email;
    item.append(name, " ", email);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(one);
    });
    item.taken = () => take(one);
    return item;
  }

  function mark() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    if (list.hidden) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `mention-${chosen}`);
  }

  function take(one) {
    const at = field.selectionStart;
    const from = at - begun()[0].length;
    // Of two with one name the address tells them apart.
    const twice = names.filter((other) => other.name === one.name).length > 1;
    field.setRangeText(`@${twice ? one.email : one.name} `, from, at, "end");
    list.hidden = true;
    mark();
    field.focus();
  }

  field.addEventListener("input", show);
  field.addEventListener("blur", () => (list.hidden = true));
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") chosen = (chosen + 1) % count;
    else if (event.key === "ArrowUp") chosen = (chosen + count - 1) % count;
    else if (event.key === "Enter" || event.key === "Tab") list.children[chosen].taken();
    else if (event.key === "Escape") list.hidden = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
    mark();
  });
}

function offerMoment(form) {
  const button = form.querySelector("[data-moment]");
  const player = document.querySelector("[data-player]");
  const data = document.getElementById("report-data");
  const ids = JSON.parse(document.getElementById("question-ids").textContent);
  if (!player || !data) return;
  const { questions } = JSON.parse(data.textContent);
  button.hidden = false;
  button.addEventListener("click", () => {
    const content = player.querySelector("[data-content]").textContent.trim();
    const shown = questions.find((question) => question.content.trim() === content);
    if (!shown) return;
    const seconds = Math.floor(Number(player.querySelector("input[data-seek]").value) / 1000);
    form.elements.question_id.value = ids[shown.number] ?? "";
    form.elements.at_ms.value = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    form.elements.text.focus();
  });
}
