// The map by keyboard: arrows move it, plus and minus bring it nearer, a cross in the middle picks the area, Enter opens its page.

import { element } from "../dom.js";

const HELP = "Arrow keys move the map, plus and minus zoom, 0 shows the whole place. The area under the cross is read out; Enter opens its page. Escape leaves the map.";

let made = 0;

export function steer(map, frame, reader, config) {
  const canvas = map.getCanvas();
  const help = element("p", "govuk-visually-hidden", HELP);
  help.id = `map-help-${(made += 1)}`;
  const cross = element("div", "live-map__cross");
  cross.setAttribute("aria-hidden", "true");
  frame.append(cross);
  frame.after(help);

  // All keys are the map's own while it has the focus: a screen reader hands them on.
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", config.name ?? "Map");
  canvas.setAttribute("aria-describedby", [config.described_by, help.id].filter(Boolean).join(" "));

  const middle = () => reader.areaAt(map.project(map.getCenter()));
  let steered = false;

  const read = () => {
    if (!steered) return;
    const area = middle();
    if (reader.mark(area)) reader.say(area);
  };
  const take = () => {
    steered = true;
    frame.classList.add("live-map--steered");
    read();
  };
  const drop = () => {
    steered = false;
    frame.classList.remove("live-map--steered");
  };

  canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && take());
  canvas.addEventListener("blur", drop);
  frame.addEventListener("pointerdown", drop);
  map.on("moveend", read);
  canvas.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      reader.panel.focus();
    } else if (event.key === "Enter") {
      const area = middle();
      const page = area && reader.page(area);
      if (page) location.assign(page);
    } else if (event.key === "0" || event.key === "Home") {
      map.fitBounds(config.bounds, { padding: 12 });
      take();
    } else if (/^(Arrow|[+=-]$)/.test(event.key)) {
      take();
    } else {
      return;
    }
    event.preventDefault();
  });
}
