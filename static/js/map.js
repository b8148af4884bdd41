// The map one can move: the poles of the list at their place, over the outlines of départements. It takes the place of
// the server's map, which stays one button away, and comes back if anything cannot be loaded.

import { toGeoJson } from "./outlines.js";

const MARK_PIXELS = 30;
const ABOVE = 1000;
const CLOSEST = 12;
const MARGIN_PIXELS = 30;
const CLOSEST_FIT = 10;
const FARTHEST_KM = 500;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

let leaflet = null;
let map = null;
let marks = null;
let circle = null;
let mainland = null;
const outlines = {};
let features = [];
let place = null;
let byDepartement = false;
let isOurMove = false;
let lit = "";
let opened = null;

/** Show the list's poles on the map that `element` announces, once one can see it; `stay` keeps where the map is. */
export function show(element, stay) {
  place = element;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    bring(element, stay);
  });
  seen.observe(element.closest(".map"));
}

async function bring(element, stay) {
  try {
    leaflet ??= await load(element.dataset);
    const [points, topology] = await Promise.all([json(element.dataset.points), map ? null : json(element.dataset.outlines)]);
    if (element !== place) return;
    features = points.features;
    element.hidden = false;
    element.closest(".map").classList.toggle("map--live", !byDepartement);
    if (map) element.querySelector(".live-map__canvas").replaceWith(map.getContainer());
    else make(element, topology);
  } catch {
    element.hidden = true;
    element.closest(".map").classList.remove("map--live");
    return;
  }
  listen(element);
  drawCircle(element.dataset);
  if (!stay) fit();
  draw();
}

