"""A build with Pelican: into a folder of its own, from there to where it is served, and remembered."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commentary.report import OK

from .. import console
from ..progress import Progress
from ..settings_file import read_settings_file
from ..site import BuildResult, build_site
from .delivery import deliver, names, without_retained
from .footprints import digests, is_fresh, look, row_of
from .memory import Memory, remember, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .command import Order
    from .footprints import Rows

_OWN_WAY = frozenset(
    "-o --output -l --listen -r --autoreload --print-settings -h --help --version".split()
)
"""Arguments after which Pelican builds elsewhere, not once, or shows how it works."""
_STRANGE = {
    "ja": "{output}/ に、ビルドが作ったものではないファイルがあります（{count} 件、{name} など）。"
    "そのまま残します。要らなければ消してください",
    "en": "{output}/ has files that no build is known to have made ({count}, such as {name}); "
    "they stay, remove them if they are of no use",
}
_started: list[int] = []
"""When this process looked at files for the first time: later changes of modules do not reach it."""


def build_afresh(order: Order, known: Memory | None) -> int:
    """Build, bring the site to where it is served if the build went well, and remember it.

    Args:
        order: what is to be built.
        known: what the last build left; digests of files that are as they were are taken over.

    Returns:
        The exit code.
    """
    with console.exits():
        with suppress(FileNotFoundError):  # a build that is killed is followed by a full one
            os.unlink(order.memory)  # noqa: PTH108 - as in `footprints`
        if order.is_full:
            Path(order.root, ".cache", "keepsakes").unlink(missing_ok=True)
        values = read_settings_file(Path(order.settings))
        if _goes_its_own_way(order, values):
            result = build_site(
                Path(order.settings), order.arguments, on_progress=Progress(time.monotonic)
            )
        else:
            result = _Build(order, values, known).run()
        console.say_build(result)
    return result.exit_code


def _goes_its_own_way(order: Order, values: Mapping[str, Any]) -> bool:
    """Tell whether Pelican has to write into the output itself."""
    names = {argument.partition("=")[0] for argument in order.arguments}
    has_path = any("OUTPUT_PATH" in argument for argument in order.arguments)
    return bool(names & _OWN_WAY) or has_path or bool(values["STATIC_CREATE_LINKS"])


class _Build:
    """One build, and what it is made of."""

    def __init__(self, order: Order, values: Mapping[str, Any], known: Memory | None) -> None:
        self.order = order
        self.output = os.path.realpath(values["OUTPUT_PATH"])
        folder, name = os.path.split(self.output)
        self.fresh = f"{folder}/.{name}.fresh"
        self.leave_out = _made_by_builds(order.root, self.output, str(values["CACHE_PATH"]))
        self.tops = _tops(order.root, values)
        self.moment = self._moment()
        _started.append(self.moment)
        self.rows = self._look()
        self.digests = digests(self.rows, self._settled(known))

    def run(self) -> BuildResult:
        """Build and deliver; remember it if the next build could rely on it."""
        shutil.rmtree(self.fresh, ignore_errors=True)
        progress = Progress(time.monotonic)
        arguments = ("--output", self.fresh, *self.order.arguments)
        result = build_site(Path(self.order.settings), arguments, on_progress=progress)
        if result.pelican_code == OK and os.path.isdir(self.fresh):  # noqa: PTH112 - as above
            self._deliver(result.settings)
            if not progress.total and self._is_certain(result):
                self._remember(result)
        shutil.rmtree(self.fresh, ignore_errors=True)
        return result

    def _look(self) -> Rows:
        return look(self.tops, self.leave_out)

    def _moment(self) -> int:
        """Ask the file system what time it is."""
        clock = f"{self.order.folder}/clock"
        write_whole(clock, b"")
        return os.stat(clock).st_mtime_ns  # noqa: PTH116 - as above

    def _settled(self, known: Memory | None) -> dict[str, Any]:
        """Return what is known of files that cannot have changed unseen."""
        inputs = known.inputs if known else {}
        moment = known.moment if known else 0
        return {path: each for path, each in inputs.items() if not is_fresh(each[0], moment)}

    def _deliver(self, settings: Mapping[str, Any]) -> None:
        more: Iterator[str] = iter(())
        if settings["DELETE_OUTPUT_DIRECTORY"]:
            more = without_retained(names(self.output), settings["OUTPUT_RETENTION"])
        strange = deliver(self.fresh, self.output, self.order.record, list(more))
        if strange:
            words = _STRANGE[console.user_language()]
            name = os.path.basename(self.output)  # noqa: PTH119 - as above
            console.say([words.format(output=name, count=len(strange), name=strange[0])])

    def _is_certain(self, result: BuildResult) -> bool:
        """Tell whether the site is what the files were all the time, and only they decided."""
        settings = result.settings
        return (
            bool(settings["WITH_FUTURE_DATES"])  # else an hour may publish an article
            and os.path.realpath(self.output) == self.output
            and set(_tops(self.order.root, settings)) <= set(self.tops)
            and not any(_is_newer(path, _started[0]) for path in _modules())
            and self._look() == self.rows
        )

    def _remember(self, result: BuildResult) -> None:
        zone, salt = str(result.settings["TIMEZONE"]), os.urandom(16)
        self._wait_for_a_tick()
        memory = Memory(
            salt=salt,
            circumstances=self.order.circumstances(zone, salt),
            zone=zone,
            tops=self.tops,
            leave_out=self.leave_out,
            moment=self.moment,
            inputs={path: (row, self.digests[path]) for path, row in self.rows.items()},
            output=self.output,
            pages=look([self.output]),
            told=list(result.told),
            summary=console.build_lines(replace(result.report, seconds=0.0))
            if result.report
            else [],
            code=result.exit_code,
        )
        try:
            remember(self.order.memory, memory)
        except OSError as error:  # the site is whole, and the next build a full one
            sys.stderr.write(
                f"{self.order.memory}: {error.strerror}; free space or mend permissions\n"
            )

    def _wait_for_a_tick(self) -> None:
        """Let the file system's clock go on, so that a page changed from now on has other times."""
        begun = self._moment()
        while self._moment() == begun:
            pass


