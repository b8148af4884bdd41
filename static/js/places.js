// The place field of the directory. Without this module the form's page lists the places.

import { combobox, placesOf } from "./combobox.js";

/** Keep the other filters of the page, and go: around a commune, or within another level. */
function go(query) {
  const search = document.getElementById("recherche");
  const kept = new URLSearchParams(search ? new FormData(search) : undefined);
  for (const name of ["region", "departement", "epci", "commune", "pres_de", "rayon"]) kept.delete(name);
  for (const [name, value] of [...kept]) if (!value) kept.delete(name, value);
  for (const [name, value] of new URLSearchParams(query)) kept.append(name, value);
  location.assign(`/poles/?${kept}`);
}

document.querySelectorAll("form[data-places]").forEach((form) =>
  combobox(form.querySelector("input[type=search]"), {
    label: form.querySelector("label").textContent,
    found: form.dataset.found,
    none: form.dataset.none,
    ask: async (typed, signal) =>
      (await placesOf(typed, signal))?.map((place) => ({ label: place.libelle, value: place.requete })),
    choose: go,
  }),
);
