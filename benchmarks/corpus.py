"""Make a blog to measure with: `python benchmarks/corpus.py --posts 1000 --to FOLDER`.

Half of the posts are Japanese and half English, about 4,000 characters each, with sidecars. The
folder gets the settings and tasks of this blog, and links to its theme and plugins, so that
`invoke build` works in it. The same number and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "benchmarks")]

from commentary.sidecars import dump_sidecar  # noqa: E402 - the path must be known first
from corpus_sections import REVIEWER, make_sidecar  # noqa: E402
from corpus_texts import make_posts  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus_texts import Post

_SETTINGS = f"""

# --- the made-up blog -----------------------------------------------------------------------
COMMENTARY = {{**COMMENTARY, "generate": "never", "reviewers": ["{REVIEWER}"]}}
"""


def write_blog(posts: Iterable[Post], folder: Path) -> None:
    """Write a whole blog of these posts into a folder; what is there is replaced."""
    articles = folder / "content" / "posts"
    shutil.rmtree(folder / "content", ignore_errors=True)
    articles.mkdir(parents=True)
    for post in posts:
        path = articles / f"{post.slug}.md"
        path.write_text(article_text(post), encoding="utf-8", newline="\n")
        sidecar = make_sidecar(post)
        if sidecar:
            text = dump_sidecar(sidecar)
            path.with_suffix(".commentary.md").write_text(text, encoding="utf-8", newline="\n")
    for name in ("pages", "images"):
        shutil.copytree(ROOT / "content" / name, folder / "content" / name)
    settings = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    (folder / "pelicanconf.py").write_text(settings + _SETTINGS, encoding="utf-8", newline="\n")
    for name in ("publishconf.py", "tasks.py"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("theme", "plugins"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name, target_is_directory=True)


def article_text(post: Post) -> str:
    """Return a post as Pelican reads it."""
    fields = {
        "Title": post.title,
        "Date": post.date.isoformat(" ", "minutes"),
        "Slug": post.slug,
        "Lang": post.language,
        "Category": post.category,
        "Tags": ", ".join(post.tags),
        "Summary": post.summary,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + "\n" + post.body


def main() -> None:
    """Make the blog that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--to", type=Path, required=True, help="folder; its posts are replaced")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write_blog(make_posts(asked.posts, asked.seed), asked.to)
    sys.stdout.write(f"{asked.posts} posts in {asked.to}\n")


if __name__ == "__main__":
    main()
