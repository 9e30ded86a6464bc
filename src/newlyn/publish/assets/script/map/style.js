// How the map is drawn: areas in the colours of their classes on white ground, lines, names. No base map, no fonts from elsewhere.

const INK = "#14191f";
const NO_CLASS = "#e3e6e9";
const MARK = "#ffdd00";
const HOVER = ["boolean", ["feature-state", "marked"], false];

// The first name says the weight only; letters come from the first of the others that the reader's machine has.
const FONTS = ["Newlyn semibold", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "Liberation Sans"];

/** Where the areas of a map are found again. */
export const SOURCE = (config) => ({ source: "areas", sourceLayer: config.layer });

/** The class of an area as an expression: from its properties or from the values that were loaded. */
const classOf = (config) => ["to-number", config.property ? ["get", config.property] : ["feature-state", "class"], 0];

export function styleOf(config) {
  const areas = { source: "areas", "source-layer": config.layer };
  const colours = config.classes.flatMap(({ colour }, at) => [at + 1, colour]);
  const classed = ["match", classOf(config), ...colours, NO_CLASS];
  return {
    version: 8,
    sources: {
      areas: {
        type: "vector",
        url: `pmtiles://${new URL(config.tiles, document.baseURI)}`,
        promoteId: { [config.layer]: "code" },
      },
      ...(config.outlines && { outlines: { type: "geojson", data: absolute(config.outlines) } }),
      labels: { type: "geojson", data: points(config.labels ?? []) },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#ffffff" } },
      {
        id: "areas",
        type: "fill",
        ...areas,
        // Where lines begin only near by, colour marks from afar: a line around each of very many areas, though none is
        // seen but one, would be half of the work of moving the map.
        paint: { "fill-color": config.near ? ["case", HOVER, MARK, classed] : classed, "fill-antialias": false },
      },
      // From afar, edges would be all that one sees of small areas, and they are half of the work of drawing a country.
      { id: "edges", type: "line", ...areas, minzoom: config.near ?? 7, paint: { "line-color": "#ffffff", "line-width": thin(0.2, 1) } },
      ...(config.outlines
        ? [{ id: "outlines", type: "line", source: "outlines", paint: { "line-color": INK, "line-width": thin(0.9, 2) } }]
        : []),
      {
        id: "marked",
        type: "line",
        ...areas,
        minzoom: config.near ?? 6,
        // No width rather than no colour: what is not seen is not drawn.
        paint: { "line-color": INK, "line-width": ["case", HOVER, 3, 0] },
      },
      {
        id: "names",
        type: "symbol",
        source: "labels",
        filter: [">=", ["zoom"], ["get", "from"]],
        layout: {
          "symbol-sort-key": ["get", "rank"],
          "text-field": ["get", "name"],
          "text-font": FONTS,
          "text-padding": 4,
          "text-size": 15,
          "text-variable-anchor": ["center", "top", "bottom"],
        },
        paint: { "text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 2 },
      },
    ],
  };
}

/** A width that grows as one comes nearer. */
const thin = (far, near) => ["interpolate", ["linear"], ["zoom"], 6, far, 13, near];

const absolute = (data) => (typeof data === "string" ? new URL(data, document.baseURI).href : data);

function points(labels) {
  const features = labels.map(({ name, lon, lat, rank = 0, from = 0 }) => ({
    type: "Feature",
    properties: { name, rank, from },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  return { type: "FeatureCollection", features };
}
