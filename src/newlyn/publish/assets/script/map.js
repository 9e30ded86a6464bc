// The map that moves: takes the place of the drawn one once it has loaded, and leaves that alone if anything fails.
//
// <div data-map> holds the drawn map in [data-drawn] and a block of JSON:
//   tiles      address of a .pmtiles file, read piece by piece
//   layer      its layer ("areas")
//   classes    [{colour, label}, …]: class 1 is the first
//   property   name of the property that holds the class of an area, or
//   values     address of a JSON file {code: class} or {code: [class, value as text, name]}
//   said       properties to say besides: [{property, before, after, words: what to say for a value}, …]
//   near       the zoom from which areas have edges, where there are so many that 7 would be too soon
//   outlines   GeoJSON, or its address: lines of larger areas
//   labels     [{name, lon, lat, rank, from}, …]: a lower rank is placed first; from: the zoom from which it is shown
//   bounds     [west, south, east, north] in degrees
//   page       address of the page of an area, with {code} in it
//   pages      codes of the areas that have a page; all of them where it is left out
//   described_by, name, missing   the id of the sentence about the map, its name, and what to say where no class is known

import { addProtocol, Map, NavigationControl, prewarm, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";

import { element, jsonIn } from "./dom.js";
import { steer } from "./map/keyboard.js";
import { point } from "./map/pointer.js";
import { Reader } from "./map/reader.js";
import { SOURCE, styleOf } from "./map/style.js";

setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);
prewarm(); // the worker is fetched while the rest gets ready
addProtocol("pmtiles", new Protocol().tile);

const DEEPEST = 15;
const PADDING = 12; // pixels between a place and the edge of its map

export async function start(mount) {
  const config = jsonIn(mount);
  const drawn = mount.querySelector("[data-drawn]");
  const [values] = await Promise.all([load(config.values), styled()]);
  const frame = element("div", "live-map");
  const canvas = element("div", "live-map__canvas");
  frame.append(canvas);
  mount.append(frame);
  try {
    const map = await open(canvas, config, values, drawn.querySelector("svg").getBoundingClientRect().height);
    const reader = new Reader(map, config, values ?? {});
    frame.append(reader.panel);
    point(map, canvas, reader);
    steer(map, canvas, reader, config);
    drawn.hidden = true;
    mount.dataset.state = "live";
    map.resize();
    performance.mark("newlyn-map-live");
  } catch (error) {
    frame.remove();
    mount.dataset.state = "drawn";
    console.warn("The map that moves could not start; the drawn one stays.", error);
  }
}

/** The map, loaded and drawn, or an error. */
async function open(canvas, config, values, height) {
  canvas.style.height = `${Math.round(Math.min(Math.max(height, 280), 0.85 * innerHeight))}px`;
  const [west, south, east, north] = config.bounds;
  const map = new Map({
    attributionControl: false, // the sources are named at the foot of the page and on the page about the data
    bounds: config.bounds,
    container: canvas,
    cooperativeGestures: true,
    dragRotate: false,
    fadeDuration: 0,
    fitBoundsOptions: { padding: PADDING },
    maplibreLogo: false,
    // As far again on each side, so that what lies at the edge can be brought to the middle.
    maxBounds: [2 * west - east, Math.max(2 * south - north, -85), 2 * east - west, Math.min(2 * north - south, 85)],
    maxZoom: DEEPEST,
    pitchWithRotate: false,
    renderWorldCopies: false,
    style: styleOf(config),
    touchPitch: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new Whole(config.bounds), "top-right");
  try {
    await loaded(map);
  } catch (error) {
    map.remove();
    throw error;
  }
  for (const [code, one] of Object.entries(values ?? {})) {
    map.setFeatureState({ ...SOURCE(config), id: code }, { class: Array.isArray(one) ? one[0] : one });
  }
  return map;
}

/** A button that shows the whole place again. */
class Whole {
  #bounds;
  #group = element("div", "maplibregl-ctrl maplibregl-ctrl-group");

  constructor(bounds) {
    this.#bounds = bounds;
  }

  onAdd(map) {
    const button = element("button", "live-map__whole", "All");
    button.type = "button";
    button.setAttribute("aria-label", "All: show the whole place");
    button.addEventListener("click", () => map.fitBounds(this.#bounds, { padding: PADDING }));
    this.#group.append(button);
    return this.#group;
  }

  onRemove() {
    this.#group.remove();
  }
}

function loaded(map) {
  return new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => reject(error));
  });
}

async function load(address) {
  if (!address) return null;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** The style sheet of the map, fetched when the first map is. */
function styled() {
  const link = element("link");
  link.rel = "stylesheet";
  link.href = new URL(MAP_STYLE, import.meta.url).href;
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error("the style sheet of the map did not load"));
    document.head.append(link);
  });
}
