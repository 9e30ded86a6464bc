// The map by mouse, pen and finger: a box with words beside the pointer, and a click that opens the page of an area.

import { element } from "../dom.js";

const APART = 14; // pixels between the pointer and the box

export function point(map, canvas, reader) {
  const tip = element("div", "tip live-map__tip");
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the line below the map says the same
  canvas.append(tip);
  let finger = false;
  canvas.addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"), true);

  map.on("mousemove", ({ point: at }) => {
    const area = finger ? null : reader.areaAt(at);
    map.getCanvas().style.cursor = area && reader.page(area) ? "pointer" : "";
    if (reader.mark(area) && area) fill(tip, reader.words(area));
    tip.hidden = !area;
    if (area) place(tip, at, canvas);
  });
  map.on("mouseout", () => {
    tip.hidden = true;
    reader.mark(null);
  });
  map.on("click", ({ point: at, originalEvent }) => {
    const area = reader.areaAt(at);
    if (!area) return;
    const page = reader.page(area);
    // A finger hides what it touches, so the first touch only names the area; its page is one touch further.
    if (finger || !page) {
      reader.mark(area);
      reader.say(area);
    } else if (originalEvent.ctrlKey || originalEvent.metaKey) {
      window.open(page);
    } else {
      location.assign(page);
    }
  });
}

function fill(tip, { name, lines }) {
  tip.replaceChildren(element("b", "", name), ...lines.map((line) => element("div", "", line)));
}

function place(tip, { x, y }, canvas) {
  const left = x + APART + tip.offsetWidth > canvas.clientWidth ? x - APART - tip.offsetWidth : x + APART;
  const top = y + APART + tip.offsetHeight > canvas.clientHeight ? y - APART - tip.offsetHeight : y + APART;
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
}
