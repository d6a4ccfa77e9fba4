// Reads the index that `plugins/search_index/files.py` writes (its docstring has the format), and
// ranks what is found. Fetches only the files that a query needs; knows nothing of the page.

import { fold, groups, literal, normalise, places } from "./search-terms.js";

const FORMAT = "1";
const FIELDS = 3; // passages before the body: title, summary, headings
const WEIGHTS = [10, 4, 3]; // of a word in these; in the body it counts 1 and more
const MOST_PAIRS = 7; // of one word: a longer one is found by every other pair
const MOST_ENDINGS = 4; // that the beginning of a word is tried with
const PREFIX = 3;
const MOST_ROUNDS = 2; // of fetching texts for one page of results
const MOST_LOOKS = 2; // at passages of one article
const [FIRST, BASE] = [40, 43]; // of the digits of numbers

/** The index changed since it was opened: open it again. */
class Outdated extends Error {
  name = "Outdated";
}

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
 * Finds articles, the best first, to be taken with `take`. With several words each has all of them;
 * if there is none such, `isPartial` is true and each has at least one.
 */
export const search = async (index, query) => {
  const plain = normalise(query);
  const folded = groups(fold(plain), true);
  const loose = folded.map(enough);
  const words = groups(literal(plain));
  const isAlike = words.length === folded.length;
  const exact = words.map((terms, at) =>
    isAlike ? telling(terms, folded[at], loose[at]) : enough(terms),
  );
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
  return { query, hits, unsure: [], count: hits.length, isPartial: !all.size && hits.length > 0 };
};

/**
 * Takes the next results off an answer, `most` at most: `{ article, title, url, date, language,
 * text, isByModel }`. Pairs of characters may stand in a passage without the word; where the text
 * shows that, the article goes behind the others, or, if that is certain, out of the answer.
 */
export const take = async (index, answer, most) => {
  const taken = [];
  for (let round = 0; round < MOST_ROUNDS && taken.length < most; round += 1) {
    const next = answer.hits.splice(0, most - taken.length);
    for (const seen of await Promise.all(next.map((hit) => look(index, hit, answer.query)))) {
      if (seen.isRight) taken.push(seen);
      else if (seen.isCertain) answer.count -= 1;
      else answer.unsure.push(seen);
    }
  }
  return [...taken, ...answer.unsure.splice(0, most - taken.length)];
};

const look = async (index, { article, passages, isTitle }, query) => {
  let seen;
  for (const passage of passages.slice(0, MOST_LOOKS)) {
    seen = { article, ...(await show(index, article, passage)) };
    const isRight = isTitle || places(seen.text, query).length || places(seen.title, query).length;
    if (isRight) return { ...seen, isRight: true };
  }
  return { ...seen, isCertain: passages.length <= MOST_LOOKS };
};

const show = async (index, article, passage) => {
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

/** The literal terms of a word: those that its folded form has, too, and two that tell it apart. */
const telling = (terms, folded, fetched) => {
  const own = terms.filter((term) => !folded.includes(term));
  const shared = terms.filter((term) => fetched.includes(term));
  return [...shared, ...new Set([...own.slice(0, 1), ...own.slice(-1)])];
};

/** The passages that have all terms of one word, by article. */
const found = async (index, terms, isLoose) => {
  const lists = await Promise.all(terms.map((term) => listOf(index, term, isLoose)));
  let numbers = lists.reduce(common);
  if (isLoose && !numbers.length && terms.length === 1) numbers = await begun(index, terms[0]);
  return byArticle(index, numbers);
};

/** The passages of a term; loosely, also those that have it only when folded. */
const listOf = async (index, term, isLoose) => {
  const shard = await shardOf(index, term);
  const exact = passagesOf(shard.get(term) ?? "");
  const folded = isLoose && shard.get(`${term}~`);
  return folded ? merged(exact, passagesOf(folded)) : exact;
};

/** The passages of words that begin so, when no word is so. */
const begun = async (index, start) => {
  const prefix = [...start].slice(0, PREFIX).join("");
  const words = ((await shardOf(index, prefix)).get(`${prefix}*`) ?? "").split(" ");
  const endings = words.filter((word) => word.startsWith(start)).slice(0, MOST_ENDINGS);
  const lists = await Promise.all(endings.map((word) => listOf(index, word, false)));
  return lists.reduce(merged, []);
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
  const passages = [...words.keys()].filter((number) => number > start);
  passages.sort((one, other) => worth(other) - worth(one) || one - other);
  if (lists.length > 1 && words.get(passages[0]) === lists.length) score += WEIGHTS[2];
  if (!passages.length) passages.push(start + 1); // the summary
  return { article, passages, isTitle: words.has(start), score };
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
      const [key] = line.match(/^[^=*]*\*?/);
      return [key, line.slice(key.length).replace("=", "")];
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
