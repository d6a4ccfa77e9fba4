"""Sidecars on disk: found, written in one step, never over a person's text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import reviewed, section, sidecar
from commentary.errors import EditedError, SidecarError
from commentary.sections import Origin, Section, Verdict
from commentary.store import SidecarStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write an article below a content folder."""
    path = tmp_path / "content" / "posts" / "foo.md"
    path.parent.mkdir(parents=True)
    path.write_text("Title: x\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> SidecarStore:
    """Return the store of the content folder."""
    return SidecarStore(tmp_path / "content")


def test_what_is_put_is_got(store: SidecarStore, article: Path) -> None:
    """A sidecar stands beside its article and comes back as it was."""
    assert store.get(article) is None

    path = store.put(article, sidecar(section()))

    assert article.with_name("foo.commentary.md") == path
    assert sidecar(section()) == store.get(article)
    assert [path] == list(store.paths())
    assert ["foo.commentary.md", "foo.md"] == sorted(p.name for p in article.parent.iterdir())


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(replace(section(), heading="むすび"), id="edited"),
        pytest.param(reviewed(section(), Verdict.ACCEPTED), id="accepted"),
        pytest.param(section(origin=Origin.AUTHOR), id="the author's own"),
        pytest.param(
            reviewed(replace(section(), heading="むすび"), Verdict.REJECTED), id="edited, rejected"
        ),
    ],
)
@pytest.mark.parametrize("loss", ["changed", "removed"])
def test_persons_text_is_never_replaced(
    store: SidecarStore, article: Path, kept: Section, loss: str
) -> None:
    """A write that would change or drop it is refused, and the file stays as it is."""
    path = store.put(article, sidecar(kept))
    before = path.read_bytes()
    after = replace(kept, heading="別の見出し", review=None)

    with pytest.raises(EditedError, match=r"content/posts/foo\.commentary\.md:1: `conclusion`"):
        store.put(article, sidecar(*([after] if loss == "changed" else [])))

    assert before == path.read_bytes()


def test_generated_text_may_be_replaced(store: SidecarStore, article: Path) -> None:
    """What nobody touched can be written anew."""
    store.put(article, sidecar(section()))

    store.put(article, sidecar(replace(section(), heading="新しい結論")))

    assert "新しい結論" in store.path_of(article).read_text(encoding="utf-8")


def test_damaged_sidecar_is_never_overwritten(store: SidecarStore, article: Path) -> None:
    """The damage is named and the bytes stay."""
    path = store.path_of(article)
    path.write_bytes(b"+++\nschema = \n+++\n")

    with pytest.raises(SidecarError, match=r"content/posts/foo\.commentary\.md:\d+: "):
        store.put(article, sidecar(section()))

    assert b"+++\nschema = \n+++\n" == path.read_bytes()


def test_a_conflict_is_never_overwritten(store: SidecarStore, article: Path) -> None:
    """What Git left of two branches stays until a person chose."""
    path = store.path_of(article)
    conflict = b"---\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> evening\n---\n"
    path.write_bytes(conflict)

    with pytest.raises(SidecarError, match=r"foo\.commentary\.md:2: two branches"):
        store.put(article, sidecar(section()))

    assert conflict == path.read_bytes()


def test_other_encoding_is_named_with_its_line(store: SidecarStore, article: Path) -> None:
    """A sidecar saved as Shift_JIS is no crash."""
    store.path_of(article).write_bytes(b"+++\n# \x8c\x8b\n+++\n")

    with pytest.raises(SidecarError, match=r"foo\.commentary\.md:2: not UTF-8"):
        store.get(article)


def test_two_articles_cannot_share_a_sidecar(store: SidecarStore, article: Path) -> None:
    """`foo.md` beside `foo.rst` is an error before anybody is asked, and however often."""
    article.with_suffix(".rst").write_text("x", encoding="utf-8")
    with pytest.raises(SidecarError, match=r"would share this sidecar; rename one"):
        store.get(article)

    with pytest.raises(SidecarError, match=r"`foo\.md` and `foo\.rst` would share"):
        store.put(article, sidecar(section()))


def test_orphans_are_sidecars_without_an_article(store: SidecarStore, article: Path) -> None:
    """They are listed until their article is back, and removed only by `remove`."""
    path = store.put(article, sidecar(section()))
    assert [] == list(store.orphans())

    article.rename(article.with_name("bar.md"))
    assert [path] == list(store.orphans())

    store.remove(path)
    assert [] == list(store.paths())


def test_failed_write_leaves_nothing_behind(store: SidecarStore, article: Path) -> None:
    """A sidecar that cannot be written as text leaves neither a torn nor a temporary file."""
    broken = sidecar(replace(section(), heading="二\n行"))

    with pytest.raises(ValueError, match="line break"):
        store.put(article, broken)

    assert ["foo.md"] == [path.name for path in article.parent.iterdir()]


def test_a_person_may_replace_what_was_shown(store: SidecarStore, article: Path) -> None:
    """Accepted text gives way to the person who accepted it."""
    store.put(article, sidecar(reviewed(section(), Verdict.ACCEPTED)))

    changed = sidecar(replace(section(), heading="むすび"))
    store.replace(article, changed, seen=store.version(article))

    assert changed == store.get(article)


def test_what_changed_meanwhile_is_not_replaced(store: SidecarStore, article: Path) -> None:
    """An edit in an editor while the text is shown elsewhere is not lost."""
    path = store.put(article, sidecar(section()))
    seen = store.version(article)
    path.write_text(path.read_text(encoding="utf-8").replace("結論", "むすび"), encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(EditedError, match="was changed since it was shown"):
        store.replace(article, sidecar(section()), seen=seen)

    assert before == path.read_bytes()


def test_version_of_nothing_is_empty(store: SidecarStore, article: Path) -> None:
    """Where there is no sidecar, there is nothing that could have changed."""
    assert "" == store.version(article)
