"""`invoke publish` with a target: a Git branch, rsync, rclone; what is removed there, and what never."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commentaries import ARTICLE
from commentary.report import OK, PERSON_NEEDED, USAGE_ERROR
from test_tasks import Blog

TEXT = ARTICLE.partition("\n")[2]
# Stands in where rsync or rclone is not installed: carries files between folders of this machine,
# with the options and exit codes that ours rely on, and ends with 255 for every other place.
CARRIER = """#!{python}
import pathlib, shutil, sys
words = [w for w in sys.argv[1:] if not w.startswith("-") and "**" not in w]
if pathlib.Path(sys.argv[0]).name == "rclone":
    act, *words = words
    words = [w.removeprefix(":local:") for w in words]
    deletes, lacks = act == "sync", 3
else:
    act, lacks = "copy", 23
    deletes = "--delete-after" in sys.argv
source, target = pathlib.Path(words[0]), pathlib.Path(words[-1])
if ":" in str(source) + str(target):
    sys.exit("connection refused by " + str(target))
if act == "cat" or source.name == ".articles.txt":
    if not source.is_file():
        sys.exit(lacks)
    if act == "cat":
        sys.stdout.write(source.read_text())
    else:
        shutil.copy(source, target)
    sys.exit(0)
if deletes:
    for old in sorted(target.rglob("*"), reverse=True):
        name = old.relative_to(target)
        if old.is_file() and not (source / name).exists() and name.parts[0] != ".well-known":
            old.unlink()
