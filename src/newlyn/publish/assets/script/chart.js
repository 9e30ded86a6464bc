// A chart brought to life: the specification that it was drawn from, now with a box of words beside the pointer.
//
// figure[data-chart] holds the drawn chart in [data-drawings] and its Vega-Lite in script[data-spec], either one
// specification or {wide, narrow}; explore.js chooses. The table of the figure stays: the chart for those who cannot see it.

import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

import { element } from "./dom.js";

/** Show the live chart in place of the drawn one, or the drawn one again; whether it is live now. */
export async function toggle(figure, spec) {
  const drawings = figure.querySelector("[data-drawings]");
  const live = figure.querySelector(".live") ?? (await build(figure, drawings, spec));
  drawings.hidden = !drawings.hidden;
  live.hidden = !drawings.hidden;
  return drawings.hidden;
}

async function build(figure, drawings, spec) {
  const box = element("div", "live");
  const canvas = element("div");
  const tip = element("div", "tip");
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  box.append(canvas, tip);
  box.hidden = true;
  drawings.after(box);
  try {
    await draw(canvas, tip, spec);
  } catch (error) {
    box.remove();
    throw error;
  }
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", figure.querySelector("figcaption :is(h2, h3, h4)").textContent);
  return box;
}

async function draw(canvas, tip, spec) {
  const font = getComputedStyle(document.body).fontFamily;
  const { spec: vega } = compile({ ...spec, config: { ...spec.config, font } });
  // The interpreter walks expressions instead of making functions from text, which the pages' policy forbids.
  const view = new View(parse(vega, undefined, { ast: true }), {
    container: canvas,
    expr: expressionInterpreter,
    hover: true,
    loader: CLOSED,
    renderer: "svg",
    tooltip: (_handler, event, _item, value) => tell(tip, event, value),
  });
  await view.runAsync();
  const svg = canvas.querySelector("svg");
  svg.setAttribute("focusable", "false");
}

/** Data stand inside the specification; nothing is fetched, and no link or picture is let in. */
const refuse = async () => {
  throw new Error("a chart asks for nothing from outside");
};
const CLOSED = { file: refuse, http: refuse, load: refuse, sanitize: refuse };

function tell(tip, event, value) {
  const words = typeof value === "object" && value !== null ? Object.entries(value) : [["", value]];
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  const [title, ...rows] = words;
  const list = element("dl");
  list.append(...rows.flatMap(([name, said]) => [element("dt", "", name), element("dd", "", String(said))]));
  tip.replaceChildren(element("b", "", String(title[1])), ...(rows.length ? [list] : []));
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 4);
  const below = event.clientY + 14 + tip.offsetHeight < innerHeight;
  const top = below ? event.clientY + 14 : event.clientY - 14 - tip.offsetHeight;
  tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
}
