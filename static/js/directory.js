// The directory's form and links, followed by htmx without a reload: what a whole new page would do and a part does not.

const root = document.getElementById("annuaire");
const field = document.getElementById("q");
const messages = document.getElementById("messages");
let open = [];
let focused = "";
let typing = false;

/** Fields left empty stay out of the address, as they do in the links of the page. */
document.addEventListener("htmx:configRequest", (event) => {
  const parameters = event.detail.parameters;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

/** Words typed one after the other are one step of the history; the same list asked for again is none. */
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const typed = event.detail.requestConfig.triggeringEvent?.type === "input";
  const isSame = event.detail.history.path === location.pathname + location.search;
  if ((typed && typing) || isSame) event.detail.history.type = "replace";
  typing = typed;
});

document.addEventListener("htmx:beforeSwap", () => {
  open = [...root.querySelectorAll("#filtres details[open]")].map((details) => details.id);
  focused = document.activeElement.id;
});

/** Groups of filters stay as they were; focus stays where it was, or goes to what stands for it. */
document.addEventListener("htmx:afterSettle", (event) => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const search = new URL(event.detail.pathInfo.finalRequestPath, location.href).searchParams;
  if (document.activeElement !== field) field.value = search.get("q") ?? "";
  if (focused && document.activeElement.id !== focused) (document.getElementById(focused) ?? groupOf(focused))?.focus();
  if (document.activeElement === document.body) document.getElementById("total").focus();
  for (const name of ["vue", "page"]) search.delete(name);
  showMap(search.has("pres_de") && event.detail.requestConfig.elt.matches(".live-map__here"));
  document.querySelector("link[rel=alternate]").href = search.size ? `/poles/atom?${search}` : "/poles/atom";
});

/** The view « carte » has a map to move, whose module comes with the first one. */
async function showMap(stay) {
  const element = document.getElementById("carte");
  if (element) (await import("./map.js")).show(element, stay);
}

/** The title of the group that held a box which is no more. */
function groupOf(id) {
  return document.getElementById(`titre-${id.split("-")[0]}`);
}

for (const fault of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(fault, () => {
    const told = document.createElement("p");
    told.className = "notice";
    told.textContent = messages.dataset.failed;
    messages.replaceChildren(told);
  });
}

showMap(false);
