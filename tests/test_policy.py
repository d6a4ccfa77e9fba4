"""Policies: what a page has is allowed and nothing else, and the header files say the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from browser import open_chromium
from policy.errors import PolicySettingsError
from policy.header_files import Headers, header_files, make_headers
from policy.needs import policy_for
from policy.policies import MOST_DIGESTS, Policy, policy_of, union
from policy.settings import HeaderFile, load_settings
from themed import PAGES, THEME, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from sites import Built, Site

_BARE = "default-src 'none'; base-uri 'none'; form-action 'none'"
_SETTINGS = {"STATIC_PATHS": ["images"], "THEME_STATIC_DIR": "theme"}


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# --- the policy of a page -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "directives"),
    [
        ("<p>text</p>", {}),
        ("<style>p{}</style>", {"style-src": _digest("p{}")}),
        (
            "<style>p{background:url(data:image/png,x)}</style>",
            {"style-src": _digest("p{background:url(data:image/png,x)}"), "img-src": "data:"},
        ),
        ("<script>go()</script>", {"script-src": _digest("go()")}),
        ('<SCRIPT TYPE="module">go()</SCRIPT >', {"script-src": _digest("go()")}),
        ('<script type="speculationrules">{}</script>', {"script-src": _digest("{}")}),
        ('<script type="application/ld+json">{"a":"<script>"}</script>', {}),
        ('<script src="/search.js" defer></script>', {"script-src": "'self'"}),
        ('<link rel="icon" href="/i.svg">', {"img-src": "'self'"}),
        ('<link rel="icon" href="data:,">', {"img-src": "data:"}),
        ('<link rel="stylesheet" href="/a.css">', {"style-src": "'self'"}),
        ('<link rel="preload" as="image" href="/a.avif">', {"img-src": "'self'"}),
        ('<link rel="alternate" href="/feed">', {}),
        ('<img alt="a > b" src=data:image/gif,x>', {"img-src": "data:"}),
        ('<picture><source srcset="a.avif"><img src="a.jpg"></picture>', {"img-src": "'self'"}),
        ('<svg><image href="a.png"/></svg>', {"img-src": "'self'"}),
        (
            '<video poster="p.jpg"><source src="v.webm"></video>',
            {"img-src": "'self'", "media-src": "'self'"},
        ),
        ('<form action="/search/">', {"form-action": "'self'"}),
        ('<iframe src="/demo.html"></iframe>', {"frame-src": "'self'"}),
        ("<!-- <script>go()</script> <img src=x> -->", {}),
        ('<img src="https://elsewhere.example/pixel.gif">', {"img-src": "'self'"}),
        (
            '<script src="https://elsewhere.example/x.js"></script><p>',
            {"script-src": "'self'"},
        ),
    ],
)
def test_needs_of_a_page(html: str, directives: dict[str, str]) -> None:
    """Each thing that a page loads or runs opens its own directive, and never to another host."""
    named = {name: sources.split() for name, sources in directives.items()}
    expected = policy_of({"connect-src": ["'self'"], **named})

    assert expected == policy_for(html)


def test_a_policy_as_text() -> None:
    """Everything is forbidden that is not named, and the two that have no default are always there."""
    assert _BARE == str(Policy())
    policy = policy_of({"img-src": ["data:", "'self'", "'self'"], "form-action": ["'self'"]})
    expected = "default-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
    assert expected == str(policy)


def test_an_unknown_directive_is_refused() -> None:
    """A typing error in a directive's name does not become a policy that says less."""
    with pytest.raises(ValueError, match="sytle-src"):
        policy_of({"sytle-src": ["'self'"]})


@given(st.text("<>script/yle=\"' !-", max_size=60))
def test_any_text_has_a_policy(html: str) -> None:
    """Whatever an author writes, a policy comes out, and it opens nothing to other hosts."""
    assert not re.search(r"https?:|\*|unsafe", str(policy_for(html)))


_POLICIES = st.lists(
    st.dictionaries(
        st.sampled_from(["img-src", "script-src", "form-action"]),
        st.lists(st.sampled_from(["'self'", "data:"]), max_size=2),
    ).map(policy_of)
)


@given(_POLICIES)
def test_a_union_allows_what_each_page_needs(policies: list[Policy]) -> None:
    """The site's policy has every source of every page, and none that no page has."""
    together = {(n, s) for n, sources in union(policies).sources for s in sources}

    assert {(n, s) for p in policies for n, sources in p.sources for s in sources} == together


