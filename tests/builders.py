"""Small values for tests: one article and sections about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from commentary.sections import (
    Basis,
    Kind,
    Origin,
    Provenance,
    Reference,
    Review,
    Section,
    Sentence,
    Sidecar,
    Usage,
    Verdict,
)
from commentary.source import Source, parse_source

HTML = """<p>市議会は市電を港まで3.2キロ延ばす計画を可決しました。総事業費は120億円です。</p>
<h2>事の経緯</h2>
<p>計画は2019年に公表され、一度は費用を理由に見送られました。</p>
"""
TODAY = dt.date(2026, 11, 23)


def source(html: str = HTML) -> Source:
    """Return an article of two paragraphs."""
    return parse_source(html, title="市電の延伸を可決", date="2026-11-02", language="ja")


def sentence(
    text: str = "120億円の計画が前へ進みました。",
    quote: str = "総事業費は120億円です",
    paragraph: int = 1,
    basis: Basis = Basis.STATED,
) -> Sentence:
    """Return a sentence that rests on one paragraph."""
    return Sentence(text, (Reference(paragraph, quote),), basis)


_VERBATIM = sentence("総事業費は120億円です。")


def section(
    *sentences: Sentence,
    kind: Kind = Kind.CONCLUSION,
    origin: Origin = Origin.MODEL,
    review: Review | None = None,
) -> Section:
    """Return a section that a model wrote and nobody touched since."""
    made = Section(
        id="conclusion" if kind is Kind.CONCLUSION else "outlook-1",
        kind=kind,
        origin=origin,
        heading="結論",
        opening=sentences or (_VERBATIM if origin is Origin.EXTRACT else sentence(),),
        provenance=1 if origin is Origin.MODEL else None,
        review=review,
    )
    return made if origin is not Origin.MODEL else generated(made)


def generated(made: Section) -> Section:
    """Return a section whose text is what was generated."""
    return replace(made, generated_digest=made.digest)


def reviewed(made: Section, verdict: Verdict, digest: str = "") -> Section:
    """Return a section with a verdict on its text, or on the text of another digest."""
    return replace(made, review=Review(verdict, "山田", TODAY, digest or made.digest))


def provenance(article: Source, **changes: Any) -> Provenance:
    """Return where the sections of `sidecar` came from."""
    facts = Provenance(
        number=1,
        model="loopback-1",
        model_asked="local",
        host="127.0.0.1",
        prompt_digest="sha256:prompt",
        source_digest=article.digest,
        generated_at=dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC),
        usage=Usage(100, 50),
    )
    return replace(facts, **changes)


def sidecar(*sections: Section, article: Source | None = None, **changes: Any) -> Sidecar:
    """Return a sidecar with these sections and one provenance."""
    article = article or source()
    return Sidecar("ja", article.digest, sections, (provenance(article, **changes),))
