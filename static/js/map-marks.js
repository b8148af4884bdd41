// The marks of the map one can move: poles grouped where they would cover one another, each with its card.

const MARK_PIXELS = 30;
const ABOVE = 1000;
const MOST_NAMED = 3;
let isComingBack = false;

/** Marks never cover one another: a pole too near to a mark joins it. Those whose commune is known come first. */
export function grouped(poles, pointOf, project) {
  const groups = [];
  const placed = poles.map((pole) => ({ pole, point: pointOf(pole) })).filter(({ point }) => point);
  placed.sort((one, other) => isPlaced(other.pole) - isPlaced(one.pole));
  for (const { pole, point } of placed) {
    const spot = project(point);
    const covers = (group) => Math.max(Math.abs(group.spot.x - spot.x), Math.abs(group.spot.y - spot.y)) < MARK_PIXELS;
    const near = groups.find(covers);
    if (near) near.poles.push(pole);
    else groups.push({ point, spot, poles: [pole] });
  }
  return groups;
}

function isPlaced(pole) {
  return pole.latitude !== null;
}

/** A mark with its card. It is a button that Enter opens and enters; Escape is the map's. */
export function markOf(leaflet, { point, poles }, words) {
  const kind = poles.some(isPlaced) ? (poles.length > 1 ? "several" : "one") : "departement";
  const icon = leaflet.divIcon({
    className: `live-map__mark live-map__mark--${kind}`,
    html: kind === "one" ? "<span></span>" : `<span>${poles.length}</span>`,
    iconSize: [MARK_PIXELS, MARK_PIXELS],
  });
  const mark = leaflet.marker(point, {
    autoPanOnFocus: false,
    icon,
    riseOnHover: true,
    zIndexOffset: kind === "departement" ? 0 : ABOVE,
  });
  mark.bindPopup(() => card(poles, words), {
    autoPanPadding: [8, 8],
    className: "live-map__card",
    maxHeight: 240,
    maxWidth: 240,
  });
  mark.on("add", () => dress(mark, poles, kind, words));
  mark.on("popupopen", () => {
    mark.getElement().setAttribute("aria-expanded", "true");
    const close = mark.getPopup().getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => comeBack(mark.getElement()));
    mark.getPopup().getElement().onkeydown = (event) => leave(event, mark.getElement());
  });
  mark.on("popupclose", () => mark.getElement()?.setAttribute("aria-expanded", "false"));
  return mark;
}

/** Focus goes back to a mark whose card was closed, and does not open it again. */
export function comeBack(element) {
  isComingBack = true;
  element.focus({ preventScroll: true });
  isComingBack = false;
}

/** In the order of Tab a card follows its mark, whatever its place in the document. */
function leave(event, mark) {
  if (event.key !== "Tab") return;
  const stops = [...event.currentTarget.querySelectorAll("a")];
  if (event.target !== (event.shiftKey ? stops[0] : stops.at(-1))) return;
  comeBack(mark); // from which Tab goes on to the next mark
  if (event.shiftKey) event.preventDefault();
}

function dress(mark, poles, kind, words) {
  const element = mark.getElement();
  element.dataset.poles = poles.map((pole) => pole.url).join(" ");
  element.setAttribute("aria-label", nameOf(poles, kind, words));
  element.setAttribute("aria-expanded", "false");
  for (const name of ["focus", "mouseenter"]) element.addEventListener(name, () => lightRows(poles, true));
  for (const name of ["blur", "mouseleave"]) element.addEventListener(name, () => lightRows(poles, false));
  element.addEventListener("focus", () => !isComingBack && element.matches(":focus-visible") && mark.openPopup());
  // Leaflet opens and closes the card on Enter: here Enter goes into the card, which focus has opened.
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      mark.openPopup().getPopup().getElement().querySelector("a").focus();
    },
    true,
  );
}

function nameOf(poles, kind, { several, unplaced }) {
  const [first] = poles;
  if (kind === "one") return `${first.nom}, ${first.commune ?? first.departement}`;
  const departements = [...new Set(poles.map((pole) => pole.departement))];
  const named = departements.slice(0, MOST_NAMED).join(", ") + (departements.length > MOST_NAMED ? "…" : "");
  return (kind === "departement" ? unplaced : several).replace("%n", poles.length).replace("%d", named);
}

/** What is told of the poles of a mark, each a link to its page. */
function card(poles, words) {
  const list = document.createElement("ul");
  for (const pole of poles) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = pole.url;
    link.textContent = pole.nom;
    const where = item.appendChild(document.createElement("p"));
    where.className = "place";
    where.textContent = pole.commune ? `${pole.commune} (${pole.departement})` : `${pole.departement}, ${words.unknown}`;
    if (poles.length === 1 && pole.resume) item.appendChild(document.createElement("p")).textContent = pole.resume;
  }
  return list;
}

/** The list beside shows what is pointed at or focused on the map. */
function lightRows(poles, isLit) {
  const addresses = new Set(poles.map((pole) => pole.url));
  for (const row of document.querySelectorAll("#resultats .pole-row")) {
    if (addresses.has(row.querySelector("a").getAttribute("href"))) row.classList.toggle("is-lit", isLit);
  }
}
