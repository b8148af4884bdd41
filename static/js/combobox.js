// A field with suggestions under it, as an ARIA combobox; on public pages, the field of a place. Without this module the
// form's page lists the places. One file: each is a request of a first visit.

const WAIT_MS = 150;
const SHORTEST = 2;

/**
 * Turn a text field into a combobox. `ask(typed, signal)` gives suggestions `{label, value}`, `choose(value)` takes one;
 * `found` ("%n lieux proposés") and `none` are told to screen readers.
 */
export function combobox(input, { label, found, none, ask, choose }) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.parentElement.append(list, status);

  let timer = 0;
  let request = null;
  let active = -1;
  let values = [];

  const close = () => {
    list.hidden = true;
    active = -1;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const reopen = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const activate = (position) => {
    const options = [...list.children];
    if (!options.length) return;
    active = (position + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };

  const show = (suggestions) => {
    if (document.activeElement !== input) return close();
    values = suggestions.map((one) => one.value);
    list.replaceChildren(
      ...suggestions.map((one, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = one.label;
        return option;
      }),
    );
    list.hidden = suggestions.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length ? found.replace("%n", suggestions.length) : none;
  };

  const look = async () => {
    const typed = input.value.trim();
    request?.abort();
    if (typed.length < SHORTEST) {
      list.replaceChildren();
      return close();
    }
    request = new AbortController();
    try {
      const suggestions = await ask(typed, request.signal);
      if (suggestions) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const take = (position) => {
    const value = values[position];
    close();
    choose(value);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden && event.key === "ArrowDown" && list.children.length) reopen();
    if (list.hidden) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter" && active >= 0) take(active);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, WAIT_MS));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
}

/** Places of a name, as `/territoires/json` gives them; nothing when it does not answer. */
export async function placesOf(typed, signal) {
  const answer = await fetch(`/territoires/json?${new URLSearchParams({ q: typed })}`, { signal });
  return answer.ok ? (await answer.json()).lieux : null;
}

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
