// Finding on a static copy, where no server answers: a list of everything that has a page is searched here.
//
// form[data-find] names the list in data-find (search.json: [{name, kind, code, path}, …]) and what its paths stand
// against in data-base; [data-found] after it takes the matches.

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
    list.replaceChildren(...matches.slice(0, MOST).map((one) => entry(one, form.dataset.base ?? "")));
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
  return (await answer.json()).map((one) => ({ ...one, text: plain(`${one.name} ${one.code}`) }));
}

/** Every word must occur; what begins with the first word comes first, then the shorter name. */
function rank(entries, asked) {
  const words = asked.split(" ");
  return entries
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((one) => ({ one, at: one.text.startsWith(asked) ? 0 : one.text.includes(` ${words[0]}`) ? 1 : 2 }))
    .sort((a, b) => a.at - b.at || a.one.name.length - b.one.name.length || a.one.text.localeCompare(b.one.text, "en-GB"))
    .map(({ one }) => one);
}

function entry({ name, kind, code, path }, base) {
  const item = element("li");
  const link = element("a", "", name);
  link.href = base + path;
  item.append(link, element("small", "", [kind, code].filter(Boolean).join(", ")));
  return item;
}

function said(number, asked) {
  if (number === 0) return `Nothing is called “${asked}”. Try fewer letters, a district, or a code such as E01021988.`;
  const counted = `${number.toLocaleString("en-GB")} ${number === 1 ? "page" : "pages"} for “${asked}”`;
  return number > MOST ? `${counted}; the first ${MOST} are listed.` : `${counted}.`;
}
