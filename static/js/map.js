// The map one can move: the poles of the list at their place, over the outlines of départements. It takes the place of
// the server's map, which stays one button away, and comes back if anything cannot be loaded.

import { comeBack, grouped, markOf } from "./map-marks.js";
import { toGeoJson } from "./outlines.js";

const CLOSEST = 12;
const CLOSEST_FIT = 10;
const MARGIN_PIXELS = 24;
const OUTLINES_A_TURN = 12;
const STEPS = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

let leaflet = null;
let map = null;
let made = null;
let marks = null;
let circle = null;
let mainland = null;
let undrawn = []; // outlines, until they are on the map: marks come first
const outlines = {};
let poles = [];
let place = null;
let byDepartement = false;
let isFitDue = false;
let isOurMove = false;
let isCardMove = false;
let lit = "";
let opened = null;

/**
 * Show the list's poles on the map that `element` announces, once one can see it; `stay` keeps where the map is.
 * Asked again for the same element, as htmx does for each part of a page, it does nothing.
 */
export function show(element, stay) {
  if (element === place) return;
  place = element;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    bring(element, stay);
  });
  seen.observe(element.closest(".map"));
}

async function bring(element, stay) {
  try {
    leaflet ??= await load(element.dataset);
    const [found, topology] = await Promise.all([json(element.dataset.points), made ? null : json(element.dataset.outlines)]);
    if (element !== place) return;
    poles = found.poles;
    element.hidden = false;
    choose(byDepartement);
    await (made ??= make(element, topology));
    if (element !== place) return;
    const canvas = element.querySelector(".live-map__canvas");
    if (canvas !== map.getContainer()) canvas.replaceWith(map.getContainer());
  } catch {
    element.hidden = true;
    element.closest(".map").classList.remove("map--live", "map--both");
    return;
  }
  listen(element);
  drawCircle(element.dataset);
  if (!stay) fit();
  draw();
  while (undrawn.length) {
    await turn();
    for (const layer of undrawn.splice(0, OUTLINES_A_TURN)) layer.addTo(map);
  }
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

function turn() {
  return new Promise((done) => setTimeout(done));
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} : ${answer.status}`);
  return answer.json();
}

/** In several turns, between which a slow telephone answers the finger. */
async function make(element, topology) {
  const { tiles, tileCredits, zoomIn, zoomOut } = element.dataset;
  map = leaflet.map(element.querySelector(".live-map__canvas"), {
    attributionControl: false,
    dragging: !leaflet.Browser.mobile, // one finger moves the page, until the map is touched
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    maxBoundsViscosity: 1,
    maxZoom: CLOSEST,
    minZoom: 2,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    zoomControl: false,
    zoomSnap: 0.1,
  });
  await turn();
  leaflet.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut, position: "bottomleft" }).addTo(map);
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
  await turn();
  map.fitBounds(mainland, { animate: false });
  map.setMaxBounds(drawn.getBounds().pad(1)); // far enough for the card of a mark at the edge
  undrawn = drawn.getLayers();
  map.getPane("overlayPane").setAttribute("aria-hidden", "true"); // outlines say nothing that marks and list do not
  marks = leaflet.layerGroup().addTo(map);
  obey();
}

/** What the map does when it is moved, touched, or another size. */
function obey() {
  map.on("zoomend", draw);
  map.on("autopanstart", () => (isCardMove = true));
  map.on("moveend", () => {
    reach();
    if (isOurMove || isCardMove) place.querySelector(".live-map__here").hidden = true;
    else offer();
    isCardMove = false;
  });
  map.on("popupopen", ({ popup }) => (opened = popup));
  // Leaflet closes a card with Escape only while the map itself has focus.
  map.getContainer().addEventListener("keydown", (event) => {
    const [x, y] = STEPS[event.key] ?? [];
    if (x !== undefined && event.target.matches(".live-map__mark")) {
      event.preventDefault();
      map.panBy([x, y], { animate: !still });
    }
    if (event.key !== "Escape" || !opened?.isOpen()) return;
    const mark = markAt(opened.getLatLng());
    map.closePopup(opened);
    if (mark) comeBack(mark);
  });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => {
    map.scrollWheelZoom.disable();
    if (leaflet.Browser.mobile) map.dragging.disable();
  });
  map.on("click", () => map.dragging.enable());
  new ResizeObserver(() => {
    move(() => map.invalidateSize({ pan: false }));
    if (isFitDue) fit();
  }).observe(map.getContainer());
}

function markAt(point) {
  let found = null;
  marks.eachLayer((mark) => {
    if (mark.getLatLng().equals(point)) found = mark.getElement();
  });
  return found;
}

/** Change what the map shows without offering to search there. */
function move(action) {
  isOurMove = true;
  action();
  isOurMove = false;
}

/** All the poles of the list that are not overseas, or all of them; a map that is not shown waits until it is. */
function fit() {
  isFitDue = !map.getContainer().clientWidth;
  if (isFitDue) return;
  const isWhole = !place.dataset.points.includes("?");
  const near = poles.filter((pole) => !isOverseas(pole.code_departement));
  const points = (near.length ? near : poles).map(pointOf).filter(Boolean);
  const bounds = circle?.getBounds() ?? (points.length && !isWhole ? leaflet.latLngBounds(points) : mainland);
  const margin = isWhole ? 0 : MARGIN_PIXELS;
  move(() => map.fitBounds(bounds, { animate: false, padding: [margin, margin], maxZoom: CLOSEST_FIT }));
}

function isOverseas(departement) {
  return /^9[78]/.test(departement);
}

/** Where a pole is drawn: its point, else the middle of its département; nothing when that has no outline. */
function pointOf({ latitude, longitude, code_departement: code }) {
  return latitude === null ? outlines[code]?.getCenter() : leaflet.latLng(latitude, longitude);
}

function drawCircle({ latitude, longitude, radius }) {
  circle?.remove();
  circle = null;
  if (!latitude) return;
  circle = leaflet.circle([latitude, longitude], { radius: radius * 1000, interactive: false, className: "live-map__circle" });
  circle.addTo(map);
}

function draw() {
  const focused = document.activeElement?.closest(".live-map__mark")?.dataset.poles.split(" ")[0];
  marks.clearLayers();
  for (const group of grouped(poles, pointOf, (point) => map.project(point))) {
    marks.addLayer(markOf(leaflet, group, place.dataset));
  }
  if (focused) map.getContainer().querySelector(`.live-map__mark[data-poles~="${focused}"]`)?.focus();
  light(lit);
  reach();
}

/** Only marks that can be seen are met with Tab. */
function reach() {
  const shown = map.getBounds();
  marks.eachLayer((mark) => (mark.getElement().tabIndex = shown.contains(mark.getLatLng()) ? 0 : -1));
}

function light(address) {
  lit = address;
  for (const mark of map.getContainer().querySelectorAll(".live-map__mark")) {
    mark.classList.toggle("is-lit", Boolean(address) && mark.dataset.poles.split(" ").includes(address));
  }
}

/** Places, or the server's départements. */
function choose(departements) {
  byDepartement = departements;
  const whole = place.closest(".map");
  whole.classList.add("map--both");
  whole.classList.toggle("map--live", !byDepartement);
  for (const kind of whole.querySelectorAll("button[data-map]")) {
    kind.setAttribute("aria-pressed", String((kind.dataset.map === "departements") === byDepartement));
  }
}

function listen(element) {
  for (const row of document.querySelectorAll("#resultats .pole-row")) {
    const address = row.querySelector("a").getAttribute("href");
    for (const name of ["mouseenter", "focusin"]) row.addEventListener(name, () => light(address));
    for (const name of ["mouseleave", "focusout"]) row.addEventListener(name, () => light(""));
  }
  const whole = element.closest(".map");
  for (const kind of whole.querySelectorAll("button[data-map]")) {
    kind.addEventListener("click", () => choose(kind.dataset.map === "departements"));
  }
  const jump = whole.querySelector(".live-map__tools select");
  jump.addEventListener("change", (event) => {
    event.stopPropagation(); // no filter of the list
    if (jump.value === "tous") fit();
    else move(() => map.fitBounds(outlines[jump.value] ?? mainland, { animate: false }));
    jump.value = "";
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
  const { lieux } = await json(`/territoires/json?latitude=${lat.toFixed(4)}&longitude=${lng.toFixed(4)}`).catch(() => ({ lieux: [] }));
  const now = map.getCenter();
  if (!lieux.length || now.lat !== lat || now.lng !== lng) return;
  const query = new URLSearchParams(place.dataset.kept);
  for (const [name, value] of new URLSearchParams(lieux[0].requete)) query.set(name, value);
  query.set("rayon", radius);
  query.set("vue", "carte");
  link.href = `/poles/?${query}`;
  link.textContent = place.dataset.here.replace("%r", radius).replace("%p", lieux[0].de_nom);
  link.hidden = false;
  window.htmx.process(link);
}
