"""Feed the parsers whatever reaches new code in them, for some minutes.

    python -m pip install atheris==3.0.0
    python tests/campaigns/fuzz.py --minutes 5

Each target gets the same share of the time in a process of its own. A target may raise the errors
that its docstring names and nothing else; what it reads it must write as it was. An input that
breaks this is written to `.cache/fuzz/TARGET/` and ends the run with exit code 1: mend the parser,
and put the input into `tests/test_fuzz.py`.

Atheris (Apache-2.0) has wheels for Linux alone, so it is no dependency of the tests.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]
CACHE = ROOT / ".cache" / "fuzz"


def main() -> int:
    """Fuzz each target in turn, or one of them here; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=5, help="for all targets together")
    parser.add_argument("--target", default="", help="one target alone, in this process")
    given = parser.parse_args()
    if given.target:
        return _fuzz(given.target, seconds=int(given.minutes * 60))
    from campaigns.fuzz_targets import TARGETS  # noqa: PLC0415 - the fuzzing process imports it anew

    return max([_run(name, given.minutes / len(TARGETS)) for name in TARGETS])


def _run(name: str, minutes: float) -> int:
    command = [sys.executable, __file__, "--target", name, "--minutes", str(minutes)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    lines = done.stderr.splitlines()
    # libFuzzer tells what it did in lines such as `#4096 pulse cov: 311 ft: 900 corp: 80/9Kb …`
    told = [line for line in lines if re.match(r"#\d+\s", line)] or ["nothing was run"]
    print(f"{name}: {told[-1].strip()}")
    if done.returncode:
        print("\n".join(lines[-40:]))
    return min(done.returncode, 1)


def _fuzz(name: str, *, seconds: int) -> int:
    import atheris  # noqa: PLC0415 - only this command needs it

    with atheris.instrument_imports(include=["commentary", "tomllib"]):
        from campaigns.fuzz_targets import TARGETS, seeds  # noqa: PLC0415 - instrumented

    folder = CACHE / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name, ROOT)):
        (corpus / f"seed-{number}").write_bytes(seed)
    target = TARGETS[name]

    def once(content: bytes) -> None:
        target(content.decode("utf-8", "replace"))

    options = [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", "-max_len=4000"]
    atheris.Setup([sys.argv[0], *options, "-timeout=20", str(corpus)], once)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
