"""The Pelican adapter: offers `MAP_KEPT` to other plugins while a build is under way.

Compiled templates are kept too. `MAP_KEPT` is called like Python's `map`, with a list; where this
plugin is switched off, `map` does the same. `MAP_KEPT.of(work, item)` gives one result. All results
are kept in `.cache/keepsakes`.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

from .cabinet import Cabinet
from .mapping import KeptMap
from .program import program_digest
from .templates import offer_templates, withdraw_templates

if TYPE_CHECKING:
    from pelican import Pelican

logger = logging.getLogger(__name__)

MAP_KEPT = "MAP_KEPT"
_MAP_ON_CORES = "MAP_ON_CORES"


def register() -> None:
    """Connect to the begin and end of a build."""
    signals.get_generators.connect(offer_map)
    signals.finalized.connect(close)


def offer_map(sender: Pelican) -> None:
    """Put the map into the settings, where every plugin finds it."""
    settings: dict[str, Any] = sender.settings
    _withdraw(settings)
    path = Path(settings["PATH"]).resolve().parent / ".cache" / "keepsakes"
    try:
        cabinet = Cabinet(path, program_digest(Path(__file__).parents[1]))
    except (OSError, sqlite3.Error) as error:  # another build has it, or the disk is full
        logger.debug("nothing is kept: %s", error)
        return
    offer_templates(settings, cabinet)
    settings[MAP_KEPT] = KeptMap(cabinet, settings.get(_MAP_ON_CORES, map))


def close(sender: Pelican) -> None:
    """Write what is kept; a build that does not get here leaves what the last one kept."""
    kept = _withdraw(sender.settings)
    if isinstance(kept, KeptMap):
        kept.close()


def _withdraw(settings: dict[str, Any]) -> object:
    withdraw_templates(settings)
    return settings.pop(MAP_KEPT, None)
