"""What can be wrong with the settings of the header files."""

from __future__ import annotations


class PolicySettingsError(Exception):
    """A key or value of `HEADERS` that cannot be used; nothing was written."""

    exitcode = 2
    """What Pelican's command line ends with."""
