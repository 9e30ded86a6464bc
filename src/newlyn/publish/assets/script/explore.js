// The button that brings a chart to life. The library behind it is fetched when someone reaches for the button, not before.

import { element, jsonIn } from "./dom.js";

const PHONE = "(max-width: 48rem)"; // the width at which the style sheet changes the drawings

export function start(figure) {
  const held = jsonIn(figure, "script[data-spec]");
  const spec = matchMedia(PHONE).matches ? held.narrow : (held.wide ?? held);
  // A chart that has nothing more to say than its drawing, or none that fits a phone, gets no button.
  if (!spec || !JSON.stringify(spec).includes('"tooltip"')) return;
  const button = element("button", "govuk-button govuk-button--secondary explore", "Explore this chart");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  figure.querySelector("[data-drawings]").after(button);

  const fetched = () => import(new URL(PART_CHART, import.meta.url));
  for (const reach of ["pointerenter", "focus"]) button.addEventListener(reach, fetched, { once: true });
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    try {
      const { toggle } = await fetched();
      button.setAttribute("aria-pressed", String(await toggle(figure, spec)));
    } catch (error) {
      console.warn("The chart could not be brought to life; the drawn one stays.", error);
      button.remove();
    }
    button.removeAttribute("aria-busy");
  });
}
