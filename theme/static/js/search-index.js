// Reads the index that `plugins/search_index/files.py` writes (its docstring has the format), and
// ranks what is found. Fetches only the files that a query needs; knows nothing of the page.

import { fold, groups, literal, normalise } from "./search-terms.js";

const FORMAT = "1";
const FIELDS = 3; // passages before the body: title, summary, headings
const WEIGHTS = [10, 4, 3]; // of a word in these; in the body it counts 1 and more
const MOST_PAIRS = 4; // of one word: a longer one is found by every other pair
const MOST_ENDINGS = 4; // that the beginning of a word is tried with
const PREFIX = 3;
const [FIRST, BASE] = [40, 43]; // of the digits of numbers

/** The index changed since it was opened: open it again. */
export class Outdated extends Error {}

/** Opens the index in a folder; `address` ends with a slash. */
export const openIndex = async (address) => {
  const [head, counts] = (await load(`${address}index.txt`, "no-cache")).split("\n");
  const [format, digest, shards, perBlock] = head.split(" ");
  if (format !== FORMAT) throw new Outdated("script and index are of different versions");
  const starts = [0];
  for (const count of numbersOf(counts)) starts.push(starts.at(-1) + count + FIELDS);
  return { address, digest, shards: +shards, perBlock: +perBlock, starts, files: new Map() };
};

/**
 * Finds articles, the best first: `{ hits, isPartial }`. With several words each hit has all of
 * them; if there is none such, `isPartial` is true and each has at least one.
 */
export const search = async (index, query) => {
  const plain = normalise(query);
  const exact = groups(literal(plain)).map(enough);
  const loose = groups(fold(plain), true).map(enough);
  await Promise.all([...exact, ...loose].flat().map((term) => shardOf(index, term)));
  const lists = await Promise.all(exact.map((terms) => found(index, terms, false)));
  const looser = await Promise.all(loose.map((terms) => found(index, terms, true)));
  const sure = inAll(lists);
  const all = new Set([...sure, ...inAll(looser)]);
  const articles = all.size ? all : new Set(looser.flatMap((list) => [...list.keys()]));
  const hits = [...articles].map((article) => {
    const isSure = sure.has(article);
    const passages = (isSure ? lists : looser).map((list) => list.get(article) ?? []);
    return hitOf(index, article, passages, isSure);
  });
  hits.sort((one, other) => other.score - one.score || other.article - one.article);
  return { hits, isPartial: !all.size && hits.length > 0 };
};

/** Fetches what is shown of a hit. */
export const show = async (index, { article, passage }) => {
  const at = passage - index.starts[article] - 1;
  const name = `texts/${article}-${Math.floor(at / index.perBlock)}.txt`;
  const lines = (await fileOf(index, name)).split("\n");
  const [title, url, date, language] = lines[0].split("\t");
  const line = lines[1 + (at % index.perBlock)] ?? "";
  return { title, url, date, language, text: line.slice(1), isByModel: line[0] === "+" };
};

const enough = (terms) =>
  terms.length > MOST_PAIRS
    ? terms.filter((_, at) => at % 2 === 0 || at === terms.length - 1)
    : terms;

/** The passages that have all terms of one word, by article. */
const found = async (index, terms, isLoose) => {
  const lists = await Promise.all(terms.map((term) => listOf(index, term, isLoose)));
  const fine = lists.filter((list) => !list.isCoarse).map((list) => list.numbers);
  const coarse = lists.filter((list) => list.isCoarse).map((list) => list.numbers);
  let numbers = fine.length ? fine.reduce(common) : coarse.pop();
  for (const list of coarse) {
    const articles = new Set(list.map((number) => articleOf(index, number)));
    numbers = numbers.filter((number) => articles.has(articleOf(index, number)));
  }
  if (isLoose && !numbers.length && terms.length === 1) numbers = await begun(index, terms[0]);
  return byArticle(index, numbers);
};

