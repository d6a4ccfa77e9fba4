"""Where a reader reports an error in one article, with its title and address filled in."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_GITLAB = "gitlab"
_SIGNS = re.compile(r"[^\w.~:/-]")
_COMPLETE = re.compile(r"https?://|mailto:.")


def template_problem(template: object) -> str:
    """Say what is wrong with `ERROR_REPORT_URL`; empty if nothing is."""
    if template == "" or (isinstance(template, str) and _COMPLETE.match(template)):
        return ""
    hint = f"`mailto:{template}`" if "@" in str(template) else "`https://…`, or `mailto:` and one"
    return f"`ERROR_REPORT_URL` is {template!r}, which is no complete address; write {hint}"


def report_url(template: str, repository: str, *, title: str, address: str) -> str:
    """Give the address to report an error to; empty if the blog names none.

    Args:
        template: `ERROR_REPORT_URL`: an address of a form, in which `{title}` and `{url}` are
            replaced, or `mailto:` and an address, which get subject and body when they have none.
        repository: `REPOSITORY_URL`, which stands in for it: a new issue of GitHub, Gitea, Forgejo
            or, where the host's name says so, GitLab.
        title: of the article, plain text.
        address: complete where the site has an address.
    """
    if not template and repository:
        template = _issue_form(repository)
    elif template.startswith("mailto:") and "?" not in template:
        template += "?subject={title}&body={url}"
    filled = _quoted if template.startswith("mailto:") else _plainly_quoted
    return template.replace("{title}", filled(title)).replace("{url}", filled(address))


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _plainly_quoted(text: str) -> str:
    """Leave letters, colons and slashes, which a query may have (RFC 3986, RFC 3987).

    So title and address weigh nothing in a page that has them already.
    """
    return _SIGNS.sub(lambda sign: _quoted(sign[0]), text)


def _issue_form(repository: str) -> str:
    base = repository.rstrip("/").removesuffix(".git")
    if _GITLAB in (urlsplit(base).hostname or ""):
        return base + "/-/issues/new?issue[title]={title}&issue[description]={url}"
    return base + "/issues/new?title={title}&body={url}"