def test_many_digests_are_left_to_the_pages() -> None:
    """Hosts cut long headers: beyond a dozen digests each page's own policy names its own alone."""
    few = [policy_of({"style-src": [_digest(str(n))]}) for n in range(MOST_DIGESTS)]
    more = policy_of({"style-src": [_digest("more"), "'self'"], "img-src": ["'self'"]})

    assert set(dict(union(few).sources)["style-src"]) == {
        _digest(str(n)) for n in range(MOST_DIGESTS)
    }
    assert ("'self'", "'unsafe-inline'") == dict(union([*few, more]).sources)["style-src"]
    assert ("'self'",) == dict(union([*few, more]).sources)["img-src"]


# --- a whole site ---------------------------------------------------------------------------

_SCRIPT = "document.documentElement.dataset.ran = 'yes'"
_POST = f"""\
Title: スクリプトのある記事
Date: 2024-04-01
Slug: scripted
Lang: ja
Summary: 小さなスクリプトがあります。

<script>{_SCRIPT}</script>

| 左 | 右 |
|:-|-:|
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a site one page of which has a script."""
    return _scripted_site(tmp_path_factory.mktemp("policy"))


def _scripted_site(root: Path, **settings: object) -> Built:
    post = root / "content" / "posts" / "scripted.md"
    post.parent.mkdir(parents=True)
    post.write_text(_POST, encoding="utf-8")
    return build_themed_site(root, "", **settings)


def _own_policy(html: str) -> str:
    (meta,) = BeautifulSoup(html, "html.parser").select(
        "meta[http-equiv='Content-Security-Policy']"
    )
    return str(meta["content"])


def _sources(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split("; "))
    return {name: set(sources) - {"'none'"} for name, *sources in parts}


def test_each_page_allows_what_it_has_itself(built: Built) -> None:
    """A script in one article opens that page's policy and no other's."""
    allowed = [name for name in built.files() if name.endswith(".html")]
    with_script = [name for name in allowed if "script-src" in _own_policy(built.html(name))]

    assert set(allowed) == set(with_script), "the theme's own scripts"
    with_this = [n for n in allowed if _digest(_SCRIPT) in _own_policy(built.html(n))]
    assert ["scripted.html"] == with_this


def test_headers_allow_exactly_what_pages_do(built: Built) -> None:
    """The header's policy is the union of those in the pages, and bars frames besides."""
    header = _sources(_headers_of(built)["Content-Security-Policy"])
    pages = [_sources(_own_policy(built.html(n))) for n in built.files() if n.endswith(".html")]
    together = {
        name: set().union(*(page.get(name, set()) for page in pages))
        for name in {name for page in pages for name in page}
    }
    assert MOST_DIGESTS < len(together["style-src"])
    together["style-src"] = {"'unsafe-inline'"}

    assert set() == header.pop("frame-ancestors")
    assert together == header


def test_every_host_gets_the_same_headers(built: Built) -> None:
    """Each file names every header with the same value."""
    files = {file: built.html(file) for file in HeaderFile}
    vercel = json.loads(files.pop(HeaderFile.VERCEL))["headers"][0]["headers"]

    for name, value in _headers_of(built).items():
        assert {"key": name, "value": value} in vercel
        assert all(name in text and value in text for text in files.values()), name


def test_files_are_cached_and_pages_are_asked_for(built: Built) -> None:
    """What lies in the folders of images and theme is kept for a day, and no rule says it twice."""
    lines = built.html("_headers").splitlines()

    assert "  Cache-Control: public, max-age=86400" == lines[lines.index("/images/*") + 1]
    assert "  Cache-Control: public, max-age=86400" == lines[lines.index("/theme/*") + 1]
    assert 2 == sum("Cache-Control" in line for line in lines)
    assert "public, max-age=0, must-revalidate" in built.html(".htaccess")


def _headers_of(built: Built) -> dict[str, str]:
    lines = built.html("_headers").splitlines()
    rule = lines[1 : lines.index("/images/*")]
    return dict(line.strip().split(": ", maxsplit=1) for line in rule)


def test_a_local_build_has_no_header_files(tmp_path: Path) -> None:
    """Without a public address there is no host that would read them."""
    files = build_themed_site(tmp_path, SITEURL="", RELATIVE_URLS=True).files()

    assert not {str(file) for file in HeaderFile} & set(files)


def test_an_author_can_choose_files_and_times(tmp_path: Path) -> None:
    """Only the wanted files are written, with the author's folders."""
    headers = {"files": ["_headers"], "cache": {"images": 31_536_000}}
    files = build_themed_site(tmp_path, HEADERS=headers).files()

    assert {"_headers"} == {str(file) for file in HeaderFile} & set(files)
    assert b"/images/*\n  Cache-Control: public, max-age=31536000, immutable" in files["_headers"]
    assert b"/theme/*" not in files["_headers"]


