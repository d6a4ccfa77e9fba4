// What a reader types becomes the terms of the index. `plugins/search_index/terms.py` does the same
// to the articles and says why; a test compares the two on random strings.

const KANJI = "々-〇㐀-鿿豈-﫿\u{20000}-\u{3ffff}";
const LETTERS = "0-9a-zß-öø-ɏͰ-῿가-힣";
const JAPANESE = `${KANJI}ぁ-ゖゝゞァ-ヺー-ヿㇰ-ㇿ`;
const RUN = new RegExp(`([${JAPANESE}]+)|[${LETTERS}]+`, "gu");
const STRETCH = new RegExp(`[${JAPANESE}${LETTERS}]+`, "gu");
const WORD = new RegExp(`^[${LETTERS}]+$`, "u");
const COUNTER = new RegExp(`(?<=[0-9${KANJI}])[ヵヶカケ](?=[${KANJI}])`, "gu");
const VARIANTS = "ぁぃぅぇぉっゃゅょゎゕゖ髙﨑邊邉澤濱廣國學櫻齋齊嶋冨眞藏惠龍瀧檜舘ー";
const PLAIN = [..."あいうえおつやゆよわかか高崎辺辺沢浜広国学桜斎斉島富真蔵恵竜滝桧館", ""];
const VU = { ゔぁ: "ば", ゔぃ: "び", ゔぇ: "べ", ゔぉ: "ぼ", ゔ: "ぶ" };
const PLURALS = [
  [/(?<=[a-z]{2})ies$/, "y"],
  [/(?<=ss|sh|ch|zz|x)es$/, ""],
  [/(?<=[a-z]{2}[a-hj-rtv-z])s$/, ""],
];

/** A text without differences of width, capitals, accents and grouped digits. */
export const normalise = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase()
    .replace(/(?<=[0-9]),(?=[0-9]{3})/g, "");

/** A normalised text with katakana as hiragana. */
export const literal = (text) =>
  text.replace(/[ァ-ヶヽヾ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));

/** A normalised text without what may be written in more than one way. */
export const fold = (text) =>
  literal(text.replace(/(?<=[ァ-ヿ])・(?=[ァ-ヿ])/g, "").replace(COUNTER, "か"))
    .replace(/ゔ[ぁぃぇぉ]?/g, (sign) => VU[sign])
    .replace(/./gu, (sign) => PLAIN[VARIANTS.indexOf(sign)] ?? sign);

/** An English word without the ending of the plural. */
export const singular = (word) => {
  const [ending, instead] = PLURALS.find(([pattern]) => pattern.test(word)) ?? [/$^/, ""];
  return word.replace(ending, instead);
};

/** The terms of each unbroken stretch of letters of what `literal` or `fold` returned. */
export const groups = (text, isFolded) => {
  const found = [];
  let [end, last] = [-1, ""];
  for (const run of text.matchAll(RUN)) {
    const letters = [...run[0]];
    if (run.index === end) found.at(-1).push(last + letters[0]);
    else found.push(Object.assign([], { letter: letters[0] }));
    const terms = run[1]
      ? letters.slice(1).map((letter, at) => letters[at] + letter)
      : [isFolded ? singular(run[0]) : run[0]];
    found.at(-1).push(...terms);
    [end, last] = [run.index + run[0].length, letters.at(-1)];
  }
  return found.map((terms) => (terms.length ? [...terms] : [terms.letter]));
};

/**
 * Where the words of a query stand in a text, as `[start, end]` in order and apart. What folds to
 * the same is the same; a word in Latin letters is taken whole, also if it only begins so.
 */
export const places = (text, query) => {
  const signs = text.match(/.[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gsu) ?? [];
  const plain = (start, end) => fold(normalise(signs.slice(start, end).join("")));
  const offsets = [0];
  for (const sign of signs) offsets.push(offsets.at(-1) + sign.length);
  const found = [];
  for (const [wanted] of fold(normalise(query)).matchAll(STRETCH)) {
    const endOf = WORD.test(wanted) ? endOfWord : endOfPhrase;
    for (let from = 0; from < signs.length; from += 1) {
      const to = endOf(plain, signs.length, from, wanted);
      if (to) found.push([offsets[from], offsets[to]]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([start], at) => found.slice(0, at).every(([, end]) => end <= start));
};

const endOfPhrase = (plain, length, from, wanted) => {
  const first = plain(from, from + 1);
  if (first !== [...wanted][0] && first !== VU.ゔ) return 0;
  const is = (to) => to <= length && plain(from, to) === wanted;
  let to = from + 1;
  while (to < length && !is(to) && plain(from, to).length <= wanted.length) to += 1;
  if (!is(to)) return 0;
  while (is(to + 1)) to += 1;
  return to;
};

const endOfWord = (plain, length, from, wanted) => {
  const isLetter = (at) => WORD.test(plain(at, at + 1));
  if (!isLetter(from) || (from && isLetter(from - 1))) return 0;
  let to = from + 1;
  while (to < length && (isLetter(to) || WORD.test(plain(to - 1, to + 4)))) to += 1; // 1,000
  const word = plain(from, to);
  return word.startsWith(wanted) || singular(word) === singular(wanted) ? to : 0;
};