/** Leaflet and its style sheet come with the first map only. */
async function load({ script, style }) {
  const tag = (name, attributes) =>
    new Promise((resolve, reject) => {
      const made = Object.assign(document.createElement(name), attributes, { onload: resolve, onerror: reject });
      document.head.append(made);
    });
  await Promise.all([tag("link", { rel: "stylesheet", href: style }), tag("script", { src: script })]);
  return window.L;
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} : ${answer.status}`);
  return answer.json();
}

function make(element, topology) {
  const { tiles, tileCredits, zoomIn, zoomOut } = element.dataset;
  map = leaflet.map(element.querySelector(".live-map__canvas"), {
    attributionControl: false,
    dragging: !leaflet.Browser.mobile, // one finger moves the page, until the map is touched
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    maxZoom: CLOSEST,
    minZoom: 2,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  leaflet.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut, position: "topleft" }).addTo(map);
  if (tiles) {
    leaflet.tileLayer(tiles, { maxZoom: CLOSEST }).addTo(map);
    leaflet.control.attribution({ prefix: false }).addAttribution(tileCredits).addTo(map);
  }
  const drawn = leaflet.geoJSON(toGeoJson(topology), {
    interactive: false,
    style: { className: tiles ? "live-map__outline live-map__outline--bare" : "live-map__outline" },
  });
  drawn.eachLayer((layer) => {
    const { code } = layer.feature.properties;
    outlines[code] = layer.getBounds();
    if (!isOverseas(code)) mainland = (mainland ?? leaflet.latLngBounds([])).extend(layer.getBounds());
  });
  map.fitBounds(mainland, { animate: false });
  drawn.addTo(map);
  marks = leaflet.layerGroup().addTo(map);
  map.on("zoomend", draw);
  map.on("autopanstart", () => (isOurMove = true));
  map.on("moveend", () => {
    if (!isOurMove) offer();
    isOurMove = false;
  });
  // Leaflet closes a card with Escape only while the map itself has focus.
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    map.closePopup();
    opened?.getElement()?.focus({ preventScroll: true });
    opened?.closePopup();
  });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => {
    map.scrollWheelZoom.disable();
    if (leaflet.Browser.mobile) map.dragging.disable();
  });
  map.on("click", () => map.dragging.enable());
  new ResizeObserver(() => move(() => map.invalidateSize({ pan: false }))).observe(map.getContainer());
}

/** Change what the map shows without offering to search there. */
function move(action) {
  isOurMove = true;
  action();
  isOurMove = false;
}

function fit() {
  const isWhole = !place.dataset.points.includes("?");
  const near = features.filter(({ properties }) => !isOverseas(properties.code_departement));
  const points = (near.length ? near : features).map(pointOf).filter(Boolean);
  const bounds = circle?.getBounds() ?? (points.length && !isWhole ? leaflet.latLngBounds(points) : mainland);
  move(() => map.fitBounds(bounds, { animate: false, padding: [MARGIN_PIXELS, MARGIN_PIXELS], maxZoom: CLOSEST_FIT }));
}

function isOverseas(departement) {
  return /^9[78]/.test(departement);
}

/** Where a pole is drawn: its point, else the middle of its département; nothing when that has no outline. */
function pointOf({ geometry, properties }) {
  return geometry ? leaflet.latLng(geometry.coordinates[1], geometry.coordinates[0]) : outlines[properties.code_departement]?.getCenter();
}

function drawCircle({ latitude, longitude, radius }) {
  circle?.remove();
  circle = null;
  if (!latitude) return;
  circle = leaflet.circle([latitude, longitude], { radius: radius * 1000, interactive: false, className: "live-map__circle" });
  circle.addTo(map);
}

/** Marks never cover one another: a pole too near to a mark joins it. Those whose commune is known come first. */
function grouped() {
  const groups = [];
  const placed = features.map((feature) => ({ feature, point: pointOf(feature) })).filter(({ point }) => point);
  placed.sort((one, other) => Boolean(other.feature.geometry) - Boolean(one.feature.geometry));
  for (const { feature, point } of placed) {
    const spot = map.project(point);
    const near = groups.find((group) => group.spot.distanceTo(spot) < MARK_PIXELS);
    if (near) near.poles.push(feature.properties);
    else groups.push({ point, spot, poles: [feature.properties] });
  }
  return groups;
}

function draw() {
  const focused = document.activeElement?.closest(".live-map__mark")?.dataset.first;
  marks.clearLayers();
  for (const group of grouped()) marks.addLayer(markOf(group));
  if (focused) map.getContainer().querySelector(`.live-map__mark[data-first="${focused}"]`)?.focus();
  light(lit);
}

function markOf({ point, poles }) {
  const isPlaced = poles.some((pole) => pole.latitude !== null);
  const kind = isPlaced ? (poles.length > 1 ? "several" : "one") : "departement";
  const icon = leaflet.divIcon({
    className: `live-map__mark live-map__mark--${kind}`,
    html: poles.length > 1 || !isPlaced ? `<span>${poles.length}</span>` : "<span></span>",
    iconSize: [MARK_PIXELS, MARK_PIXELS],
  });
  const mark = leaflet.marker(point, { icon, riseOnHover: true, zIndexOffset: isPlaced ? ABOVE : 0 });
  mark.bindPopup(() => card(poles), { className: "live-map__card", maxWidth: 260, maxHeight: 240 });
  mark.on("add", () => {
    const element = mark.getElement();
    element.dataset.first = poles[0].code;
    element.dataset.poles = poles.map((pole) => pathOf(pole)).join(" ");
    element.setAttribute("aria-label", nameOf(poles, isPlaced));
    for (const name of ["focus", "mouseenter"]) element.addEventListener(name, () => lightRows(poles, true));
    for (const name of ["blur", "mouseleave"]) element.addEventListener(name, () => lightRows(poles, false));
    element.addEventListener("focus", () => element.matches(":focus-visible") && mark.openPopup());
    // Leaflet opens and closes the card on Enter: here Enter goes into the card, which focus has opened.
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      mark.openPopup().getPopup().getElement().querySelector("a").focus();
    }, true);
  });
  mark.on("popupopen", () => (opened = mark));
  return mark;
}

function nameOf(poles, isPlaced) {
  const [{ nom, commune, departement }] = poles;
  const { several, unplaced } = place.dataset;
  if (!isPlaced) return unplaced.replace("%d", departement).replace("%n", poles.length);
  return poles.length > 1 ? several.replace("%n", poles.length).replace("%p", commune ?? departement) : `${nom}, ${commune ?? departement}`;
}

/** What is told of the poles of a mark, each a link to its page. */
function card(poles) {
  const list = document.createElement("ul");
  for (const pole of poles) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = pathOf(pole);
    link.textContent = pole.nom;
    const where = item.appendChild(document.createElement("p"));
    where.className = "place";
    where.textContent = pole.commune ? `${pole.commune} (${pole.departement})` : `${pole.departement}, ${place.dataset.unknown}`;
    if (poles.length === 1 && pole.resume) item.appendChild(document.createElement("p")).textContent = pole.resume;
  }
  return list;
}

function pathOf(pole) {
  return new URL(pole.url).pathname;
}

/** The list and the map in step: what is pointed at or focused in one is shown in the other. */
function lightRows(poles, isLit) {
  const paths = new Set(poles.map(pathOf));
  for (const row of document.querySelectorAll("#resultats .pole-row")) {
    if (paths.has(row.querySelector("a").getAttribute("href"))) row.classList.toggle("is-lit", isLit);
  }
}

function light(path) {
  lit = path;
  for (const mark of map.getContainer().querySelectorAll(".live-map__mark")) {
    mark.classList.toggle("is-lit", Boolean(path) && mark.dataset.poles.split(" ").includes(path));
  }
}

function listen(element) {
  const rows = document.querySelectorAll("#resultats .pole-row");
  for (const row of rows) {
    const path = row.querySelector("a").getAttribute("href");
    for (const name of ["mouseenter", "focusin"]) row.addEventListener(name, () => light(path));
    for (const name of ["mouseleave", "focusout"]) row.addEventListener(name, () => light(""));
  }
  const kinds = element.querySelectorAll("button[data-map]");
  const choose = () => {
    for (const kind of kinds) kind.setAttribute("aria-pressed", String((kind.dataset.map === "departements") === byDepartement));
    element.closest(".map").classList.toggle("map--live", !byDepartement);
  };
  for (const kind of kinds) {
    kind.addEventListener("click", () => {
      byDepartement = kind.dataset.map === "departements";
      choose();
    });
  }
  choose();
  const jump = element.querySelector("select");
  jump.addEventListener("change", (event) => {
    event.stopPropagation(); // no filter of the list
    move(() => map.fitBounds(outlines[jump.value] ?? mainland, { animate: false }));
  });
}

/** The map has been moved: offer the list of what is around its middle, named after the nearest commune. */
async function offer() {
  const link = place.querySelector(".live-map__here");
  const { lat, lng } = map.getCenter();
  const bounds = map.getBounds();
  const half = Math.min(map.distance([lat, bounds.getWest()], [lat, lng]), map.distance([bounds.getNorth(), lng], [lat, lng])) / 1000;
  const radii = place.dataset.radii.split(" ").map(Number);
  const radius = radii.filter((one) => one <= half).at(-1) ?? radii[0];
  link.hidden = true;
  if (half > FARTHEST_KM) return;
  const { lieux } = await json(`/territoires/json?latitude=${lat.toFixed(4)}&longitude=${lng.toFixed(4)}`).catch(() => ({ lieux: [] }));
  const now = map.getCenter();
  if (!lieux.length || now.lat !== lat || now.lng !== lng) return;
  const query = new URLSearchParams(place.dataset.kept);
  for (const [name, value] of new URLSearchParams(lieux[0].requete)) query.set(name, value);
  query.set("rayon", radius);
  query.set("vue", "carte");
  link.href = `/poles/?${query}`;
  link.textContent = place.dataset.here.replace("%r", radius).replace("%p", lieux[0].nom);
  link.hidden = false;
  window.htmx.process(link);
}
