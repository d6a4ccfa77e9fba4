"""Inputs by which fuzzing broke a promise, and the fuzzing command for a moment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.fuzz_targets import TARGETS, seeds
from sites import ROOT

_TABLES = '+++\nschema = 1\nlanguage = "ja"\n\n[[sections]]\nid = "conclusion"\nkind = "conclusion"\norigin = "author"\n+++\n\n'
FOUND = {
    "a-sentence-with-an-invisible-break": (
        "sidecar",
        _TABLES + "## 結論\n\n市電の話\x1cです。 [p1]\n",
    ),
}


@pytest.mark.parametrize(("target", "text"), FOUND.values(), ids=FOUND)
def test_what_fuzzing_found_stays_mended(target: str, text: str) -> None:
    """Each input keeps the promise it once broke."""
    TARGETS[target](text)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_of_fuzzing_are_good(name: str) -> None:
    """What the fuzzer begins with passes, and there is some of it."""
    given_texts = [seed.decode("utf-8", "replace") for seed in seeds(name, ROOT)]
    assert given_texts
    for text in given_texts:
        TARGETS[name](text)


@pytest.mark.parametrize("name", TARGETS)
@given(text=st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_text_keeps_the_promise(name: str, text: str) -> None:
    """A target of the fuzzer takes any text."""
    TARGETS[name](text)
