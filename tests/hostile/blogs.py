"""A blog in which every place that takes text from outside holds a string that means harm."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from commentaries import is_reading, pairs_shown, verdicts
from fault_server import FaultServer
from sites import ROOT, Built

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from .attacks import Attack
    from .injections import Injection

HARMLESS = "港の話"
"""What stands in the place of an attack in the pages that the others are compared with."""
_SETTINGS = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
SITEURL = "https://blog.example"
RELATIVE_URLS = True
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PATH, OUTPUT_PATH = "content", "output"
DEFAULT_PAGINATION = 100
COMMENTARY = {{
    "minimum_characters": 10, "model": "local-model", "verify": False, "attempts": 1,
    "generate": "missing",
}}
"""
_ARTICLE = """Title: {line}
Date: 2026-11-02 09:30
Slug: {slug}
Lang: ja
Author: {line} {slug}
Category: {line} {slug}
Tags: {line} {slug}, 港
Series: {line}
Summary: {line}
Image_Alt: {line}

<p>{escaped}</p>

{mark}

市議会は市電を港まで延ばす計画を可決しました。総事業費は120億円です。

## 事の経緯

計画は2019年に公表され、一度は費用を理由に見送られました。港の再開発が決まり、再び議題に上がりました。
"""
_SIDECAR = """+++
schema = 1
language = "ja"

[[sections]]
id = "outlook-1"
kind = "outlook"
origin = "author"

[[sections]]
id = "conclusion"
kind = "conclusion"
origin = "author"
+++

## {line}

{line} [p1 inferred]
> p1「{line}」

### {line}

{line}かもしれません。 [p2 inferred]
> p2「市議会は市電を港まで延ばす計画を可決しました」

## 結論

{line} [p1]
> p1「{line}」
"""
_NUMBER_IN_PROMPT = re.compile(r"印は(\d+)番")


def lay_out(root: Path, attacks: Sequence[Attack]) -> None:
    """Write a blog: two articles an attack, one with a sidecar and one without, and a harmless pair."""
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    (root / "blogconf.py").write_text(_SETTINGS, encoding="utf-8")
    _write_pair(posts, "harmless", HARMLESS, number=0)
    for number, attack in enumerate(attacks, start=1):
        _write_pair(posts, attack.name, attack.text, number=number)


def build(root: Path, attacks: Sequence[Attack]) -> Built:
    """Build it with a server that puts the attack of each article into every field of its reply."""
    texts = [HARMLESS, *(attack.text for attack in attacks)]
    return _build(root, lambda request: _reply(texts[_number_in(request)]))


def lay_out_orders(root: Path, injections: Sequence[Injection]) -> None:
    """Write a blog whose articles have orders among their paragraphs."""
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    (root / "blogconf.py").write_text(_SETTINGS, encoding="utf-8")
    for number, injection in enumerate(injections):
        facts = {"line": HARMLESS, "slug": injection.name, "mark": _mark(number)}
        body = _ARTICLE.format(escaped=injection.order, **facts)
        _write(posts / f"{injection.name}.md", body)


def build_obeying(root: Path, injections: Sequence[Injection]) -> Built:
    """Build it with a server that does what the article it is shown orders, and agrees to it."""

    def obey(request: Mapping[str, object]) -> str:
        if is_reading(request):
            return verdicts(pairs_shown(request))
        injection = injections[_number_in(request)]
        quote = text_of(injection.order)[:20]
        return _reply(injection.obeyed, heading=injection.heading or HARMLESS, quote=quote)

    return _build(root, obey)


def text_of(markup: str) -> str:
    """Return what a reader reads of a paragraph."""
    return BeautifulSoup(markup, "html.parser").get_text()


def _build(root: Path, respond: Callable[[Mapping[str, object]], str]) -> Built:
    with FaultServer(respond) as server:
        variables = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_GENERATE": ""}
        done = subprocess.run(
            [sys.executable, "-m", "pelican", "-s", "blogconf.py", "--log-handler", "plain"],
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1800000000", **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    return Built(done.returncode, done.stdout + done.stderr, root / "output")


def _write_pair(posts: Path, name: str, text: str, *, number: int) -> None:
    line = one_line(text)
    for slug, is_with_sidecar in ((f"hand-{name}", True), (f"model-{name}", False)):
        body = _ARTICLE.format(
            line=line,
            slug=slug,
            escaped=html.escape(line),
            mark="" if is_with_sidecar else _mark(number),
        )
        _write(posts / f"{slug}.md", body)
        if is_with_sidecar:
            _write(posts / f"{slug}.commentary.md", _SIDECAR.format(line=line))


def _mark(number: int) -> str:
    """Return a sentence by which the server knows the article."""
    return f"印は{number}番です。"


def one_line(text: str) -> str:
    """Return a text as one line, as metadata and the lines of a sidecar are."""
    return " ".join(re.split("[\r\n]+", text)).strip() or HARMLESS


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _number_in(request: Mapping[str, object]) -> int:
    found = _NUMBER_IN_PROMPT.search(json.dumps(request, ensure_ascii=False))
    return int(found[1]) if found else 0


def _reply(text: str, *, heading: str = "", quote: str = "") -> str:
    """Answer with sound sentences, and a text as heading, sentence and quote among them."""
    attack = _sentence(text, "stated", (1, quote or one_line(text)))
    heading = heading or text
    outlook = {
        "heading": heading,
        "form": "themes",
        "opening": [],
        "points": [
            {"heading": heading, "sentences": [_SOUND[0], attack, _SOUND[1]]},
            {"heading": "費用の行方", "sentences": [_SOUND[2]]},
        ],
        "closing": [_SOUND[3], attack],
    }
    conclusion = {"heading": heading, "sentences": [_SOUND[4], attack, _SOUND[5], _SOUND[6]]}
    return json.dumps({"outlooks": [outlook], "conclusion": conclusion})


def _sentence(text: str, basis: str, *grounds: tuple[int, str]) -> dict[str, object]:
    references = [{"paragraph": number, "quote": quote} for number, quote in grounds]
    return {"text": text, "basis": basis, "references": references}


_DELAYED, _AGAIN = (4, "一度は費用を理由に見送られました"), (4, "港の再開発が決まり")
_SOUND = (
    _sentence("可決を受けて、港へ向かう線路の準備が動き出すかもしれません。", "inferred", _AGAIN),
    _sentence("見送りの経験が、費用の議論を慎重にする可能性があります。", "inferred", _DELAYED),
    _sentence(
        "120億円という事業費は、今後も問われるでしょう。", "inferred", (3, "総事業費は120億円です")
    ),
    _sentence(
        "これは今わかっている材料からの推測で、違う結果になる可能性があります。", "inferred", _AGAIN
    ),
    _sentence("港の再開発が、見送られた計画を議題に戻しました。", "stated", _DELAYED, _AGAIN),
    _sentence(
        "事業費は120億円と大きく、可決で終わる話ではありません。",
        "stated",
        (3, "総事業費は120億円です"),
    ),
    _sentence("この町がどう変わるかを、私は楽しみに見ていきたいと考えています。", "opinion"),
)
