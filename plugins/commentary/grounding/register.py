"""Is each sentence in the language and the style of the article?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..source import Role
from ..texts import language_of
from .shared import blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_HIRAGANA = re.compile("[\u3041-\u3096]")
_POLITE = re.compile(
    "(?:です|ます|でした|ました|ません|でしょう|ましょう|ませんでした|ください)(?:か|ね|よ)?[。」』]*$"
)
_SPOKEN = re.compile("「[^「」]*」|『[^『』]*』")
_SMALL_WORD = re.compile("(?<![\\w'’-])[a-zà-ÿ]+(?![\\w'’-])")
_ENGLISH = frozenset(
    "the of and to in a is that for it as with on by be at from are was has have may might could "
    "will its their this which but not or an if who they he she would likely more than i can had "
    "were been should what when there we his her so only into about after before".split()
)
_FOREIGN = (
    frozenset(
        "le les des du et est une un dans pour que qui sur avec pas sont aux au ce cette plus par mais "
        "el los las del una por con para se más como su der die das und nicht mit für von ist ein eine "
        "sich den dem zu auf im werden wird lassen il che di della per non sono gli nel het een niet de "
        "la en em da uma não os dos na no".split()
    )
    - _ENGLISH
    - {"no", "plus", "die", "den", "con", "per"}
)
"""Small words of other languages in Latin letters; English has a word of its own for each."""
_SENTENCE = re.compile("[^。！？\n]+。")
_FEWEST_SENTENCES = 3
_KEPT_ARTICLES = 16
_CLEAR_SHARE = 0.8


def wrong_language(section: Section, source: Source) -> Iterator[Finding]:
    """Each sentence is in the language of the article."""
    if source.language not in ("ja", "en"):
        return
    for sentence in section.sentences:
        if sentence.text and not _is_in(source.language, sentence.text):
            message = f"is not written in {source.language!r}, the language of the article"
            yield blocking("language", message, sentence)


def wrong_register(section: Section, source: Source) -> Iterator[Finding]:
    """Each sentence ends in です・ます or である as the body does; a mixed body asks for nothing."""
    if source.language != "ja":
        return
    share = _share_of_polite(source)
    if share is None or 1 - _CLEAR_SHARE < share < _CLEAR_SHARE:
        return
    is_polite = share >= _CLEAR_SHARE
    wanted = "です・ます" if is_polite else "である"
    for sentence in section.sentences:
        ends = sentence.text.endswith("。")
        if ends and bool(_POLITE.search(sentence.text)) != is_polite:
            yield blocking("register", f"does not end in the {wanted} style of the body", sentence)


def _is_in(language: str, text: str) -> bool:
    if language == "ja":
        return bool(_HIRAGANA.search(text)) and language_of(text) in ("ja", "zh", "en")
    words = _SMALL_WORD.findall(text)
    foreign = sum(word in _FOREIGN for word in words)
    return language_of(text) == "en" and foreign <= sum(word in _ENGLISH for word in words)


def _share_of_polite(source: Source) -> float | None:
    """Return how much of the body is polite, None when too little of it tells."""
    body = "\n".join(p.text for p in source.paragraphs if p.role is Role.PARAGRAPH)
    return _polite_share(body)


@lru_cache(maxsize=_KEPT_ARTICLES)
def _polite_share(body: str) -> float | None:
    sentences = _SENTENCE.findall(_SPOKEN.sub("", body))
    if len(sentences) < _FEWEST_SENTENCES:
        return None
    return sum(bool(_POLITE.search(sentence)) for sentence in sentences) / len(sentences)
