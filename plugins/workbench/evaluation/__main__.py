"""`python -m workbench.evaluation`: the part that needs neither a blog nor a model."""

import sys

from .command import Options, chosen_trials, json_of, without_model
from .judging import judge


def main(arguments: list[str]) -> None:
    """Print how the checks do on the corpus, or on one `--split=NAME`; `--json` for programs."""
    named = (text.removeprefix("--split=") for text in arguments if text.startswith("--split="))
    trials = chosen_trials(Options(splits=tuple(named)))
    judged = judge(trials)
    lines = [json_of(judged)] if "--json" in arguments else without_model(trials, judged)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
