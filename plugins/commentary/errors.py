"""Everything that can go wrong, as one tree.

- `CommentaryError`
    - `SettingsError`: a setting or an environment variable is wrong (exit code 2)
    - `LocatedError`: something stands wrong in a file
        - `SourceError`: an article cannot be read as an article
        - `SidecarError`: a sidecar is damaged; it is left as it is
        - `EditedError`: a person's text would have been overwritten; nothing was written
    - `Stopped`: a person ended the run; what is done is kept (exit code 130)
    - `BudgetSpent`: nothing is left of what a run or a month may cost
    - `Deferred`: an answer is still to come, from a batch
    - `ProviderError`: the model gave nothing that can be used (exit code 3)
        - `ProviderUnavailable`: nobody answered, or the server asked to come back later
        - `ProviderRefused`: the server or the model said no
        - `ReplyInvalid`: an answer came and cannot be used

Findings of checks are values (`sections.Finding`), not exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .sections import Usage


class CommentaryError(Exception):
    """The root of the tree."""


class Stopped(CommentaryError):  # noqa: N818 - nothing is wrong
    """A person ended the run before this article's turn came."""


class BudgetSpent(CommentaryError):  # noqa: N818 - a state of the purse
    """The next call could cost more than is left."""


class Deferred(CommentaryError):  # noqa: N818 - nothing is wrong
    """The article goes on when a batch is answered."""


class SettingsError(CommentaryError):
    """A setting or an environment variable that cannot be used."""


class LocatedError(CommentaryError):
    """An error in a file: prints `path:line: message`."""

    def __init__(self, message: str, *, path: str, line: int = 1) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.message = message
        self.path = path
        self.line = line


class SourceError(LocatedError):
    """An article that cannot be read as one."""


class SidecarError(LocatedError):
    """A sidecar that cannot be read; no program writes to it until a person mended it."""


class EditedError(LocatedError):
    """A write that would have replaced a text a person changed."""


class ProviderError(CommentaryError):
    """No usable text from the model.

    Args:
        message: what happened and what to do next; never a key, a header or a prompt.
        usage: tokens that were spent all the same.
        is_final: whether the next article would fail in the same way (wrong key, no such
            model, used-up quota), so that asking again is pointless.
    """

    def __init__(self, message: str, *, usage: Usage | None = None, is_final: bool = False) -> None:
        super().__init__(message)
        self.usage = usage
        self.is_final = is_final
        self.calls = 0
        """Calls that were made for the article, filled in by who counts them."""


class ProviderUnavailable(ProviderError):  # noqa: N818 - names a state of the world, like httpx's
    """Connection, deadline, rate limit or a failing server."""


class ProviderRefused(ProviderError):  # noqa: N818 - as above
    """Wrong key, no such model, used-up quota, bad request, refusal or content filter."""


class ReplyInvalid(ProviderError):  # noqa: N818 - as above
    """Truncated, not JSON, wrong shape, or empty.

    Args:
        message: as for every provider error.
        problems: what the model is told when it is asked again, one sentence each.
        text: the reply as it came.
    """

    def __init__(
        self,
        message: str,
        *,
        problems: tuple[str, ...] = (),
        text: str = "",
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message, usage=usage)
        self.problems = problems
        self.text = text
