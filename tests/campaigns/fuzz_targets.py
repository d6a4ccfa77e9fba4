"""What is fuzzed: each target takes a text, and raises only when a promise is broken."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from commentaries import good_reply
from commentary.errors import CommentaryError, ReplyInvalid, SidecarError
from commentary.extracts import extract_sections
from commentary.grounding import check_grounding
from commentary.numbers import numbers_in
from commentary.providers.answers import Received, read_answer
from commentary.replies import parse_reply
from commentary.reply_claims import parse_claims
from commentary.sections import Kind, Origin, Reference, Section, Sentence
from commentary.sidecars import dump_sidecar, load_sidecar
from commentary.source import parse_source
from commentary.texts import find_quote
from fault_server import completion, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from commentary.source import Source

_SOUND = "市議会は11月2日、市電を港まで3.2キロ延ばす計画を可決しました。総事業費は120億円です。"


def sidecar(text: str) -> None:
    """A sidecar is read whole or refused with its line; what was read is written as it was."""
    try:
        read = load_sidecar(text, path="a.commentary.md")
    except SidecarError:
        return
    assert read == load_sidecar(dump_sidecar(read), path="a.commentary.md")


def reply(text: str) -> None:
    """A reply becomes sections that a sidecar can hold, or is refused."""
    parse_claims(text)
    with suppress(ReplyInvalid):
        for section in parse_reply(text, (Kind.OUTLOOK, Kind.CONCLUSION)):
            list(check_grounding(section, _article(_SOUND)))


def answer(text: str) -> None:
    """The body of an HTTP answer becomes an answer or a fault."""
    body = text.encode("utf-8", "replace")
    for status in (200, 400, 429, 500):
        read_answer(Received(status, body, {"content-type": "application/json"}))


def article(text: str) -> None:
    """Any HTML can be an article, and its sentences can be chosen from."""
    source = _article(text)
    for paragraph in source.paragraphs:
        assert paragraph.text == paragraph.text.strip()
    with suppress(CommentaryError):
        list(extract_sections(source, (Kind.OUTLOOK, Kind.CONCLUSION)))


def sentence(text: str) -> None:
    """Any sentence can be checked against any paragraph."""
    first, _, second = text.partition("\n")
    made = Section(
        "conclusion",
        Kind.CONCLUSION,
        Origin.MODEL,
        first[:40] or "結論",
        opening=(Sentence(first, (Reference(1, second[:40]),)),),
    )
    list(check_grounding(made, _article(f"<p>{_SOUND}</p><p>{second}</p>")))
    find_quote(second, first)
    numbers_in(text)


def _article(html: str) -> Source:
    return parse_source(html, title="市電の延伸", date="2026-11-02", language="ja")


TARGETS: Mapping[str, Callable[[str], None]] = {
    target.__name__: target for target in (sidecar, reply, answer, article, sentence)
}


def seeds(name: str, root: Path) -> Iterator[bytes]:
    """Yield texts to begin with: the blog's own files, and what a model answers well."""
    if name == "sidecar":
        yield from (path.read_bytes() for path in sorted(root.glob("content/**/*.commentary.md")))
    if name == "reply":
        yield good_reply().encode()
    if name == "answer":
        refused = completion(None, finish="content_filter", refusal="no")
        cut = completion("x", finish="length")
        yield from (text.encode() for text in (completion(good_reply()), refused, cut))
        yield failure(429, "slow down", code="rate_limit_exceeded").body.encode()
    if name in {"article", "sentence"}:
        yield from (path.read_bytes()[:4000] for path in sorted(root.glob("content/posts/*.md")))
