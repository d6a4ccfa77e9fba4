"""Which sentences of a text are central: LexRank, then MMR against repetition.

LexRank: Erkan and Radev, 2004, the continuous variant (cosine similarities as weights, damping
0.85). MMR: Carbonell and Goldstein, 1998.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter

_DAMPING = 0.85
_ROUNDS = 30
_REPETITION_WEIGHT = 0.5
_RUNS = re.compile(r"[\u3400-\u9fff々〆]+|[\u30a1-\u30ffー]+|[a-z][a-z0-9'-]+|\d+")
_WIDE = re.compile(r"[\u3400-\u9fff々〆\u30a1-\u30ff]")
_COMMON = frozenset(
    "the a an and or but of to in on at by for with from as is are was were be been being it its "
    "this that these those he she they we you i his her their our your not no so if than then "
    "which who whom whose what when where while will would can could may might should has have "
    "had do does did also more most very into over about after before".split()
)


def terms_of(text: str) -> Counter[str]:
    """Count what a sentence is about: pairs of kanji or katakana, Latin words, numbers."""
    terms: Counter[str] = Counter()
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if not _WIDE.match(run):
            terms.update([run] if run not in _COMMON else [])
        elif len(run) == 1:
            terms[run] += 1
        else:
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
    return terms


def centrality(sentences: list[str]) -> list[float]:
    """Return how central each sentence is to all, as a share: the values sum to 1."""
    if not sentences:
        return []
    similar = _similarities(sentences)
    count = len(sentences)
    totals = [sum(row) or 1.0 for row in similar]
    scores = [1.0 / count] * count
    for _ in range(_ROUNDS):
        shares = [score / total for score, total in zip(scores, totals, strict=True)]
        scores = [
            (1 - _DAMPING) / count + _DAMPING * sum(map(_product, row, shares)) for row in similar
        ]
    return scores


def choose(sentences: list[str], scores: list[float], count: int) -> list[int]:
    """Choose sentences that score high and repeat each other little; indices in reading order."""
    vectors = _weighted([terms_of(sentence) for sentence in sentences])
    highest = max(scores, default=1.0) or 1.0
    chosen: list[int] = []
    open_indices = list(range(len(sentences)))
    while open_indices and len(chosen) < count:
        best = max(
            open_indices,
            key=lambda i: (
                scores[i] / highest
                - _REPETITION_WEIGHT
                * max((_cosine(vectors[i], vectors[j]) for j in chosen), default=0),
                -i,
            ),
        )
        open_indices.remove(best)
        chosen.append(best)
    return sorted(chosen)


def _similarities(sentences: list[str]) -> list[list[float]]:
    vectors = _weighted([terms_of(sentence) for sentence in sentences])
    rows = [[0.0] * len(vectors) for _ in vectors]
    for i, one in enumerate(vectors):
        for j in range(i):
            rows[i][j] = rows[j][i] = _cosine(one, vectors[j])
    return rows


def _weighted(counts: list[Counter[str]]) -> list[dict[str, float]]:
    """Weight terms by rarity (tf-idf) and scale each sentence to length 1."""
    frequency = Counter(term for terms in counts for term in terms)
    vectors: list[dict[str, float]] = []
    for terms in counts:
        weights = {t: n * math.log(1 + len(counts) / frequency[t]) for t, n in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({term: weight / length for term, weight in weights.items()})
    return vectors


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _product(one: float, other: float) -> float:
    return one * other
