"""Which sentences of a text can stand alone, and which of them are central to it.

Centrality is LexRank: Erkan and Radev, 2004, the continuous variant (cosine similarities as
weights, damping 0.85). Against repetition stands MMR: Carbonell and Goldstein, 1998.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from operator import mul

from .texts import language_of

_DAMPING = 0.85
_ROUNDS = 20
_REPETITION_WEIGHT = 0.5
_RUNS = re.compile(r"[\u3400-\u9fff々〆]+|[\u30a1-\u30faー]+|[a-z][a-z0-9'-]+|\d+")
_WIDE = re.compile(r"[\u3400-\u9fff々〆\u30a1-\u30faー]")
_COMMON = frozenset(
    "the a an and or but of to in on at by for with from as is are was were be been being it its "
    "this that these those he she they we you i his her their our your not no so if than then "
    "which who whom whose what when where while will would can could may might should has have "
    "had do does did also more most very into over about after before".split()
)

_JA_LENGTHS = (15, 160)
"""Characters of a Japanese sentence that is neither a fragment nor a paragraph of its own."""
_EN_LENGTHS = (6, 50)
"""The same in English words."""
_PAIRS = ("「」", "『』", "（）", "()", "“”", "【】", "[]")
_ENDINGS = frozenset("。.！!")
_CLOSING = "」』”\"'’）)"
_NEVER = re.compile(
    r"https?://|www\.|[|{}<>`]|ください。|ましょう。|"
    r"か(?:どうか|否か)?(?:です|だ|である)?。|次の(?:とおり|通り|[一二三四五六七八九十\d]+つ)|以下の|"
    r"^(?:図|表|写真|画像|グラフ|出典|注)[\d１-９]*(?:[：:]|を|で見)|^[^。、]{1,10}：|"
    r"^(?:\w+ ?){1,2}: |(?i:\b(?:subscribe|click here|read more|sign up|follow us)\b)"
)
_LEANING_JA = re.compile(
    r"しかし|だが|ただ|一方|そ[のうれこん]|こ[のうれこん]|あ[のれ](?!ば)|また|さらに|なお|なぜ|つまり|"
    r"すなわち|彼|同(?:氏|社|行|省|庁|国|州|市|県|じ|様|日|月|年)|例えば|たとえば|ところ|すると|従って|"
    r"したがって|とはいえ|とりわけ|いずれ|[両双前後](?:社|氏|者|国|方)|もっとも|とくに|特に|加えて|"
    r"むしろ|けれど|でも|では|もう[一1]|[二三四五]人|第[一二三四五\d]に|まず|次(?:に|は|いで)|最後に|続く|続いて|"
    r"翌|当時|当の|逆に|反対に|もちろん|むろん|ほか|他方|やがて|結果|ちなみに|実は|実際|表を|図を"
)
_POINTING_JA = re.compile(
    r"(?<!お)そ(?:の(?!もの|まま|ほか|他|後)|れ(?!ぞれ)|こ[でにへは])|"
    r"(?<![向どき])こ(?:の(?!ほか)|れ(?!まで|から)|う(?!し))"
)
_SAME_JA = re.compile(r"^(?:(?![ァ-ヺー]{3}|[A-Za-z]{3}|氏|\d年).)*同(?:氏|社|行|省|庁|国|年|月|日)")
_UNFINISHED_JA = re.compile(r"という(?:内容|趣旨|意味|わけ|形|こと)(?:です|だ|である|でした|だった)。$")
_POINTER_EN = "this|that|these|those|it|its|them|he|she|they|him|her|his|their|there|then"
_LEANING_EN = re.compile(
    rf"(?:(?:{_POINTER_EN}|however|but|and|or|nor|so|yet|still|also|therefore|thus|hence|instead|"
    r"meanwhile|moreover|furthermore|besides|otherwise|nevertheless|such|both|neither|either|"
    r"another|others?|one|here|now|later|earlier|afterwards|first|second|third|finally|lastly|"
    r"similarly|likewise|conversely|indeed|for example|for instance|by contrast|in contrast|"
    r"as a result|in addition|in turn|at the same time|the (?:same|latter|former|other|table|"
    rf"figure|chart)|on the other hand|(?:\w+ ){{1,2}}(?:later|earlier|afterwards)|"
    rf"(?:in|for|with|on|at|by|after|before|of|from|since|to|as) (?:{_POINTER_EN}))\b)",
    re.IGNORECASE,
)
_POINTING_EN = re.compile(
    rf"(?:[\w'’-]+ ){{1,4}}(?:{_POINTER_EN.replace('that|', '')})\b(?! to\b| is\b)"
)


def is_whole(text: str, language: str) -> bool:
    """Tell whether a text is one complete statement of fitting length, neither ad nor question."""
    shortest, longest = _JA_LENGTHS if language == "ja" else _EN_LENGTHS
    size = len(text) if language == "ja" else len(text.split())
    if not shortest <= size <= longest or not _is_in(text, language):
        return False
    if text.rstrip(_CLOSING)[-1:] not in _ENDINGS or _NEVER.search(text):
        return False
    return is_balanced(text)


def is_balanced(text: str) -> bool:
    """Tell whether every bracket and quotation mark of a text has its other half."""
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def stands_alone(text: str, language: str) -> bool:
    """Tell whether a reader understands a sentence without the one before it."""
    bare = text.lstrip("「『“\"'‘（(")
    if language != "ja":
        return not (_LEANING_EN.match(bare) or _POINTING_EN.match(bare))
    if _LEANING_JA.match(bare) or _SAME_JA.match(bare) or _UNFINISHED_JA.search(bare):
        return False
    return not _POINTING_JA.search(bare.partition("、")[0])


def vectors_of(texts: list[str]) -> list[dict[str, float]]:
    """Weigh the terms of each text by rarity (tf-idf), scaled to length 1."""
    counts = [_terms(text) for text in texts]
    frequency = Counter(term for terms in counts for term in terms)
    vectors: list[dict[str, float]] = []
    for terms in counts:
        weights = {t: n * math.log(1 + len(counts) / frequency[t]) for t, n in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({term: weight / length for term, weight in weights.items()})
    return vectors


def centrality(vectors: list[dict[str, float]]) -> list[float]:
    """Return how central each text is to all of them, the highest value being 1."""
    if not vectors:
        return []
    similar = [[0.0] * len(vectors) for _ in vectors]
    for i, one in enumerate(vectors):
        for j in range(i):
            similar[i][j] = similar[j][i] = similarity(one, vectors[j])
    count = len(vectors)
    totals = [sum(row) or 1.0 for row in similar]
    scores = [1.0 / count] * count
    for _ in range(_ROUNDS):
        shares = [score / total for score, total in zip(scores, totals, strict=True)]
        scores = [
            (1 - _DAMPING) / count + _DAMPING * sum(map(mul, row, shares)) for row in similar
        ]
    highest = max(scores)
    return [score / highest for score in scores]


def choose(
    vectors: list[dict[str, float]], scores: list[float], count: int, *, given: tuple[int, ...] = ()
) -> list[int]:
    """Choose texts that score high and repeat each other little, besides the given ones.

    Returns:
        Indices in reading order, the given ones among them.
    """
    chosen = list(given)
    nearest = [max((similarity(v, vectors[g]) for g in given), default=0.0) for v in vectors]
    free = [index for index in range(len(vectors)) if index not in given]
    while free and len(chosen) < count:
        best = max(free, key=lambda i: (scores[i] - _REPETITION_WEIGHT * nearest[i], -i))
        free.remove(best)
        chosen.append(best)
        nearest = [
            max(near, similarity(vector, vectors[best]))
            for near, vector in zip(nearest, vectors, strict=True)
        ]
    return sorted(chosen)


def similarity(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine of two vectors of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _terms(text: str) -> Counter[str]:
    """Count what a text is about: pairs of kanji or katakana, Latin words, numbers."""
    terms: Counter[str] = Counter()
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if not _WIDE.match(run):
            terms.update([run] if run not in _COMMON else [])
        elif len(run) == 1:
            terms[run] += 1
        else:
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
    return terms


def _is_in(text: str, language: str) -> bool:
    if language == "ja":
        return any("\u3041" <= character <= "\u3096" for character in text)
    return language_of(text) == "en"
