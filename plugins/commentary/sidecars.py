"""Sidecar and text: `dump_sidecar` and `load_sidecar` are inverse.

The text is TOML between two `+++` lines (facts, tables in the order of the page), then the
sections as Markdown: `##` for a section, `###` for a point, one sentence a line with the
paragraphs it rests on, and below it one `>` line for each quote. `---` parts the points from the
sentences that close a section.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .errors import SidecarError
from .sections import Basis, Point, Reference, Section, Sentence, Sidecar
from .sidecar_tables import dump_tables, load_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = "+++"
_RULE = "---"
_NUMBER = r"p[1-9]\d{0,5}"
_BASES = "|".join(Basis)
_GROUNDS = re.compile(rf"\[((?:{_NUMBER}|{_BASES}|[\s,、])*)\]$")
_ALMOST_GROUNDS = re.compile(r"\[p ?\d[^\[\]]*\]$", re.IGNORECASE)
_QUOTE = re.compile(rf"> ?({_NUMBER})\s*[「“\"](.*)[」”\"]$")
_ESCAPED = re.compile(r"(?=[#>\\]|---$|\+\+\+$)")
_MARKS = {"ja": ("「", "」")}
_LINE_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_REVIEWER = re.compile(r'\b(?:reviewer|resolved_by)\s*=\s*"([^"]*)"')


def dump_sidecar(sidecar: Sidecar) -> str:
    """Return the text of a sidecar, LF line ends, with a final newline.

    Raises:
        ValueError: a heading or sentence is empty, has white space around it, or holds, like a
            quote, a line break.
    """
    lines = [_FENCE, *dump_tables(sidecar), _FENCE]
    for section in sidecar.sections:
        _check_texts(section)
        lines += ["", *_section_lines(section, sidecar.language)]
    for line in lines:
        if _LINE_BREAKS.search(line):
            raise ValueError(f"a sidecar's line cannot hold a line break: {line!r}")
    return "\n".join(lines) + "\n"


def load_sidecar(text: str, *, path: str) -> Sidecar:
    """Read the text of a sidecar; line ends and a missing last newline do not matter.

    Raises:
        SidecarError: with path and line of what is wrong.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _refuse_conflict(lines, path)
    closing = _closing_fence(lines, path)
    try:
        tables = tomllib.loads("\n".join(lines[1:closing]))
    except (ValueError, RecursionError) as error:  # also for numbers too long to read
        raise _toml_error(error, path, closing + 1) from None
    sidecar = load_tables(tables, path=path, lines=lines[:closing])
    _refuse_hidden_breaks(lines, closing + 1, path)
    bodies = _Body(path, first_line=closing + 2).read(lines[closing + 1 :])
    return _join(sidecar, bodies, path)


def _refuse_hidden_breaks(lines: list[str], first: int, path: str) -> None:
    """Refuse signs that end a line for some programs and not for others: none could be written."""
    for number, line in enumerate(lines[first:], start=first + 1):
        if found := _LINE_BREAKS.search(line):
            code = f"U+{ord(found[0]):04X}"
            raise SidecarError(
                f"holds {code}, an invisible line break; remove it", path=path, line=number
            )


def _check_texts(section: Section) -> None:
    headings = (section.heading, *(point.heading for point in section.points))
    for text in (*headings, *(sentence.text for sentence in section.sentences)):
        if not text or text != text.strip():
            raise ValueError(
                f"a line of a sidecar has neither white space around it nor nothing in it: {text!r}"
            )


def _section_lines(section: Section, language: str) -> Iterator[str]:
    yield f"## {section.heading}"
    yield from _sentence_lines(section.opening, language)
    for point in section.points:
        yield ""
        yield f"### {point.heading}"
        yield from _sentence_lines(point.sentences, language)
    if section.closing:
        yield ""
        yield _RULE
        yield from _sentence_lines(section.closing, language)


