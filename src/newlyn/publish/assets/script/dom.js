// A few words for making elements, so that text from data is only ever text.

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** The JSON that a page holds for its scripts. */
export function jsonIn(parent, selector = "script[type='application/json']") {
  return JSON.parse(parent.querySelector(selector).textContent);
}

/** Text as it is compared: small letters without accents and signs, with "and" for &, as workflows/site/search_index.py has it. */
export function plain(text) {
  const parted = text.toLowerCase().replaceAll("&", " and ").normalize("NFKD");
  return parted.replace(/['’\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
}
