"""Addresses are made of what their patterns name, and are what Pelican makes them."""

from __future__ import annotations

import hashlib
import inspect
from datetime import UTC, datetime
from typing import Any

import pelican
from hypothesis import given
from hypothesis import strategies as st
from pelican.contents import Article, Content, Page, Static
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category

from sites import ROOT
from swift.addresses import PELICANS_OWN, VERSION, expanded, use_lean_addresses

_READ = "c7215e2095ff2992"
"""Digest of the two methods of Pelican whose work is done here."""
_PATTERNS = st.lists(
    st.sampled_from(
        [
            *("{slug}", "{lang}", "{date:%Y}", "{date:%-d}", "{author}", "{category}", "{path}"),
            *("{series}", "{none}", "{}", "{0}", "{{", "}", "{slug!r}", "{slug:>9}", "{date.year}"),
            *("posts/", "/", ".html", "見通し", "{title}", "{slug.none}", "{path_no_ext}"),
        ]
    ),
    max_size=5,
).map("".join)


def _outcome(content: Content, key: str, method: Any) -> object:
    try:
        return method(content, key)
    except Exception as error:  # noqa: BLE001 - whatever Pelican raises
        return type(error), str(error)


def _settings(pattern: str) -> dict[str, Any]:
    names = ("ARTICLE_URL", "DRAFT_URL", "PAGE_URL", "STATIC_URL", "CONTENT_URL")
    return {**DEFAULT_CONFIG, "PATH": str(ROOT), **dict.fromkeys(names, pattern)}


@given(
    _PATTERNS,
    st.sampled_from([Article, Page, Static, Content]),
    st.fixed_dictionaries(
        {"title": st.just("題"), "date": st.just(datetime(2026, 1, 2, tzinfo=UTC))},
        optional={
            "slug": st.sampled_from(["a", "あ"]),
            "lang": st.sampled_from(["ja", "en"]),
            "status": st.sampled_from(["draft", "published"]),
            "path": st.sampled_from(["x/y.md", "{slug}"]),
            "series": st.just("連載"),
            "path_no_ext": st.just("x/y"),
            "has_author": st.just(value=True),
            "has_category": st.just(value=True),
        },
    ),
)
def test_an_address_is_what_pelican_makes_it(
    pattern: str, kind: type[Content], fields: dict[str, Any]
) -> None:
    """Any pattern gives the same address, or the same error."""
    settings = _settings(pattern)
    if fields.pop("has_author", False):
        fields["author"] = Author("書き手", settings)
    if fields.pop("has_category", False):
        fields["category"] = Category("分類", settings)
    content = kind("", fields, settings, source_path=str(ROOT / "content" / "a.md"))
    use_lean_addresses(is_wanted=False)
    own = _outcome(content, "url", type(content)._expand_settings)  # noqa: SLF001
    use_lean_addresses(is_wanted=True)
    try:
        assert own == _outcome(content, "url", type(content)._expand_settings)  # noqa: SLF001
    finally:
        use_lean_addresses(is_wanted=False)


def test_the_method_is_given_back() -> None:
    """Where the setting says so, Pelican has its own method again."""
    use_lean_addresses(is_wanted=True)
    assert expanded is Content._expand_settings  # noqa: SLF001
    use_lean_addresses(is_wanted=False)
    assert PELICANS_OWN is Content._expand_settings  # noqa: SLF001


def test_another_class_has_its_own_fields() -> None:
    """A plugin's class that adds a field to addresses is asked for it."""

    class Talk(Article):
        @property
        def url_format(self) -> dict[str, Any]:
            return {**super().url_format, "slug": "of-the-plugin"}

    make: Any = Talk
    talk = make("", {"slug": "a"}, {**DEFAULT_CONFIG, "TALK_URL": "{slug}"})
    assert "of-the-plugin" == expanded(talk, "url", "talk")


def test_pelican_is_the_one_that_was_read() -> None:
    """With another Pelican its method has to be read again, and `VERSION` and the digest set."""
    url_format: Any = Content.url_format
    sources = (PELICANS_OWN, url_format.fget)
    text = "".join(inspect.getsource(source) for source in sources)
    assert _READ == hashlib.sha256(text.encode()).hexdigest()[:16]
    assert pelican.__version__.startswith(VERSION)