shutil.copytree(source, target, dirs_exist_ok=True)
"""


class Published:
    """A blog with a target, and the programs that carry its site there."""

    def __init__(self, blog: Blog, folder: Path) -> None:
        self.blog = blog
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        for name in ("rsync", "rclone"):
            if not shutil.which(name):
                path = self.programs / name
                path.write_text(CARRIER.format(python=sys.executable), encoding="utf-8")
                path.chmod(0o755)
        self.write("bus")

    def write(self, name: str) -> None:
        """Write another article."""
        text = TEXT.replace("Slug: tram", f"Slug: {name}").replace("Title: ", f"Title: {name} ")
        self.blog.article.with_name(f"{name}.md").write_text(text, encoding="utf-8")

    def remove(self, name: str) -> None:
        """Take it away."""
        self.blog.article.with_name(f"{name}.md").unlink()

    def target(self, value: object) -> None:
        """Name the target in the settings."""
        with (self.blog.root / "publishconf.py").open("a", encoding="utf-8") as file:
            file.write(f"\nPUBLISH_TARGET = {value!r}\n")

    def run(self, *options: str, **variables: str) -> tuple[int, str]:
        """Publish."""
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        variables = {"SITEURL": "https://blog.example", "PATH": path, **variables}
        ran = self.blog.run("publish", *options, **variables)
        return ran.code, ran.text


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """Lay out a blog of two articles."""
    return Published(Blog(tmp_path / "blog"), tmp_path / "beside")


def git(folder: Path, *arguments: str) -> str:
    """Run Git and return what it prints."""
    who = ("-c", "user.name=x", "-c", "user.email=x@blog.example")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def address(tool: str, folder: Path) -> str:
    """Return how a folder of this machine is named as a target."""
    return f"rclone::local:{folder}" if tool == "rclone" else str(folder)


def test_site_goes_to_a_branch_of_a_remote(published: Published) -> None:
    """The branch holds the site and nothing else; a second time adds to its history."""
    root, remote = published.blog.root, published.folder / "remote.git"
    git(published.folder, "init", "--bare", "--quiet", str(remote))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "x")
    git(root, "config", "user.email", "x@blog.example")
    git(root, "remote", "add", "origin", str(remote))
    published.target("github-pages")

    first = published.run()
    files = set(git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    clone = published.folder / "clone"
    git(published.folder, "clone", "--quiet", "--branch=gh-pages", str(remote), str(clone))
    (clone / "CNAME").write_text("blog.example\n", encoding="utf-8")
    git(clone, "add", "CNAME")
    git(clone, "commit", "--quiet", "-m", "A domain, as the host writes it")
    git(clone, "push", "--quiet")
    published.remove("bus")
    published.write("ship")
    second = published.run()

    assert OK == first[0], first[1]
    assert "uploaded to origin (gh-pages)" in first[1]
    assert {"index.html", ".nojekyll", "posts/tram/index.html", "posts/bus/index.html"} <= files
    assert not [name for name in files if name.startswith(("content", "plugins"))]
    assert OK == second[0], second[1]
    after = set(git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    assert {"posts/ship/index.html", "CNAME"} <= after
    assert "posts/bus/index.html" not in after
    assert 3 == len(git(remote, "log", "--format=%h", "gh-pages").splitlines())
    assert "main" == git(root, "symbolic-ref", "--short", "HEAD").strip()


@pytest.mark.parametrize("tool", ["rsync", "rclone"])
def test_folder_gets_the_site_and_loses_only_what_was_of_it(
    published: Published, tool: str
) -> None:
    """What stood there before the first time stays then; later, what the site lacks goes."""
    host = published.folder / "host"
    (host / ".well-known").mkdir(parents=True)
    for name in ("old.html", ".well-known/proof"):
        (host / name).write_text("x", encoding="utf-8")
    published.target(address(tool, host))

    first = published.run()
    kept = (host / "old.html").exists()
    published.remove("bus")
    published.write("ship")
    second = published.run()

    assert (OK, OK) == (first[0], second[0]), first[1] + second[1]
    assert kept
    assert (host / "posts/ship/index.html").is_file()
    assert (host / ".well-known/proof").is_file()
    assert not (host / "posts/bus/index.html").exists()
    assert not (host / "old.html").exists()


def test_fewer_articles_stop_it_unless_they_are_meant(published: Published) -> None:
    """Neither the old site nor the target loses anything; what is missing is named."""
    host = published.folder / "host"
    published.target({"address": str(host)})
    assert OK == published.run()[0]
    bus = published.blog.root / "output/posts/bus/index.html"
    published.remove("bus")

    stopped = published.run()
    stood = bus.exists(), (host / "posts/bus/index.html").exists()
    shutil.rmtree(published.blog.root / "output")  # a fresh clone knows only the target
    elsewhere = published.run()
    meant = published.run("--fewer")

    assert PERSON_NEEDED == stopped[0]
    assert "1 articles where output/ has 2: without posts/bus/" in stopped[1]
    assert (True, True) == stood
    assert PERSON_NEEDED == elsewhere[0]
    assert f"nothing was uploaded: 1 articles where {host}/ has 2" in elsewhere[1]
    assert OK == meant[0], meant[1]
    assert not (host / "posts/bus/index.html").exists()


def test_failed_build_and_wishes_leave_the_target_alone(published: Published) -> None:
    """A broken link, `--dry-run` and `--no-upload`: nothing reaches the target."""
    host = published.folder / "host"
    published.target(str(host))

    dry = published.run("--dry-run")
    built = (published.blog.root / "output").exists()
    local = published.run("--no-upload")
    before = (published.blog.root / "output/index.html").read_bytes()
    bad = TEXT.replace("Slug: tram", "Slug: bad") + "\n\n[no](/nowhere/)\n"
    published.blog.article.with_name("bad.md").write_text(bad, encoding="utf-8")
    failed = published.run()

    assert OK == dry[0], dry[1]
    assert "would run: rsync " in dry[1]
    assert not built
    assert OK == local[0], local[1]
    assert PERSON_NEEDED == failed[0]
    assert "leads nowhere" in failed[1]
    assert not host.exists()
    assert before == (published.blog.root / "output/index.html").read_bytes()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("github-pages", "the repository has no remote 'origin'"),
        ("rclone:nosuchremote:bucket", "rclone could not reach or fill nosuchremote:bucket"),
        ("rsync://127.0.0.1:1/blog", "rsync could not reach or fill rsync://127.0.0.1:1/blog/"),
    ],
)
def test_unreachable_target_leaves_the_new_site_here(
    published: Published, target: str, message: str
) -> None:
    """The exit code is 1, the message names the place, and output/ can be uploaded again."""
    published.target(target)

    code, text = published.run()

    assert PERSON_NEEDED == code, text
    assert message in text
    assert "the new site stands in output/" in text
    assert (published.blog.root / "output/posts/tram/index.html").is_file()


@pytest.mark.parametrize(
    ("target", "variables", "message"),
    [
        ("ftp://x", {}, "which is no target"),
        ("/srv/blog", {"SITEURL": ""}, "`SITEURL` is 'https://example.org'"),
        ("/srv/blog", {"PATH": str(Path(sys.executable).parent)}, "needs rsync, which is not"),
    ],
)
def test_unready_target_is_refused_before_anything_is_built(
    published: Published, target: str, variables: dict[str, str], message: str
) -> None:
    """A wrong address, an example for the site's own, a tool that is not installed."""
    published.target(target)

    code, text = published.run(**variables)

    assert USAGE_ERROR == code, text
    assert message in text
    assert not (published.blog.root / "output").exists()


def test_key_in_an_article_stops_publishing(published: Published) -> None:
    """The author's own key, pasted into a post, never leaves the machine, nor is it printed."""
    key = "sk-" + "proj-" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9"
    host = published.folder / "host"
    published.target(str(host))
    bad = TEXT.replace("Slug: tram", "Slug: bad") + f"\n\n`{key}`\n"
    published.blog.article.with_name("bad.md").write_text(bad, encoding="utf-8")

    code, text = published.run()
    known, told = published.run(OPENAI_API_KEY=key)

    assert PERSON_NEEDED == code
    assert "posts/bad/index.html:" in text
    assert "looks like an OpenAI key" in text
    assert PERSON_NEEDED == known
    assert "the value of `OPENAI_API_KEY`" in told
    assert key not in text + told
    assert not host.exists()
    assert not (published.blog.root / "output").exists()
