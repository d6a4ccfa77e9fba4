"""What can be wrong with the settings of the feeds."""

from __future__ import annotations


class FeedSettingsError(Exception):
    """A key or value of `FEEDS` that cannot be used; nothing was written."""

    exitcode = 2
    """What Pelican's command line ends with."""
