"""Which sentences of a text are central: LexRank, then MMR against repetition.

LexRank: Erkan and Radev, 2004, the continuous variant (cosine similarities as weights, damping
0.85). MMR: Carbonell and Goldstein, 1998.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from operator import mul

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
        scores = [(1 - _DAMPING) / count + _DAMPING * sum(map(mul, row, shares)) for row in similar]
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
