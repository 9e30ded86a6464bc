// A table that can be sorted and filtered without a server: heads become buttons, and a box above takes words.

import { element, plain } from "./dom.js";

const NUMBER = /^[^\d−-]{0,12}?([−-]?[\d,]*\.?\d+)/;
const MANY = 12; // rows below which nobody needs a filter

export function start(table) {
  table.querySelectorAll("thead th").forEach((head, column) => sortable(table, head, column));
  if (table.tBodies[0].rows.length > MANY) filter(table);
}

function sortable(table, head, column) {
  const button = element("button", "sort");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    body.append(...sorted([...body.rows], column, down));
  });
}

/** Rows in the order of a column; those without a figure stay last either way. */
function sorted(rows, column, down) {
  const keys = new Map(rows.map((row) => [row, key(row.cells[column])]));
  const numeric = [...keys.values()].some((one) => typeof one === "number");
  const turn = down ? -1 : 1;
  const compare = numeric ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en-GB", { numeric: true });
  const known = rows.filter((row) => !numeric || typeof keys.get(row) === "number");
  const rest = rows.filter((row) => numeric && typeof keys.get(row) !== "number");
  return [...known.sort((a, b) => turn * compare(keys.get(a), keys.get(b))), ...rest];
}

function key(cell) {
  // The first text is the value; the quieter line below it is a note.
  const text = (cell.querySelector("a") ?? cell).firstChild?.textContent.trim() ?? "";
  if (cell.tagName === "TH" || cell.classList.contains("w")) return text;
  const found = NUMBER.exec(text);
  return found && !cell.classList.contains("u") ? Number(found[1].replace("−", "-").replaceAll(",", "")) : text;
}

function filter(table) {
  const box = element("div", "govuk-form-group table-filter");
  const label = element("label", "govuk-label", "Show rows with");
  const input = element("input", "govuk-input govuk-input--width-20");
  const count = element("p", "note");
  input.id = label.htmlFor = `${table.id}-filter`;
  input.type = "search";
  input.autocomplete = "off";
  count.setAttribute("role", "status");
  box.append(label, input, count);
  table.closest(".scroll").before(box);

  const rows = [...table.tBodies[0].rows];
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  input.addEventListener("input", () => {
    const words = plain(input.value).split(" ");
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => texts.get(row).includes(word));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = input.value.trim() ? `${shown.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} rows` : "";
  });
}
