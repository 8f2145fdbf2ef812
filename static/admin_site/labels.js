// Choices that search while one types are boxes of a script's own making: they get the name of their field.
function label(select) {
  const words = select.labels?.[0]?.innerText.trim() || select.getAttribute("aria-label");
  const box = select.nextElementSibling;
  if (!words || !box?.classList.contains("select2")) return;
  for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
    part.removeAttribute("aria-labelledby"); // the chosen words, of which there may be none
    part.setAttribute("aria-label", words);
  }
}

function labelAll() {
  document.querySelectorAll("select.select2-hidden-accessible").forEach(label);
}

// They are made some time after the page, and again for every row that is added.
new MutationObserver(labelAll).observe(document.documentElement, { childList: true, subtree: true });
