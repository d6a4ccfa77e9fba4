"""The Pelican adapter: hooks into Markdown, and says which articles have a formula that failed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pelican import signals

from .markdown_steps import FAILED

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content

logger = logging.getLogger(__name__)

_EXTENSION = f"{__package__}.markdown_steps:Formulas"


def register() -> None:
    """Connect the receivers, in the order of a build."""
    signals.initialized.connect(extend_markdown)
    signals.content_object_init.connect(name_failures)


def extend_markdown(sender: Pelican) -> None:
    """Add the Markdown extension; a copy, because Pelican's default is shared by all sites."""
    settings: dict[str, Any] = sender.settings
    markdown = dict(settings["MARKDOWN"])
    configs = {**markdown.pop("extension_configs", {}), _EXTENSION: {}}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def name_failures(content: Content) -> None:
    """Say once for each article that a formula stands there as code."""
    body = content._content or ""  # noqa: SLF001 - its `content` would be remembered from now on
    if body.count(f'class="{FAILED}"'):
        logger.warning(
            "%s: a formula could not be read and is shown as code; `invoke check` names its line",
            content.get_relative_source_path() or content.source_path,
        )