/** The passages of a term; loosely, also those that have it only when folded. */
const listOf = async (index, term, isLoose) => {
  const shard = await shardOf(index, term);
  const keys = isLoose ? [term, `${term}~`] : [term];
  const lines = keys.map((key) => shard.get(key)).filter(Boolean);
  const numbers = lines.map((line) => passagesOf(line.slice(1)));
  const isCoarse = lines.some((line) => line[0] === ":");
  return { isCoarse, numbers: numbers.length > 1 ? merged(...numbers) : (numbers[0] ?? []) };
};

/** The passages of words that begin so, when no word is so. */
const begun = async (index, start) => {
  const prefix = [...start].slice(0, PREFIX).join("");
  const words = ((await shardOf(index, prefix)).get(`${prefix}*`) ?? "").split(" ");
  const endings = words.filter((word) => word.startsWith(start)).slice(0, MOST_ENDINGS);
  const lists = await Promise.all(endings.map((word) => listOf(index, word, false)));
  return lists.map((list) => list.numbers).reduce(merged, []);
};

const inAll = (lists) => {
  const [first, ...others] = lists;
  return new Set([...(first?.keys() ?? [])].filter((key) => others.every((list) => list.has(key))));
};

const hitOf = (index, article, lists, isSure) => {
  const start = index.starts[article];
  const words = new Map(); // how many words each passage has
  let score = (isSure ? 100 : 0) + article / index.starts.length;
  for (const list of lists) {
    const inBody = list.filter((number) => number - start >= FIELDS).length;
    score += inBody && 1 + Math.log2(inBody);
    for (const number of list) {
      score += WEIGHTS[number - start] ?? 0;
      words.set(number, (words.get(number) ?? 0) + 1);
    }
  }
  const worth = (number) => (words.get(number) ?? 0) * 2 + (number - start >= FIELDS);
  const shown = [...words.keys(), start + 1].filter((number) => number > start);
  const passage = shown.reduce((best, number) => (worth(number) > worth(best) ? number : best));
  if (lists.length > 1 && words.get(passage) === lists.length) score += WEIGHTS[2];
  return { article, passage, score };
};

const common = (one, other) => {
  const numbers = new Set(other);
  return one.filter((number) => numbers.has(number));
};

const merged = (one, other) => [...new Set([...one, ...other])].sort((a, b) => a - b);

const byArticle = (index, numbers) => {
  const lists = new Map();
  for (const number of numbers) {
    const article = articleOf(index, number);
    if (!lists.has(article)) lists.set(article, []);
    lists.get(article).push(number);
  }
  return lists;
};

const articleOf = ({ starts }, number) => {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= number) low = middle;
    else high = middle;
  }
  return low;
};

/** The lines of the file that has a term: what follows each term, by the term and `~` or `*`. */
const shardOf = (index, term) => {
  let hash = 0x811c9dc5;
  for (const sign of term) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193);
  return fileOf(index, `terms/${(hash >>> 0) % index.shards}.txt`, (text) => {
    const [digest, ...lines] = text.split("\n");
    if (digest !== index.digest) throw new Outdated("the index was written anew");
    return new Map(lines.map((line) => {
      const [key] = line.match(/^[^=:*]*\*?/);
      return [key, line.slice(key.length)];
    }));
  });
};

/** Fetches a file once, and what `read` makes of it; a failure is tried again the next time. */
const fileOf = (index, name, read = (text) => text) => {
  if (!index.files.has(name)) {
    const file = load(`${index.address}${name}?${index.digest}`).then(read);
    file.catch(() => index.files.delete(name));
    index.files.set(name, file);
  }
  return index.files.get(name);
};

const load = async (address, cache = "default") => {
  const response = await fetch(address, { cache });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
};

const passagesOf = (text) => {
  let last = -1;
  return numbersOf(text).map((gap) => (last += gap + 1));
};

/** The inverse of `plugins/search_index/postings.py`. */
const numbersOf = (text) => {
  const numbers = [];
  let [number, unit] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - FIRST;
    number += (digit % BASE) * unit;
    if (digit < BASE) {
      numbers.push(number);
      [number, unit] = [0, 1];
    } else {
      unit *= BASE;
      number += unit;
    }
  }
  return numbers;
};