def _made_by_builds(root: str, output: str, cache: str) -> list[str]:
    """Return the folders that hold what builds make, and environments of Python's."""
    folder, name = os.path.split(output)
    made = [output, f"{folder}/.{name}.fresh", f"{folder}/.{name}.old", os.path.realpath(cache)]
    below = [f"{root}/{each}" for each in sorted(os.listdir(root))]  # noqa: PTH208 - as above
    environments = [path for path in below if os.path.exists(f"{path}/pyvenv.cfg")]  # noqa: PTH110 - as above
    links = [path for path in below if os.path.realpath(path) in made]
    return [*made, *environments, *links]


def _tops(root: str, values: Mapping[str, Any]) -> list[str]:
    """Return the folders that a build reads: the blog's own, and what the settings name elsewhere."""
    paths = [values["PATH"], values["THEME"], *values["PLUGIN_PATHS"]]
    paths += values["THEME_TEMPLATES_OVERRIDES"]
    whole = {os.path.abspath(os.path.expanduser(str(path))) for path in paths}  # noqa: PTH100, PTH111 - as above
    outside = sorted(path for path in whole if not f"{path}/".startswith(f"{root}/"))
    # whether Git knows `.env` decides whether it is read
    index = f"{root}/.git/index"
    has_secrets = os.path.exists(f"{root}/.env") and os.path.exists(index)  # noqa: PTH110 - as above
    return [root, *outside, *([index] if has_secrets else [])]


def _modules() -> list[str]:
    return [
        file
        for module in list(sys.modules.values())
        if isinstance(file := getattr(module, "__file__", None), str) and file.endswith(".py")
    ]


def _is_newer(path: str, moment: int) -> bool:
    try:
        return is_fresh(row_of(os.stat(path)), moment)  # noqa: PTH116 - as above
    except OSError:  # an archive's, which cannot change alone, or one that is gone
        return False
