// The search page: what is typed is looked up, and the address keeps it. All words that a reader
// sees stand in the template.

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

let opened; // a promise: the scripts and the index, fetched when they are about to be needed
let asked = 0; // the number of the last query: an answer to an earlier one is dropped
let isTyping = false;
let current; // the answer of which some results are shown

const say = (name, count = 0) => {
  status.textContent = name ? status.dataset[name].replace("%s", count) : "";
};

const ask = async (query) => {
  asked += 1;
  const turn = asked;
  if (!query.trim()) return clear("");
  try {
    const [tools, answer] = await answerTo(query);
    const first = await results(tools, answer);
    if (turn !== asked) return undefined;
    list.replaceChildren(...first);
    offerMore(answer);
    ways.hidden = first.length > 0;
    return say(wordFor(query, answer), answer.count);
  } catch (error) {
    console.error(error);
    return turn === asked && clear("failed");
  }
};

const wordFor = (query, { count, isPartial }) => {
  if (isPartial) return "partial";
  return count ? "found" : [...query.trim()].length < 2 ? "short" : "nothing";
};

const open = async () => {
  const [finding, { places }] = await Promise.all([
    import("./search-index.js"),
    import("./search-terms.js"),
  ]);
  return { ...finding, places, index: await finding.openIndex(folder) };
};

const answerTo = async (query, isSecond = false) => {
  opened ??= open();
  try {
    const tools = await opened;
    return [tools, await tools.search(tools.index, query)];
  } catch (error) {
    opened = undefined;
    if (isSecond || error.name !== "Outdated") throw error;
    return answerTo(query, true);
  }
};

const results = async ({ index, take, places }, answer) => {
  const taken = await take(index, answer, AT_ONCE);
  return taken.map((result) => elementOf(result, (text) => places(text, answer.query)));
};

const offerMore = (answer) => {
  current = answer;
  more.hidden = !answer.hits.length && !answer.unsure.length;
};

const elementOf = ({ title, url, date, language, text, isByModel }, placesIn) => {
  const element = model.cloneNode(true);
  const part = (name) => element.querySelector(`[data-part="${name}"]`);
  element.lang = language;
  part("title").href = root + url;
  part("title").append(...marked(title, placesIn));
  part("date").textContent = date;
  part("text").append(...marked(excerpt(text, placesIn), placesIn));
  part("by-model").hidden = !isByModel;
  return element;
};

/** The part of a passage to show: from the sentence on that has the first match. */
const excerpt = (text, placesIn) => {
  if (text.length <= MOST_SHOWN) return text;
  const first = placesIn(text)[0]?.[0] ?? 0;
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
const marked = (text, placesIn) => {
  const nodes = [];
  let position = 0;
  for (const [start, end] of placesIn(text)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    nodes.push(text.slice(position, start), mark);
    position = end;
  }
  return [...nodes, text.slice(position)];
};

const clear = (word) => {
  list.replaceChildren();
  more.hidden = true;
  ways.hidden = false;
  say(word);
};

/** Puts the query into the address; what is typed in one go is one step back. */
const keep = () => {
  const address = new URL(location.href);
  const before = address.searchParams.get("q");
  if (field.value.trim()) address.searchParams.set("q", field.value);
  else address.searchParams.delete("q");
  if (address.href === location.href) return;
  history[isTyping || !before ? "replaceState" : "pushState"](null, "", address);
  isTyping = true;
};

const showAddress = () => {
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  isTyping = false;
  ask(field.value);
};

const type = ({ isComposing }) => {
  if (isComposing) return; // an input method still shows the reading of a word
  keep();
  ask(field.value);
};

field.addEventListener("input", type);
field.addEventListener("compositionend", type);
field.addEventListener("change", () => {
  isTyping = false;
});
field.addEventListener("focus", () => {
  opened ??= open();
  opened.catch(() => (opened = undefined)); // the search itself tries again, and says so
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  type(event);
});

more.firstElementChild.addEventListener("click", async () => {
  const answer = current;
  const next = await results(await opened, answer);
  if (answer !== current) return;
  list.append(...next);
  offerMore(answer);
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
