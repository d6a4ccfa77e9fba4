"""The markup of a section: the theme's `partials/section.html`, else the plugin's plain copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound

from .errors import CommentaryError

if TYPE_CHECKING:
    from jinja2 import Template

    from .rendering import RenderedSection

_NAME = "partials/section.html"
_OWN = Path(__file__).parent / "templates"


class SectionTemplate:
    """Renders sections with one theme."""

    def __init__(self, theme: Environment) -> None:
        self._template = _template(theme)

    def render(self, section: RenderedSection) -> str:
        """Return the HTML of a section.

        Raises:
            CommentaryError: the theme's template cannot be rendered.
        """
        try:
            return self._template.render(section=section)
        except Exception as error:  # a template runs whatever it likes
            raise CommentaryError(
                f"the theme's `{_NAME}` cannot be rendered: {type(error).__name__}: {error}; "
                "mend or remove it"
            ) from error


def _template(theme: Environment) -> Template:
    try:
        return theme.get_template(_NAME)
    except TemplateNotFound:
        own = Environment(
            loader=FileSystemLoader(_OWN), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        return own.get_template("section.html")
    except TemplateError as error:
        raise CommentaryError(
            f"the theme's `{_NAME}` cannot be read: {error}; mend or remove it"
        ) from None
