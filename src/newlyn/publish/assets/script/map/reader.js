// What the map says of an area in words: in the box beside the pointer, and in the line below the map.

import { element } from "../dom.js";
import { SOURCE } from "./style.js";

export class Reader {
  #config;
  #map;
  #marked = null;
  #pages;
  #values;

  constructor(map, config, values) {
    this.#map = map;
    this.#config = config;
    this.#pages = config.pages && new Set(config.pages);
    this.#values = values;
    this.panel = element("p", "live-map__said");
    this.panel.tabIndex = -1;
    this.panel.setAttribute("aria-live", "polite");
    this.say(null);
  }

  /** The area under a point of the canvas, or null. */
  areaAt(point) {
    return this.#map.queryRenderedFeatures(point, { layers: ["areas"] })[0] ?? null;
  }

  /** Draw a line around one area, and around no other. */
  mark(area) {
    const code = area?.properties.code ?? null;
    if (code === this.#marked) return false;
    for (const [id, marked] of [[this.#marked, false], [code, true]]) {
      if (id !== null) this.#map.setFeatureState({ ...SOURCE(this.#config), id }, { marked });
    }
    this.#marked = code;
    return true;
  }

  /** Name, figures and class of an area. */
  words(area) {
    const { properties } = area;
    const [kind, text, name] = this.#standing(properties);
    const said = (this.#config.said ?? [])
      .filter(({ property }) => property in properties)
      .map(({ property, before = "", after = "", words = {} }) => {
        const value = properties[property];
        return `${before}${words[value] ?? number(value)}${after}`;
      });
    const label = this.#config.classes[kind - 1]?.label ?? this.#config.missing ?? "No figure";
    return { name: name ?? properties.name ?? properties.code, lines: [text, ...said, label].filter(Boolean) };
  }

  /** Put an area into the line below the map, with the way to its page. */
  say(area) {
    if (!area) {
      this.panel.textContent = "Choose an area to see its figures.";
      return;
    }
    const { name, lines } = this.words(area);
    this.panel.replaceChildren(element("b", "", name), `: ${lines.join("; ")}. `);
    const page = this.page(area);
    if (!page) return;
    const link = element("a", "", `Open the page of ${name}`);
    link.href = page;
    this.panel.append(link);
  }

  /** The address of the page of an area, or null. */
  page(area) {
    if (this.#pages && !this.#pages.has(area.properties.code)) return null;
    return this.#config.page.replace(/\{code\}|%7Bcode%7D/i, encodeURIComponent(area.properties.code));
  }

  #standing(properties) {
    if (this.#config.property) return [properties[this.#config.property]];
    const found = this.#values[properties.code];
    return Array.isArray(found) ? found : [found];
  }
}

const number = (value) => (typeof value === "number" ? value.toLocaleString("en-GB") : String(value));
