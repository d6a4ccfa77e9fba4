// The search page: what is typed is looked up, and the address keeps it. All words that a reader
// sees stand in the template.

import { Outdated, openIndex, search, show } from "./search-index.js";
import { places } from "./search-terms.js";

const AT_ONCE = 5; // results: each costs a file
const MOST_SHOWN = 160; // characters of a passage

const form = document.getElementById("search-form");
const field = form.elements.q;
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const ways = document.getElementById("search-ways");
const model = document.getElementById("search-result").content.firstElementChild;
const { index: folder, root } = form.dataset;

let opened; // the promise of the index
let asked = 0; // the number of the last query: an answer to an earlier one is dropped
let hits = [];

const say = (name, count = 0) => {
  status.textContent = name ? status.dataset[name].replace("%s", count) : "";
};

const ask = async (query) => {
  asked += 1;
  const turn = asked;
  if (!query.trim()) return clear("");
  try {
    const [index, answer] = await answerTo(query);
    const first = await results(index, answer.hits.slice(0, AT_ONCE), query);
    if (turn !== asked) return undefined;
    hits = answer.hits;
    list.replaceChildren(...first);
    more.hidden = hits.length <= AT_ONCE;
    ways.hidden = hits.length > 0;
    return say(wordFor(query, answer), hits.length);
  } catch (error) {
    console.error(error);
    return turn === asked && clear("failed");
  }
};

const wordFor = (query, { hits: { length }, isPartial }) => {
  if (isPartial) return "partial";
  return length ? "found" : [...query.trim()].length < 2 ? "short" : "nothing";
};

const answerTo = async (query, isSecond = false) => {
  opened ??= openIndex(folder);
  try {
    const index = await opened;
    return [index, await search(index, query)];
  } catch (error) {
    opened = undefined;
    if (isSecond || !(error instanceof Outdated)) throw error;
    return answerTo(query, true);
  }
};

const results = (index, some, query) =>
  Promise.all(some.map(async (hit) => elementOf(await show(index, hit), query)));

const elementOf = ({ title, url, date, language, text, isByModel }, query) => {
  const element = model.cloneNode(true);
  const part = (name) => element.querySelector(`[data-part="${name}"]`);
  element.lang = language;
  part("title").href = root + url;
  part("title").append(...marked(title, query));
  part("date").textContent = date;
  part("text").append(...marked(excerpt(text, query), query));
  part("by-model").hidden = !isByModel;
  return element;
};

/** The part of a passage to show: from the sentence on that has the first match. */
const excerpt = (text, query) => {
  if (text.length <= MOST_SHOWN) return text;
  const first = places(text, query)[0]?.[0] ?? 0;
  let start = 0;
  for (const { length } of text.split(/(?<=[。！？])|(?<=[.!?] )/)) {
    if (start + length > first) break;
    start += length;
  }
  start = Math.max(start, first - MOST_SHOWN / 2);
  const end = start + MOST_SHOWN;
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
};

/** A text as nodes, with what was looked for as `mark` elements. */
const marked = (text, query) => {
  const nodes = [];
  let position = 0;
  for (const [start, end] of places(text, query)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    nodes.push(text.slice(position, start), mark);
    position = end;
  }
  return [...nodes, text.slice(position)];
};

const clear = (word) => {
  hits = [];
  list.replaceChildren();
  more.hidden = true;
  ways.hidden = false;
  say(word);
};

const addressOf = (query) => {
  const address = new URL(location.href);
  if (query.trim()) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  return address;
};

const showAddress = () => {
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  ask(field.value);
};

const type = ({ isComposing }) => {
  if (isComposing) return; // an input method still shows the reading of a word
  history.replaceState(null, "", addressOf(field.value));
  ask(field.value);
};

field.addEventListener("input", type);
field.addEventListener("compositionend", type);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", addressOf(field.value));
  ask(field.value);
});

more.firstElementChild.addEventListener("click", async () => {
  const query = field.value;
  const start = list.childElementCount;
  const next = await results(await opened, hits.slice(start, start + AT_ONCE), query);
  list.append(...next);
  more.hidden = list.childElementCount >= hits.length;
  next[0]?.querySelector("a").focus();
});

addEventListener("popstate", showAddress);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target === field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

showAddress();
