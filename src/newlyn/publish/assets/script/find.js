// Finding on a static copy, where no server answers: a list of everything that has a page is searched here.
//
// form[data-find] names the list, search.json: [{name, kind, code, path, also}, …] with paths as links have them;
// [data-found] takes the matches. Words are matched as workflows/site/find.py does it, but for slips of the keyboard.

import { element, plain } from "./dom.js";

const MOST = 50; // matches listed; more words find fewer

export function start(form) {
  const input = form.querySelector("input[name='q']");
  const place = document.querySelector("[data-found]");
  const status = element("p", "note");
  const list = element("ul", "results");
  status.setAttribute("role", "status");
  place.replaceChildren(status, list);
  const entries = load(form.dataset.find);

  const search = async () => {
    const asked = plain(input.value);
    const matches = asked ? rank(await entries, asked) : [];
    list.replaceChildren(...matches.slice(0, MOST).map((one) => entry(one)));
    status.textContent = asked ? said(matches.length, input.value.trim()) : "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  input.addEventListener("input", search);
  input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  search();
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const entries = await answer.json();
  return entries.map((one) => ({
    ...one,
    plain: plain(one.name),
    words: plain(`${one.name} ${one.kind} ${one.code} ${one.also ?? ""}`).split(" "),
  }));
}

/** Every word asked for must begin a word of an entry; whole names come first, then names that begin so. */
function rank(entries, asked) {
  const words = asked.split(" ");
  const place = ({ plain: name }) => (name === asked ? 0 : name.startsWith(asked) ? 1 : 2);
  return entries
    .filter((one) => words.every((word) => one.words.some((other) => other.startsWith(word))))
    .sort((a, b) => place(a) - place(b)); // sorting is stable: within these as the list has them
}

function entry({ name, kind, code, path, also }) {
  const item = element("li");
  const link = element("a", "govuk-link", name);
  link.href = path;
  item.append(link, element("small", "", [kind, also, code].filter(Boolean).join(" · ")));
  return item;
}

function said(number, asked) {
  if (number === 0) return `Nothing is called “${asked}”. Try fewer letters, a district, or a code such as E01021988.`;
  const counted = `${number.toLocaleString("en-GB")} ${number === 1 ? "page" : "pages"} for “${asked}”`;
  return number > MOST ? `${counted}; the first ${MOST} are listed.` : `${counted}.`;
}
