"""Random days of an author: after each change, a build that knows the last one against a cold one.

`PYTHONPATH=plugins:tests python tests/edit_sequences.py 300` runs that many; each prints its number, so that a failure can
be repeated by `1 --start 17`. Every build is a fork of one process that
has imported all there is to import.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import workbench.keeping.afresh  # noqa: F401 - else every fork would import it
from sites import ROOT
from workbench.keeping.command import Order, build_if_changed
from workbench.site import build_site

if TYPE_CHECKING:
    from collections.abc import Callable

_TAGS = ("金利", "家計", "AI", "seasons", "鉄道", "space")
_WORDS = (
    "日本銀行は政策金利を引き上げると発表した。",
    "The council approved the new tram line on Monday.",
    "家計の負担は年に3万円ほど増える見込みだ。",
    "Engineers found the fault after two days of tests.",
    "利用者は前の年より12%増えた。",
    "今後の見通しは、来年の春に示される。",
)
_SIDECAR = """+++
schema = 1
language = "ja"

[[sections]]
id = "conclusion"
kind = "conclusion"
origin = "author"
+++

## 結論

{sentence} [p1 stated]
"""
_BARE = ["guard", "swift", "keepsakes", "commentary", "stylesheet", "feeds", "policy"]
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@dataclass(slots=True)
class Blog:
    """A small blog that changes at random."""

    root: Path
    chance: random.Random
    has_all_plugins: bool
    count: int = 0
    done: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Lay out settings, theme and some posts."""
        shutil.copytree(ROOT / "theme", self.root / "theme")
        shutil.copy(ROOT / "pelicanconf.py", self.root / "pelicanconf.py")
        self._settings(f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]")
        self._settings("COMMENTARY = {**COMMENTARY, 'minimum_characters': 10}")
        if not self.has_all_plugins:
            self._settings(f"PLUGINS = {_BARE!r}")
        (self.root / "content/posts").mkdir(parents=True)
        (self.root / "content/pages").mkdir()
        (self.root / "content/images").mkdir()
        (self.root / "content/pages/about.md").write_text("Title: About\nSlug: about\n\nWe.\n")
        for _ in range(self.chance.randint(2, 5)):
            self.add()

    def change(self) -> None:
        """Do one thing that an author, an editor or an accident does."""
        act = self.chance.choice(_ACTS)
        self.done.append(act.__name__)
        act(self)

    def posts(self) -> list[Path]:
        return sorted(
            path
            for path in (self.root / "content/posts").glob("*.md")
            if not path.name.endswith(".commentary.md")
        )

    def post(self) -> Path | None:
        return self.chance.choice(self.posts() or [None])

    def add(self) -> None:
        self.count += 1
        day = self.chance.randint(1, 28)
        tags = ", ".join(self.chance.sample(_TAGS, 2))
        language = self.chance.choice(("ja", "ja", "en"))
        body = "\n\n".join("".join(self.chance.choices(_WORDS, k=2)) for _ in range(3))
        (self.root / f"content/posts/p{self.count}.md").write_text(
            f"Title: 記事 {self.count} of {tags}\nDate: 2025-11-{day:02} 08:{self.count % 60:02}\n"
            f"Slug: p{self.count}\nLang: {language}\nCategory: {self.chance.choice('ABC')}\n"
            f"Tags: {tags}\nSummary: 要約 {self.count}\n\n{body}\n"
        )

    def edit(self) -> None:
        if post := self.post():
            post.write_text(post.read_text() + "\n\n" + self.chance.choice(_WORDS) + "\n")

    def edit_without_trace(self) -> None:
        """Keep size and times, as a tool that restores them does."""
        if post := self.post():
            before = post.stat()
            post.write_text(post.read_text().replace("Summary: 要約", "Summary: 概要"))
            os.utime(post, ns=(before.st_atime_ns, before.st_mtime_ns))

    def delete(self) -> None:
        if post := self.post():
            post.unlink()

    def rename(self) -> None:
        if post := self.post():
            self.count += 1
            post.rename(post.with_name(f"renamed{self.count}.md"))

    def set_field(self) -> None:
        if post := self.post():
            name, value = self.chance.choice(
                (
                    ("Tags", self.chance.choice(_TAGS)),
                    ("Date", f"2025-10-{self.chance.randint(1, 28):02}"),
                    ("Slug", f"slug-{self.count}-{self.chance.randint(1, 99)}"),
                    ("Status", self.chance.choice(("draft", "published", "hidden"))),
                    ("Category", self.chance.choice("ABCD")),
                    ("Title", self.chance.choice(_WORDS)),
                    ("Series", "Rates"),
                )
            )
            lines = [line for line in post.read_text().split("\n") if not line.startswith(name)]
            post.write_text("\n".join((f"{name}: {value}", *lines)))

    def sidecar(self) -> None:
        if post := self.post():
            sentence = self.chance.choice(_WORDS)
            path = post.with_name(f"{post.stem}.commentary.md")
            path.write_text(_SIDECAR.format(sentence=sentence))

    def spoil_sidecar(self) -> None:
        if post := self.post():
            post.with_name(f"{post.stem}.commentary.md").write_text("+++\nno table\n")

    def spoil_post(self) -> None:
        if post := self.post():
            post.write_text("no metadata at all\n")

    def template(self) -> None:
        name = self.chance.choice(("article.html", "tag.html", "partials/site_footer.html"))
        path = self.root / "theme/templates" / name
        path.write_text(
            path.read_text().replace("{% block content %}", "{% block content %}<hr>", 1)
        )
        if name.startswith("partials"):
            path.write_text(path.read_text() + f"<p>{self.chance.random()}</p>")

    def style(self) -> None:
        path = self.chance.choice(sorted((self.root / "theme/static/css/blocks").glob("*.css")))
        path.write_text(path.read_text() + f"\np {{ order: {self.chance.randint(1, 9)} }}\n")

    def setting(self) -> None:
        self._settings(
            self.chance.choice(
                (
                    "DEFAULT_PAGINATION = 2",
                    "SITENAME += '!'",
                    "MONTH_ARCHIVE_SAVE_AS = ''",
                    "TAG_SAVE_AS = 'tags/{slug}/index.html'",
                    "PLUGINS = [name for name in PLUGINS if name != 'stylesheet']",
                    "JINJA_ENVIRONMENT = {**JINJA_ENVIRONMENT, 'trim_blocks': False}",
                    "MARKDOWN = {**MARKDOWN, 'output_format': 'xhtml'}",
                    "COMMENTARY = {**COMMENTARY, 'publish': 'accepted'}",
                )
            )
        )

    def picture(self) -> None:
        name = f"{self.chance.randint(1, 3)}.txt"
        (self.root / "content/images" / name).write_text(str(self.chance.random()))

    def page(self) -> None:
        path = self.root / "content/pages/about.md"
        path.write_text(path.read_text() + "More.\n")

    def touch(self) -> None:
        if post := self.post():
            post.touch()

    def spoil_output(self) -> None:
        """Take a page away, or change it."""
        pages = sorted((self.root / "output").rglob("*.html"))
        if pages:
            page = self.chance.choice(pages)
            if self.chance.random() < 0.5:
                page.unlink()
            else:
                page.write_text("spoilt")

    def nothing(self) -> None:
        """Build again."""

    def kill(self) -> None:
        """Change something, and have the build end in the middle."""
        self.edit()
        child = fork(self._build)
        time.sleep(self.chance.random() * 0.6)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def spoil_memory(self) -> None:
        memory = self.root / ".cache/build/memory"
        if memory.is_file():
            content = bytearray(memory.read_bytes())
            content[self.chance.randrange(len(content))] ^= 1
            memory.write_bytes(content)

    def spoil_keepsakes(self) -> None:
        kept = self.root / ".cache/keepsakes"
        if kept.is_file():
            content = bytearray(kept.read_bytes())
            for _ in range(20):
                content[self.chance.randrange(len(content))] ^= 1
            kept.write_bytes(content)

    def _settings(self, line: str) -> None:
        with (self.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def build(self) -> None:
        """Build with what is known of the last time."""
        os.waitpid(fork(self._build), 0)

    def _build(self) -> None:
        build_if_changed(Order(str(self.root / "pelicanconf.py"), (), os.environ, NOW))

    def build_cold(self, output: Path) -> None:
        """Build into an empty folder, as if for the first time."""
        shutil.rmtree(output, ignore_errors=True)
        arguments = ("--output", str(output))
        kept, aside = self.root / ".cache/keepsakes", self.root / ".cache/aside"
        if kept.exists():
            kept.rename(aside)
        os.waitpid(fork(lambda: build_site(self.root / "pelicanconf.py", arguments)), 0)
        kept.unlink(missing_ok=True)
        if aside.exists():
            aside.rename(kept)


_ACTS: tuple[Callable[[Blog], None], ...] = (
    Blog.add,
    *(Blog.edit,) * 4,
    Blog.edit_without_trace,
    Blog.delete,
    Blog.rename,
    *(Blog.set_field,) * 4,
    *(Blog.sidecar,) * 2,
    Blog.spoil_sidecar,
    Blog.spoil_post,
    *(Blog.template,) * 2,
    Blog.style,
    Blog.setting,
    Blog.picture,
    Blog.page,
    Blog.touch,
    *(Blog.spoil_output,) * 2,
    *(Blog.nothing,) * 2,
    *(Blog.kill,) * 2,
    Blog.spoil_memory,
    Blog.spoil_keepsakes,
)


def fork(act: Callable[[], object]) -> int:
    """Run something in a child that says nothing; return its number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        silence = os.open(
            os.environ.get("EDIT_SEQUENCES_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND
        )
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        act()
        code = 0
    finally:
        os._exit(code)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def prepare() -> None:
    """Import what the builds need, and fix the day that pages may tell."""
    os.environ["SOURCE_DATE_EPOCH"] = str(int(NOW.timestamp()))
    for name in ("imprint", "relations", "pictures", "cards", "search_index", "aliases", "facts"):
        __import__(name)


def run_sequence(number: int, folder: Path, *, steps: int = 4) -> list[str]:
    """Run one sequence; return what differed, with what was done, and nothing if all is well."""
    chance = random.Random(number)  # noqa: S311 - it is to be repeated
    blog = Blog(folder / "blog", chance, has_all_plugins=number % 3 == 0)
    blog.begin()
    blog.build()
    for _ in range(steps):
        for _ in range(chance.choice((1, 1, 2))):
            blog.change()
        blog.build()
        blog.build_cold(folder / "cold")
        warm, cold = files(blog.root / "output"), files(folder / "cold")
        if differing := sorted(
            name for name in warm.keys() | cold.keys() if warm.get(name) != cold.get(name)
        ):
            return [f"sequence {number}: {', '.join(blog.done)}", *differing]
    return []


def main() -> None:
    """Run sequences and end with 1 if any went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    prepare()
    failures = 0
    for number in range(options.start, options.start + options.count):
        with tempfile.TemporaryDirectory() as folder:
            differing = run_sequence(number, Path(folder))
        failures += bool(differing)
        sys.stdout.write("\n".join((*differing, "")) or f"{number}: well\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
