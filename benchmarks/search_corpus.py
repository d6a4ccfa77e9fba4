"""Texts to search in, and words to search for with the texts that have them.

The texts are real: the Japanese and English handbooks of two free programs as Debian packs them,
cut into posts of a usual length. They are fetched into `.cache/` and never committed. Without
them, sentences of this repository's own posts are put together at random; then there are fewer
different words, and the figures look better than they are.

What is right is found by looking through the whole text with rules of its own, not with the
plugin's: NFKC, lower case, katakana as hiragana; a word in Latin letters stands between others.
"""

from __future__ import annotations

import gzip
import html
import random
import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "search-corpus"
PACKAGES = ("libreoffice-help-ja", "libreoffice-help-en-us", "manpages-ja")
_LENGTHS = {"ja": 2_300, "en": 5_000}
"""Characters of a post, about the same to read."""
_ENGLISH = 0.15
"""Share of the posts."""

_BLOCK = re.compile(r"<(h[1-6]|p|li|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ROFF = re.compile(r"\\f(?:\(..|\[[^\]]*\]|.)|\\[&|^%]|\\s[-+]?\d")
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


@dataclass(frozen=True, slots=True)
class Post:
    """One text of the corpus."""

    title: str
    language: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that can be found, a line for each paragraph."""
        return "\n".join((self.title, *self.paragraphs))


@dataclass(frozen=True, slots=True)
class Query:
    """A word, and the numbers of the posts that have it."""

    typed: str
    kind: str
    right: frozenset[int]
    """Those that have the word as it is typed, whatever its width, case or kana."""
    also: frozenset[int] = frozenset()
    """Those that have only another form of it: they may be found, after the others."""


def fetch_texts() -> bool:
    """Download and unpack the packages, unless they are there; say whether they are."""
    if (CACHE / "usr").is_dir():
        return True
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["apt-get", "download", *PACKAGES], cwd=CACHE, check=True)
        for package in sorted(CACHE.glob("*.deb")):
            subprocess.run(["dpkg", "-x", package.name, "."], cwd=CACHE, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def packaged_posts(number: int) -> list[Post]:
    """Cut the packaged texts into posts, at the same places each time."""
    english = round(number * _ENGLISH)
    handbook = CACHE / "usr/share/libreoffice/help"
    manuals = sorted((CACHE / "usr/share/man/ja").rglob("*.gz"))
    japanese = [*_html_pages(handbook / "ja"), *map(_manual_page, manuals)]
    random.Random(1).shuffle(japanese)  # noqa: S311 - the same order each time
    return [
        *_posts(japanese, "ja", number - english),
        *_posts(_html_pages(handbook / "en-US"), "en", english),
    ]


def recombined_posts(number: int, seed: int = 1) -> list[Post]:
    """Put sentences of this repository's posts together at random."""
    choose = random.Random(seed)  # noqa: S311 - the same texts each time
    sentences: dict[str, list[str]] = {"ja": [], "en": []}
    for path in sorted(
        (*ROOT.glob("content/posts/*.md"), *ROOT.glob("tests/evaluation/articles/*.md"))
    ):
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        for line in body.splitlines():
            language = "ja" if re.search("[ぁ-ん]", line) else "en"
            if line and line[0] not in "#|>-[!":
                sentences[language] += filter(None, re.split(r"(?<=。)|(?<=\.) ", line))
    posts = []
    for at in range(number):
        language = "en" if at % 7 == 6 else "ja"
        lines = choose.choices(sentences[language], k=choose.randint(12, 40))
        gap = " " if language == "en" else ""
        paragraphs = tuple(gap.join(lines[i : i + 4]) for i in range(1, len(lines), 4))
        posts.append(Post(f"{lines[0][:40]} {at}", language, paragraphs))
    return posts


def _html_pages(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.rglob("*.html")):
        page = path.read_text(encoding="utf-8", errors="replace").partition('id="DisplayArea"')[2]
        yield [_line(_TAG.sub("", block)) for _, block in _BLOCK.findall(page)]


def _manual_page(path: Path) -> list[str]:
    lines: list[str] = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8", "replace").splitlines():
        if line.startswith((".", "'", '.\\"')):
            lines.append("")
        else:
            plain = _line(_ROFF.sub("", line).replace("\\-", "-").replace("\\e", "\\"))
            lines[-1:] = [lines[-1] + plain] if lines else [plain]
    return lines


def _line(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _posts(pages: Iterable[list[str]], language: str, number: int) -> list[Post]:
    posts: list[Post] = []
    held: list[str] = []
    for page in pages:
        for line in filter(None, page):
            held.append(line)
            if sum(map(len, held)) >= _LENGTHS[language]:
                posts.append(Post(held[0][:60], language, tuple(held[1:])))
                held = []
            if len(posts) == number:
                return posts
    return posts


# --- what is looked for ---------------------------------------------------------------------

_KINDS = {
    "two kanji": (60, re.compile("(?<![一-鿿])[一-鿿]{2}(?![一-鿿])")),
    "more kanji": (60, re.compile("(?<![一-鿿])[一-鿿]{3,6}(?![一-鿿])")),
    "katakana": (70, re.compile("(?<![ァ-ヴー])[ァ-ヴ][ァ-ヴー]{1,9}(?![ァ-ヴー])")),
    "with okurigana": (40, re.compile("[一-鿿]{1,2}[ぁ-ん]{1,2}")),
    "hiragana": (20, re.compile("(?<![ぁ-ん])[ぁ-ん]{3,5}(?![ぁ-ん])")),
    "Latin and Japanese": (
        30,
        re.compile("(?<![A-Za-z0-9_])[A-Za-z0-9]{2,6}[一-鿿ァ-ヴ][一-鿿ァ-ヴー]{0,3}"),
    ),
    "English": (90, re.compile("(?<![A-Za-z0-9_À-ÿ])[A-Za-z]{2,12}(?![A-Za-z0-9_À-ÿ])")),
    "one kanji": (30, re.compile("[一-鿿]")),
}
"""How many words of each kind are asked for, and where they are taken from."""


def plain(text: str) -> str:
    """Return a text without differences that no reader means."""
    return unicodedata.normalize("NFKC", text).lower().translate(_KATAKANA)


def loose(text: str) -> str:
    """Return a plain text without long-vowel marks and small kana, and English without plurals."""
    big = str.maketrans("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ", "ー・")
    return re.sub(r"(?<=[a-z]{3})(?:es|s)\b", "", text.translate(big))


def queries(posts: list[Post], seed: int = 1, share: float = 1.0) -> list[Query]:
    """Choose words of the posts at random, and variants of those in katakana."""
    choose = random.Random(seed)  # noqa: S311 - the same words each time
    texts = [plain(post.text) for post in posts]
    looser = [loose(text) for text in texts]
    found: list[Query] = []
    for kind, (number, pattern) in _KINDS.items():
        times = Counter(chain.from_iterable(set(pattern.findall(post.text)) for post in posts))
        words = sorted(word for word, count in times.items() if count > 1)
        wanted = min(len(words), round(number * share))
        for word in choose.sample(words, wanted):
            right = _having(texts, plain(word))
            also = _having(looser, loose(plain(word)))
            found.append(Query(word, kind, right, also - right))
            if kind == "katakana":
                found += [Query(v, "variant", right, also) for v in _variants(word)]
    return found


def _variants(word: str) -> Iterator[str]:
    """Yield other ways to write a word in katakana that find the same."""
    yield plain(word)
    half = dict(
        zip(
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー",
            "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ",
            strict=True,
        )
    ) | {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    yield "".join(half.get(sign, sign) for sign in unicodedata.normalize("NFD", word))
    if len(word.strip("ー")) > 2:
        yield word.removesuffix("ー") if word.endswith("ー") else word + "ー"
        yield word.translate(str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ"))


def _having(texts: list[str], word: str) -> frozenset[int]:
    if not re.search("[a-z0-9]", word[0] + word[-1]):
        return frozenset(number for number, text in enumerate(texts) if word in text)
    edges = [r"(?<![a-z0-9])", r"(?![a-z0-9])"]
    before, after = (
        edge if sign.isascii() else ""
        for edge, sign in zip(edges, (word[0], word[-1]), strict=True)
    )
    whole = re.compile(f"{before}{word}{after}")
    return frozenset(
        number for number, text in enumerate(texts) if word in text and whole.search(text)
    )
