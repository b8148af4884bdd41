// A place by its name: suggestions under the field, as an ARIA combobox. Without this module the form's page lists them.

const WAIT_MS = 150;
const SHORTEST = 2;

/** Turn the place field of a form into a combobox; choosing a commune looks around it, another level filters by it. */
function enhance(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
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

  const show = (places) => {
    if (document.activeElement !== input) return close();
    list.replaceChildren(
      ...places.map((place, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = place.libelle;
        option.dataset.query = place.requete;
        return option;
      }),
    );
    list.hidden = places.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = places.length ? form.dataset.found.replace("%n", places.length) : form.dataset.none;
  };

  const ask = async () => {
    const typed = input.value.trim();
    request?.abort();
    if (typed.length < SHORTEST) {
      list.replaceChildren();
      return close();
    }
    request = new AbortController();
    try {
      const answer = await fetch(`/territoires/json?${new URLSearchParams({ q: typed })}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).lieux);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  /** Keep the other filters of the page, and go. */
  const choose = (option) => {
    const search = document.getElementById("recherche");
    const kept = new URLSearchParams(search ? new FormData(search) : undefined);
    for (const name of ["region", "departement", "epci", "commune", "pres_de", "rayon"]) kept.delete(name);
    for (const [name, value] of [...kept]) if (!value) kept.delete(name, value);
    for (const [name, value] of new URLSearchParams(option.dataset.query)) kept.append(name, value);
    location.assign(`/poles/?${kept}`);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden && event.key === "ArrowDown" && list.children.length) reopen();
    if (list.hidden) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, WAIT_MS));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

document.querySelectorAll("form[data-places]").forEach(enhance);
