// Outlines shipped as TopoJSON, as the GeoJSON that Leaflet draws.

/** Each arc is a list of steps on a grid: the points they lead to, in degrees. */
function pointsOf(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([right, up]) => {
    x += right;
    y += up;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

/** The shapes of the only layer of a topology, as a GeoJSON collection with the same properties. */
export function toGeoJson(topology) {
  const arcs = topology.arcs.map((arc) => pointsOf(arc, topology.transform));
  // A negative number is an arc taken backwards; arcs share the point where they meet.
  const ring = (numbers) =>
    numbers.flatMap((number, index) => (number < 0 ? [...arcs[~number]].reverse() : arcs[number]).slice(index ? 1 : 0));
  const [layer] = Object.values(topology.objects);
  return {
    type: "FeatureCollection",
    features: layer.geometries.map((shape) => ({
      type: "Feature",
      properties: shape.properties,
      geometry: {
        type: shape.type,
        coordinates: shape.type === "Polygon" ? shape.arcs.map(ring) : shape.arcs.map((polygon) => polygon.map(ring)),
      },
    })),
  };
}