def test_an_authors_own_file_stays(site: Callable[..., Site]) -> None:
    """A header file among the static files is not replaced, and the author is told."""
    built = site(
        "-- content/extra/_headers --\n/*\n  X-Mine: yes\n"
        "-- content/a.md --\nTitle: 題\nDate: 2024-01-02\n\n本文です。\n",
        PLUGINS=["contents", "stylesheet", "policy", "facts"],
        THEME=str(THEME),
        JINJA_ENVIRONMENT={"autoescape": True},
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/_headers": {"path": "_headers"}},
    ).build()

    assert "/*\n  X-Mine: yes\n" == built.html("_headers")
    assert "content/extra/_headers: is copied to `_headers`" in built.log
    assert ".htaccess" in built.files()


def test_a_site_below_a_path() -> None:
    """Servers are told the folders as they stand on the host."""
    headers = make_headers(Policy(), [("images", 60)], "/blog")
    files = header_files(headers, HeaderFile)

    assert "location /blog/images/ {" in files[HeaderFile.NGINX]
    assert "header /blog/images/* Cache-Control" in files[HeaderFile.CADDY]
    assert "m#^/blog/images/#" in files[HeaderFile.APACHE]
    assert "ErrorDocument 404 /blog/404.html" in files[HeaderFile.APACHE]


def test_no_header_binds_the_host() -> None:
    """`Strict-Transport-Security` is left to whoever runs the host."""
    headers: Headers = make_headers(Policy(), [], "")

    assert "Strict-Transport-Security" not in dict(headers.everywhere)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"file": []}, "nearest one is `files`"),
        ({"files": ["_header"]}, "'_headers', 'vercel.json'"),
        ({"cache": {"images": "1d"}}, '{"images": 86400}'),
        ({"cache": {"": 1}}, '{"images": 86400}'),
        ({"cache": {"a b": 1}}, '{"images": 86400}'),
        ({"cache": ["images"]}, '{"images": 86400}'),
    ],
)
def test_settings_that_cannot_be_used(values: dict[str, object], words: str) -> None:
    """What is wrong is named with what to write instead."""
    with pytest.raises(PolicySettingsError, match=re.escape(words)):
        load_settings({**_SETTINGS, "HEADERS": values})


def test_folders_by_default() -> None:
    """Without a dict, the folders of images and theme are kept for a day."""
    assert (("images", 86_400), ("theme", 86_400)) == load_settings(_SETTINGS).cache


# --- in a browser ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Served:
    address: str
    headers: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Served]:
    """Serve the site with the headers that its own file asks for."""
    root = tmp_path_factory.mktemp("local")
    headers: dict[str, str] = {}

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = partial(Handler, directory=str(root / "output"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        headers.update(_headers_of(_scripted_site(root, SITEURL=address)))
        yield _Served(address, headers)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_no_complaint_under_the_headers(chromium: Browser, served: _Served, name: str) -> None:
    """With the headers a page looks as without them, and the browser has nothing to say."""
    complaints: list[str] = []
    page = chromium.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    response = page.goto(f"{served.address}/{PAGES[name]}")
    styled = page.evaluate("() => getComputedStyle(document.body).boxSizing")
    broken = page.evaluate(
        "() => [...document.images].filter((i) => i.complete && !i.naturalWidth).length"
    )
    page.close()

    assert response is not None
    sent = response.headers["content-security-policy"]
    assert served.headers["Content-Security-Policy"] == sent
    assert [] == complaints
    assert "border-box" == styled
    assert 0 == broken


@pytest.mark.browser
def test_a_script_runs_where_it_stands(chromium: Browser, served: _Served) -> None:
    """Header and page together let the script of a page run, and no other that is put into it."""
    page = chromium.new_page()
    page.goto(f"{served.address}/scripted.html")
    ran = page.evaluate("() => document.documentElement.dataset.ran")
    page.goto(f"{served.address}/plain.html")
    other = page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = "document.documentElement.dataset.ran = 'yes'";
          document.body.append(script);
          return document.documentElement.dataset.ran;
        }"""
    )
    page.close()

    assert "yes" == ran
    assert other is None


@pytest.mark.browser
def test_the_site_cannot_be_framed(chromium: Browser, served: _Served) -> None:
    """Another page that puts the site into a frame gets an empty one."""
    page = chromium.new_page()
    blocked: list[str] = []
    page.on("requestfailed", lambda request: blocked.append(request.url))
    page.set_content(f'<iframe src="{served.address}/full.html"></iframe>')
    page.wait_for_timeout(500)
    page.close()

    assert [f"{served.address}/full.html"] == blocked
