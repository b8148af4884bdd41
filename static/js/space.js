// Forms of a pole's space: places proposed as one types, and what is typed kept after a pause. Without this module, places
// are read by their names when the form is sent, and a button keeps what is typed.

import { combobox, placesOf } from "./combobox.js";

const PAUSE_MS = 2000;

document.querySelectorAll("input[data-place]").forEach((input) => {
  const levels = input.dataset.place.split(" ");
  combobox(input, {
    label: input.labels[0].textContent.trim(),
    found: "%n lieux proposés",
    none: "Aucun lieu de ce nom",
    ask: async (typed, signal) =>
      (await placesOf(typed, signal))
        ?.filter((place) => levels.includes(place.niveau))
        .map((place) => ({ label: place.libelle, value: `${place.nom} (${place.code})` })),
    choose: (value) => {
      input.value = value;
    },
  });
});

document.querySelectorAll("form[data-kept]").forEach((form) => {
  const status = form.querySelector("[role=status]");
  let timer = 0;
  let request = null;

  const keep = async () => {
    const data = new FormData(form);
    data.append("action", "garder");
    const headers = { "X-Requested-With": "fetch" };
    request = new AbortController();
    try {
      // Buttons named "action" hide the form's own.
      const address = form.getAttribute("action") || location.href;
      const answer = await fetch(address, { method: "POST", body: data, headers, signal: request.signal });
      if (answer.status !== 204) return;
      const now = new Date().toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
      status.textContent = form.dataset.kept.replace("%s", now);
    } catch (error) {
      if (error.name === "AbortError") return;
      timer = setTimeout(keep, 5 * PAUSE_MS);
    }
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  };

  form.addEventListener("input", wait);
  // On a slow line one types before this module has come.
  if ([...form.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue)) wait();
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    request?.abort();
  });
});
