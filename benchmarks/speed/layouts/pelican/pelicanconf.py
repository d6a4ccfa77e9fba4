"""Settings of plain Pelican for the bench: one job, the same for every tool."""

SITENAME = "Blog"
SITEURL = ""
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "small"
PLUGINS: list[str] = []
SLUGIFY_USE_UNICODE = True
JINJA_ENVIRONMENT = {"autoescape": True}
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}},
    "output_format": "html5",
}
ARTICLE_URL = ARTICLE_LANG_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "posts/{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "categories"]
TAGS_SAVE_AS = "tag/index.html"
CATEGORIES_SAVE_AS = "category/index.html"
DEFAULT_PAGINATION = 10
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "atom.xml"
FEED_DOMAIN = "https://example.org"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