def _sentence_lines(sentences: tuple[Sentence, ...], language: str) -> Iterator[str]:
    opening, closing = _MARKS.get(language, ("“", "”"))
    if sentences:
        yield ""
    for sentence in sentences:
        yield _sentence_line(sentence)
        numbers = [reference.paragraph for reference in sentence.references]
        is_repeated = len(set(numbers)) < len(numbers)
        for reference in sentence.references:
            if reference.quote or is_repeated:
                yield f"> p{reference.paragraph}{opening}{reference.quote}{closing}"


def _sentence_line(sentence: Sentence) -> str:
    grounds = [f"p{reference.paragraph}" for reference in sentence.references]
    if sentence.basis is not Basis.STATED:
        grounds.append(sentence.basis)
    text = "\\" + sentence.text if _ESCAPED.match(sentence.text) else sentence.text
    if grounds or _GROUNDS.search(text) or _ALMOST_GROUNDS.search(text):
        return f"{text} [{' '.join(grounds)}]"
    return text


@dataclass(slots=True)
class _Draft:
    """A section while its lines are read."""

    heading: str
    line: int
    opening: list[Sentence] = field(default_factory=list)
    points: list[tuple[str, list[Sentence]]] = field(default_factory=list)
    closing: list[Sentence] | None = None

    @property
    def sentences(self) -> list[Sentence]:
        """The list that the next sentence goes to."""
        if self.closing is not None:
            return self.closing
        return self.points[-1][1] if self.points else self.opening


class _Body:
    """Reads the Markdown below the front matter, line by line."""

    def __init__(self, path: str, *, first_line: int) -> None:
        self.path = path
        self.line = first_line - 1
        self.drafts: list[_Draft] = []
        self.quotes: list[tuple[int, str]] = []

    def read(self, lines: list[str]) -> list[_Draft]:
        for text in lines:
            self.line += 1
            if text.strip():
                self._read_line(text.strip())
        self._end_sentence()
        return self.drafts

    def _read_line(self, text: str) -> None:
        if text.startswith(">"):
            self._add_quote(text)
            return
        self._end_sentence()
        if text.startswith("## "):
            self.drafts.append(_Draft(text[3:].strip(), self.line))
        elif text.startswith("### "):
            self._add_point(text[4:].strip())
        elif text == _RULE:
            self._begin_closing()
        elif text.startswith("#"):
            raise self._error("a heading is `## ` for a section or `### ` for a point")
        else:
            self._draft().sentences.append(self._sentence(text))

    def _add_point(self, heading: str) -> None:
        if self._draft().closing is not None:
            raise self._error("a point below the `---`; move it above the line")
        self._draft().points.append((heading, []))

    def _begin_closing(self) -> None:
        if self._draft().closing is not None:
            raise self._error("a second `---` in this section; leave one")
        self._draft().closing = []

    def _sentence(self, line: str) -> Sentence:
        match = _GROUNDS.search(line)
        if not match and _ALMOST_GROUNDS.search(line):
            raise self._error("the end of a sentence is written like `[p3 p7 inferred]`")
        text = line[: match.start()].rstrip() if match else line
        words = re.split(r"[\s,、]+", match[1]) if match else []
        bases = [Basis(word) for word in words if word in tuple(Basis)]
        text = text.removeprefix("\\")
        if not text or len(bases) > 1:
            raise self._error("a line is one sentence and at most one basis; mend or remove it")
        return Sentence(
            text=text,
            references=tuple(Reference(int(word[1:])) for word in words if word.startswith("p")),
            basis=bases[0] if bases else Basis.STATED,
        )

    def _draft(self) -> _Draft:
        if not self.drafts:
            raise self._error("text before the first `## ` heading; put it under one")
        return self.drafts[-1]

    def _add_quote(self, text: str) -> None:
        match = _QUOTE.match(text)
        if not match:
            raise self._error("a quote is written `> p3「words of that paragraph」`")
        sentences = self._draft().sentences
        if not sentences:
            raise self._error("a quote stands below its sentence; there is none above")
        self.quotes.append((int(match[1][1:]), match[2]))

    def _end_sentence(self) -> None:
        if self.quotes:
            sentences = self._draft().sentences
            sentences[-1] = _with_quotes(sentences[-1], self.quotes)
            self.quotes = []

    def _error(self, message: str) -> SidecarError:
        return SidecarError(message, path=self.path, line=self.line)


