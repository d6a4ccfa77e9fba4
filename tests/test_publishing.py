"""What `invoke publish` refuses: keys, feeds that nobody can read, and fewer articles than before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.errors import SettingsError
from workbench.publishing.article_list import fewer, read_list, write_list
from workbench.publishing.feed_checks import feed_faults
from workbench.publishing.key_scan import keys_in, secrets_of
from workbench.publishing.targets import Target, Tool, read_target

if TYPE_CHECKING:
    from pathlib import Path

MIXED = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7kL9"
HEX = "0123456789abcdef" * 4
# Put together here, so that whoever searches the project for keys finds none.
KEYS = {
    "OpenAI": "sk-" + "proj-" + MIXED,
    "OpenAI, old": "sk-" + MIXED,
    "Anthropic": "sk-" + "ant-api03-" + MIXED,
    "OpenRouter": "sk-" + "or-v1-" + HEX,
    "Google": "AI" + "za" + MIXED[:35],
    "AWS": "AK" + "IA" + "Z7Q4W9E2R5T8Y1U3",
    "GitHub": "gh" + "p_" + MIXED[:36],
    "GitHub, fine-grained": "github" + "_pat_" + HEX,
    "GitLab": "gl" + "pat-" + MIXED[:20],
    "Slack": "xo" + "xb-" + "123456789012-abcdef",
    "Stripe": "sk" + "_live_" + MIXED[:24],
    "Hugging Face": "hf" + "_" + MIXED[:34],
    "Groq": "gs" + "k_" + MIXED + MIXED[:10],
    "header": "Authorization: Bear" + "er " + MIXED,
    "private key": "-----BEGIN OPENSSH PRIVATE" + " KEY-----",
}
NO_KEYS = {
    "slug": "posts/sk-telecom-invests-in-a-data-centre-in-2026/",
    "another slug": "/sk-proj-announces-something-new-for-everyone-today/",
    "sample": "sk-…",
    "class": '<div class="task-list ask-the-editor-whatever-it-is">',
    "documented": "AKIAIOSFODNN7EXAMPLE",
    "header explained": "Authorization: Bearer YOUR_TOKEN_GOES_HERE_INSTEAD",
    "digest": "sha256-" + "aB3/" * 11 + "=",
    "public key": "-----BEGIN PUBLIC KEY-----",
}
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>見通し</title>
<updated>2026-11-23T09:12:00Z</updated><author><name>著者</name></author>{entries}</feed>"""
ENTRY = "<entry><id>1</id><title>a</title><updated>2026-11-23T09:12:00+09:00</updated><link href='x'/></entry>"


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("name", ["posts/a/index.html", "feed.json", "no-ending", ".headers/x"])
def test_what_looks_like_a_key_is_named_and_not_repeated(
    tmp_path: Path, key: str, name: str
) -> None:
    """File and line are told, and nothing of the key itself."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"一行目\n<p>{key}</p>\n", encoding="utf-8")

    (found,) = keys_in(tmp_path, {})

    assert found.startswith(f"{name}:2: ")
    assert key[-12:] not in found


@pytest.mark.parametrize("text", NO_KEYS.values(), ids=NO_KEYS)
def test_what_is_no_key_is_left(tmp_path: Path, text: str) -> None:
    """Slugs, samples and digests may look a little like one."""
    (tmp_path / "index.html").write_text(f"<p>{text}</p>", encoding="utf-8")

    assert [] == list(keys_in(tmp_path, {}))


def test_own_secrets_are_found_whatever_their_shape(tmp_path: Path) -> None:
    """The very value of a variable is looked for, also as HTML writes it; told once a line."""
    secrets = secrets_of(
        {"OPENAI_API_KEY": ' a"b&c-12345 ', "HOME": "/home/somebody-or-other", "CI_TOKEN": KEYS["GitHub"]},
        {"OPENAI_BASE_URL": "https://me:pass-word-9@host.example/v1", "LOCAL_KEY": "ollama"},
    )  # fmt: skip
    (tmp_path / "a.html").write_text("x\na&quot;b&amp;c-12345", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"pass-word-9\n\n{KEYS['GitHub']}", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text("pass-word-9", encoding="utf-8")
    (tmp_path / ".env").write_text("", encoding="utf-8")

    found = [line.split(";")[0] for line in keys_in(tmp_path, secrets)]

    assert {"OPENAI_API_KEY", "CI_TOKEN", "OPENAI_BASE_URL"} == secrets.keys()
    assert [
        ".env:1: holds secrets and is no page",
        "a.html:2: the value of `OPENAI_API_KEY`",
        "b.txt:3: the value of `CI_TOKEN`",
        "b.txt:1: the value of `OPENAI_BASE_URL`",
    ] == found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("a.xml", ATOM.format(entries=ENTRY), "", id="sound"),
        pytest.param("a.xml", "<urlset><url/></urlset>", "", id="no feed"),
        pytest.param("a.xml", "<feed>\n\n&x;</feed>", "a.xml:3: is not well-formed", id="malformed"),
        pytest.param("a.xml", "", "a.xml:1: is not well-formed", id="empty"),
        pytest.param(
            "a.xml", ATOM.format(entries=ENTRY * 2), "id '1' stands 2 times", id="same id twice"
        ),
        pytest.param(
            "a.xml",
            ATOM.format(entries="<entry><id>1</id><title>表題</title><link/></entry>"),
            "entry 1 (表題) has 0 elements `updated`",
            id="entry without a time",
        ),
        pytest.param(
            "a.xml", ATOM.replace("T09:12:00Z", "").format(entries=""), "no time", id="only a day"
        ),
        pytest.param(
            "a.xml", ATOM.replace("-11-23T", "-13-23T").format(entries=""), "no time", id="no such day"
        ),
        pytest.param(
            "a.xml",
            ATOM.replace("author", "contributor").format(entries=ENTRY),
            "has no author",
            id="nobody wrote it",
        ),
        pytest.param("a.xml", "<rss><channel/></rss>", "no `title`, which RSS", id="rss"),
        pytest.param("a.json", "{\n 1}", "a.json:2: is not well-formed", id="json malformed"),
        pytest.param("a.json", "[1]", "", id="json, no feed"),
        pytest.param(
            "a.json",
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x"}),
            "lacks `title` or `items`",
            id="no items",
        ),
        pytest.param(
            "a.json",
            json.dumps(
                {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": 1}]}
            ),
            "item 1 has no `id` that is a text",
            id="item without id",
        ),
    ],
)  # fmt: skip
def test_feeds_have_what_their_formats_require(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    """A malformed one is named with its line, a poor one with its entry."""
    (tmp_path / name).write_text(text, encoding="utf-8")

    found = "\n".join(feed_faults(tmp_path))

    assert expected in found
    assert bool(expected) == bool(found)


@given(
    now=st.sets(st.text("abc/", min_size=1, max_size=4)),
    before=st.sets(st.text("abc/", min_size=1, max_size=4)),
)
def test_fewer_articles_are_noticed_whatever_they_are_called(
    now: set[str], before: set[str]
) -> None:
    """The count decides, so that a renamed article is no loss."""
    told = fewer(now, "\n".join(sorted(before)), "output/")

    assert bool(told) == (len(now) < len(before))


def test_list_of_articles_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Sorted, one a line; a site without one has none; the message names who is missing."""
    assert not read_list(tmp_path)
    write_list(tmp_path, ["posts/b/", "posts/a/", "posts/日本/"])

    assert "posts/a/\nposts/b/\nposts/日本/\n" == read_list(tmp_path)
    told = fewer(["posts/b/"], read_list(tmp_path), "output/")
    assert "1 articles where output/ has 3: without posts/a/, posts/日本/; put them back" in told


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", None),
        (None, None),
        ({}, None),
        ("github-pages", Target(Tool.GIT, "origin")),
        ({"address": "git:mirror", "branch": "pages"}, Target(Tool.GIT, "mirror", "pages")),
        ("you@host.example:/var/www/blog", Target(Tool.RSYNC, "you@host.example:/var/www/blog/")),
        ("host.example:blog/", Target(Tool.RSYNC, "host.example:blog/")),
        ("rsync://host.example/blog", Target(Tool.RSYNC, "rsync://host.example/blog/")),
        ("/srv/blog", Target(Tool.RSYNC, "/srv/blog/")),
        ("rclone:r2:blog/site/", Target(Tool.RCLONE, "r2:blog/site")),
        (
            {"address": "rclone:r2:blog", "delete": False},
            Target(Tool.RCLONE, "r2:blog", deletes=False),
        ),
    ],
)
def test_target_is_read_from_the_settings(value: object, expected: Target | None) -> None:
    """An address tells which tool carries the site there."""
    assert expected == read_target(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("ftp://host/x", "is no target; write 'github-pages'"),
        ("--delete", "is no target"),
        ("-oProxyCommand=x:y", "is no target"),
        ("git:--upload-pack=x", "is no target"),
        ("git:https://host/x.git", "is no target"),
        ("rclone:--config=x:y", "is no target"),
        ("", "is no target"),
        (["a"], "must be an address or a dict"),
        ({"adress": "github-pages"}, "has no key 'adress'; did you mean 'address'"),
        ({"branch": "x"}, "None, which is no target"),
        ({"address": "github-pages", "branch": "--force"}, "which is no branch"),
        ({"address": "github-pages", "delete": "no"}, "write True or False"),
    ],
)
def test_wrong_target_is_refused(value: object, message: str) -> None:
    """What is no address, or could be an option of the tool, is never handed to it."""
    if value == "":
        value = {"address": ""}
    with pytest.raises(SettingsError) as raised:
        read_target(value)

    assert message in str(raised.value)
