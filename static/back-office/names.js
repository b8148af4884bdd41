// Fields searched as one types say their name: the widget's own list says nothing but its value.

const $ = window.django?.jQuery;

function labelOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return label ? label.textContent.replace(/\s*:\s*$/, "").trim() : "";
}

function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    const value = box?.querySelector(".select2-selection__rendered");
    if (!box || !labelOf(select)) continue;
    box.removeAttribute("aria-labelledby");
    value?.setAttribute("aria-label", labelOf(select));
    box.setAttribute("aria-label", [labelOf(select), value?.textContent.trim()].filter(Boolean).join(" : "));
  }
}

if ($) {
  $(() => name(document));
  document.addEventListener("formset:added", (event) => name(event.target));
  $(document).on("select2:select select2:unselect select2:clear", (event) => name(event.target.parentElement));
  $(document).on("select2:open", (event) => {
    document.querySelector(".select2-search__field")?.setAttribute("aria-label", labelOf(event.target));
  });
}