def _with_quotes(sentence: Sentence, quotes: list[tuple[int, str]]) -> Sentence:
    """Attach quotes to the references of their paragraphs; one without its number adds it."""
    references = list(sentence.references)
    if [number for number, _ in quotes] == [reference.paragraph for reference in references]:
        return replace(sentence, references=tuple(Reference(*quote) for quote in quotes))
    for paragraph, quote in quotes:
        try:
            references[references.index(Reference(paragraph))] = Reference(paragraph, quote)
        except ValueError:
            references.append(Reference(paragraph, quote))
    return replace(sentence, references=tuple(references))


def _join(sidecar: Sidecar, drafts: list[_Draft], path: str) -> Sidecar:
    """Put the texts into the sections that the tables announced, in order."""
    if len(drafts) != len(sidecar.sections):
        line = drafts[-1].line if drafts else 1
        raise SidecarError(
            f"{len(sidecar.sections)} `[[sections]]` tables but {len(drafts)} `## ` headings; "
            "each section needs both, in the same order",
            path=path,
            line=line,
        )
    pairs = zip(sidecar.sections, drafts, strict=True)
    return replace(sidecar, sections=tuple(_filled(section, draft) for section, draft in pairs))


def _filled(section: Section, draft: _Draft) -> Section:
    return replace(
        section,
        heading=draft.heading,
        opening=tuple(draft.opening),
        points=tuple(Point(heading, tuple(sentences)) for heading, sentences in draft.points),
        closing=tuple(draft.closing or ()),
    )


def _refuse_conflict(lines: list[str], path: str) -> None:
    """Name what Git left of two branches; a sentence never begins with its last mark unescaped."""
    start = next((n for n, line in enumerate(lines) if line.startswith("<<<<<<< ")), None)
    if start is None:
        return
    end = next((n for n in range(start, len(lines)) if lines[n].startswith(">>>>>>> ")), None)
    if end is None:
        return
    middle = next((n for n in range(start, end) if lines[n] == "======="), end)
    ours, theirs = _side(lines[start:middle]), _side(lines[end : end + 1] + lines[middle:end])
    raise SidecarError(
        f"two branches changed this and Git left both: {ours}, {theirs}; keep one side, remove "
        "the lines `<<<<<<<`, `=======` and `>>>>>>>`, and accept again what you put together",
        path=path,
        line=start + 1,
    )


def _side(lines: list[str]) -> str:
    """Give a branch as Git names it, with the reviewers that stand in its lines."""
    branch = lines[0].split(" ", 1)[1].strip()
    reviewers = dict.fromkeys(name for line in lines for name in _REVIEWER.findall(line))
    return f"`{branch}`" + (f" (reviewer: {', '.join(reviewers)})" if reviewers else "")


def _closing_fence(lines: list[str], path: str) -> int:
    if lines[0].strip() != _FENCE:
        raise SidecarError(f"the first line must be `{_FENCE}`", path=path)
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return index
    raise SidecarError(f"the front matter is never closed; add a line `{_FENCE}`", path=path)


def _toml_error(error: Exception, path: str, last_line: int) -> SidecarError:
    match = _AT_LINE.search(str(error))
    what = _AT_LINE.sub("", str(error)).replace("(at end of document)", "").strip()
    return SidecarError(
        f"the front matter is not TOML: {what}; mend the line or restore the file",
        path=path,
        line=int(match[1]) + 1 if match else last_line,
    )
