"""Settings of the blog: what an author changes first stands first."""

import os

from markdown.extensions.toc import slugify_unicode
from pelican import settings

# --- the blog -------------------------------------------------------------------------------
AUTHOR = "見通し編集部"
SITENAME = "見通し"
SITESUBTITLE = "ニュースのその後を、根拠と一緒に考える"
SITEURL = ""  # publishconf.py has the public address
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
SUPPORT_URL = ""  # where a reader can support the blog; empty leaves the call out
REPOSITORY_URL = ""  # where a reader can report an error; empty leaves the link out
ERROR_REPORT_URL = ""  # a form or `mailto:` instead of the repository's issues; see README.md
AUTHOR_PROFILES = {  # who answers for the text; README.md lists the keys
    "見通し編集部": {
        "bio": "国内外のニュースを、公表された資料にあたって整理しています。AIが書いた部分を含め、このブログの文章に責任を負います。",
        "organization": True,
    },
    "Mitoshi Desk": {
        "bio": "We set out news from published sources, and answer for every text here, the parts written by AI included.",
        "organization": True,
    },
}

# --- outlook and conclusion; README.md lists every key ----------------------------------------
COMMENTARY = {
    "generate": "missing",  # "never": what publishconf.py forbids, no variable allows
    "model": "",  # empty: `COMMENTARY_MODEL` names it, and without one sections are extracts
    "publish": "all",  # "accepted": only what a person accepted
    "reviewers": [],
}

# --- where things are -----------------------------------------------------------------------
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
# Sidecars lie beside their articles; Pelican would call each an article without a title.
IGNORE_FILES = ["**/.*", "*.commentary.md"]

# --- plugins --------------------------------------------------------------------------------
PLUGIN_PATHS = ["plugins"]
# `guard` first, so that it sees what Pelican drops; `commentary` before whatever reads
# `.content`, which Pelican remembers from the first reading on.
PLUGINS = [
    *("guard", "swift", "keepsakes", "commentary", "imprint", "ledger", "relations"),
    *("front_pages", "pictures", "cards"),
    *("contents", "embeds", "formulas", "japanese", "stylesheet"),
    *("search_index", "feeds", "facts", "sitemap", "aliases", "compact", "policy"),
]

# --- text -----------------------------------------------------------------------------------
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.toc": {
            # the default slugs of Japanese headings are `_1`, `_2`
            "slugify": slugify_unicode,
            "permalink": False,
        },
    },
    "output_format": "html5",
}
TYPOGRIFY = False  # it makes two closing quotes of straight ones in Japanese
SLUGIFY_USE_UNICODE = True  # else Japanese tags become Chinese readings and merge
# else C, C++ and C# are one tag
TAG_REGEX_SUBSTITUTIONS = [
    (r"(?i)\bC\+\+", "cpp"),
    (r"(?i)\b([CF])#", r"\1sharp"),
    *settings.DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"],
]
DEFAULT_DATE_FORMAT = "%Y年%-m月%-d日" if os.name != "nt" else "%Y年%#m月%#d日"
DATE_FORMATS = {"en": "%-d %B %Y" if os.name != "nt" else "%#d %B %Y"}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

# --- addresses ------------------------------------------------------------------------------
RELATIVE_URLS = True  # a local build works under any address; publishconf.py has complete ones
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/posts/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = "drafts/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
CATEGORIES_SAVE_AS = "categories/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
ARCHIVES_SAVE_AS = "archives/index.html"
YEAR_ARCHIVE_URL = "archives/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archives/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "archives/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "archives/{date:%Y}/{date:%m}/index.html"
CORRECTIONS_SAVE_AS = "corrections/index.html"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "corrections"]
DIRECT_TEMPLATES += ["ai", "ai_en", "404"]
AI_SAVE_AS = "ai/index.html"
AI_EN_SAVE_AS = "en/ai/index.html"
DEFAULT_PAGINATION = 10
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

# --- feeds ----------------------------------------------------------------------------------
# `feeds` writes them, Atom and JSON Feed alike; README.md lists every key. The identity is part of
# every entry's id and must stay, even if the blog moves: else readers see all articles as new.
FEEDS = {
    "identity": "",  # "blog.example.org,2026"; empty: made of the host in `SITEURL`
    "groups": ["category", "tag"],
}
FEED_ALL_ATOM = None  # Pelican's own feeds have neither language nor lasting ids
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
