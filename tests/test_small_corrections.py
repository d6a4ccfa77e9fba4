"""A mended typing error makes no section outdated, where Git proves that nothing else changed."""

from __future__ import annotations

import json
import subprocess

import pytest

from commentary.corrections import is_correction
from commentary.report import OK
from test_tasks import Blog, blog, model, written

__all__ = ["blog", "model", "written"]  # fixtures


def git(blog: Blog, *arguments: str) -> None:
    """Run Git in a blog."""
    who = ("-c", "user.name=x", "-c", "user.email=x@blog.example")
    subprocess.run(["git", *who, *arguments], cwd=blog.root, check=True, capture_output=True)


def outdated(blog: Blog, old: str, new: str) -> set[bool]:
    """Tell whether sections are outdated by an edit, which is then taken back."""
    text = blog.article.read_text(encoding="utf-8")
    assert old in text
    blog.article.write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = blog.run("status", "--json")
    blog.article.write_text(text, encoding="utf-8")
    assert OK == ran.code, ran.text
    return {"outdated: body" in json.dumps(row) for row in json.loads(ran.text)}


def test_small_correction_outdates_nothing(written: Blog) -> None:
    """Only with the old text in Git; a number, a name, a negation or a second change does."""
    without_git = outdated(written, "主張しています", "主張してます")
    git(written, "init", "-q")
    git(written, "add", "content")
    git(written, "commit", "-qm", "generated")

    assert {True} == without_git
    assert {False} == outdated(written, "主張しています", "主張してます")
    assert {True} == outdated(written, "2019年", "2018年")
    assert {True} == outdated(written, "山田花子", "山田花代")
    assert {True} == outdated(written, "計画は2019年に公表され、", "計画わ2019年に公表されて、")
    assert {True} == outdated(written, "に見送られました", "に延期されました")
    assert {True} == outdated(written, "## 事の経緯\n", "新しい段落です。\n\n## 事の経緯\n")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("賛成が多かったです。", "賛成が多かつたです。", True),
        ("計画を進めますす。", "計画を進めます。", True),
        ("The council aproved it.", "The council approved it.", True),
        ("計画を進めます。", "計画を進めません。", False),
        ("120億円の計画です。", "121億円の計画です。", False),
        ("Smith approved it.", "Smyth approved it.", False),
        ("計画を進めます。", "計画を止めます。", False),
        ("It is possible now.", "It is impossible now.", False),
    ],
)
def test_correction_touches_no_meaning(before: str, after: str, *, expected: bool) -> None:
    """Two characters of kana or small letters may change, and no number, name or negation."""
    assert expected == is_correction(before, after)
