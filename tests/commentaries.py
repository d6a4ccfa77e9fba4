"""An article and answers of a model about it, for tests that need both."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

ARTICLE = """-- content/tram.md --
Title: 市電の延伸を市議会が可決
Date: 2026-11-02 09:30
Slug: tram
Category: 交通
Summary: 市議会は市電の延伸を可決しました。

市議会は11月2日、市電を港まで3.2キロ延ばす計画を可決しました。総事業費は120億円です。

## 出来事の概要

山田花子市長は採決のあと、次のように述べました。

> 港と駅を一本で結べば、車のない暮らしが選べる町になります。工事は2028年に始まる見通しです。

賛成は28票、反対は11票でした。反対した議員は、費用が膨らむ可能性があると主張しています。

## 事の経緯

計画は2019年に公表され、一度は費用を理由に見送られました。港の再開発が決まったことで、再び議題に上がりました。

要約すると、港の再開発が計画を動かし、費用への懸念を残したまま可決に至りました。
"""

NO_MODEL = {"minimum_characters": 10}
WITH_MODEL = {"minimum_characters": 10, "model": "local-model", "verify": False}
"""Most tests are of writing; those of the second reader switch it on."""
WITH_READER = {**WITH_MODEL, "verify": True}
PAIRS = 5
"""Sentences of `good_reply` that rest on paragraphs."""


def good_reply(*kinds: str) -> str:
    """Return an answer about `ARTICLE` that every check passes."""
    return json.dumps(
        {kind: _SECTIONS[kind] for kind in kinds or ("outlooks", "conclusion")},
        ensure_ascii=False,
    )


CLAIM: Mapping[str, object] = {
    "statement": "港までの市電の線路を敷く工事が2028年末までに始まる。",
    "quote": "2028年には線路を敷く作業が動き出すでしょう",
    "kind": "inferred",
    "speaker": "",
    "resolves_on": "2028-12-31",
    "precision": "year",
    "resolution_criteria": "市が2028年12月31日までに市電の延伸工事の着工を発表したか。",
    "resolution_source": "市議会の議事録と市の発表",
    "probability": 0.6,
    "category": "none",
}
"""A prediction in the outlook of `good_reply`, as a model sends it."""


def predicting_reply(*claims: Mapping[str, object]) -> str:
    """Return a good answer with these predictions."""
    answer = {**json.loads(good_reply()), "predictions": [dict(claim) for claim in claims]}
    return json.dumps(answer, ensure_ascii=False)


def bad_reply() -> str:
    """Return the same with a number that the article does not have."""
    return good_reply().replace("120億円という", "180億円という")


def longer_reply(reply: str) -> str:
    """Return an answer with one more sentence in its conclusion, which stands without another."""
    answer = json.loads(reply)
    more = _sentence(
        "見送りを経た計画が、港の再開発によって戻ってきました。",
        "stated",
        (5, "港の再開発が決まったことで"),
    )
    answer["conclusion"]["sentences"].insert(0, more)
    return json.dumps(answer, ensure_ascii=False)


def verdicts(pairs: int = PAIRS, **against: str) -> str:
    """Return a second reader's answer.

    Args:
        pairs: how many it judges.
        against: judgements other than `supported`, by the pair as `p1`, with the reason `because`.
    """
    judged = [
        {"pair": n, "support": against.get(f"p{n}", "supported"), "reason": "because"}
        for n in range(1, pairs + 1)
    ]
    return json.dumps({"verdicts": judged})


def is_reading(request: Mapping[str, object]) -> bool:
    """Tell a request to the second reader from one to the writer."""
    return '"name": "support"' in json.dumps(request.get("response_format"))


def pairs_shown(request: Mapping[str, object]) -> int:
    """Return how many pairs a request to the second reader holds."""
    return len(
        re.findall(r"\n\[\d+\] (?:stated|inferred): ", str(messages_of(request)[-1]["content"]))
    )


def messages_of(request: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the messages of a request."""
    return cast("list[dict[str, object]]", request["messages"])


def kinds_asked(request: dict[str, object]) -> list[str]:
    """Return the kinds of section a request's schema demands."""
    found = re.findall(r'"(outlooks|conclusion)": \{', json.dumps(request.get("response_format")))
    return list(dict.fromkeys(found))


def _sentence(text: str, basis: str, *grounds: tuple[int, str]) -> dict[str, object]:
    references = [{"paragraph": number, "quote": quote} for number, quote in grounds]
    return {"text": text, "basis": basis, "references": references}


_SECTIONS: dict[str, object] = {
    "outlooks": [
        {
            "heading": "港への路線の将来の展望",
            "form": "themes",
            "opening": [],
            "points": [
                {
                    "heading": "着工までの道のり",
                    "sentences": [
                        _sentence(
                            "市長の言うとおりに進めば、2028年には線路を敷く作業が動き出すでしょう。",
                            "inferred",
                            (3, "工事は2028年に始まる見通しです"),
                        ),
                        _sentence(
                            "ただし、反対派が心配するように出費がかさむかもしれません。",
                            "inferred",
                            (4, "費用が膨らむ可能性があると主張しています"),
                        ),
                    ],
                }
            ],
            "closing": [
                _sentence(
                    "これは今わかっている材料からの推測で、事情が変われば違う結果になる可能性があります。",
                    "inferred",
                    (5, "一度は費用を理由に見送られました"),
                )
            ],
        }
    ],
    "conclusion": {
        "heading": "結論",
        "sentences": [
            _sentence(
                "長く止まっていた路線の話は、28人の賛成で前へ進みました。",
                "stated",
                (4, "賛成は28票、反対は11票でした"),
            ),
            _sentence(
                "一方で、120億円という出費への不安は解けていません。",
                "stated",
                (1, "総事業費は120億円です"),
                (6, "費用への懸念を残したまま可決に至りました"),
            ),
            _sentence(
                "この町がどう変わるかを、私は楽しみに見ていきたいと考えています。", "opinion"
            ),
        ],
    },
}
