"""LaTeX becomes MathML Core, which browsers set without a script; the only place that knows how.

Inline styles are made attributes that the theme knows, since the page's policy drops styles.
"""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

_STYLE = re.compile(r'\sstyle="(?P<rules>[^"]*)"')
_TABLE_LEVEL = re.compile(r'(<mtable\b[^>]*) scriptlevel="0"')
"""What tables have anyway, outside of an index; HTML's validator knows no such attribute there."""
_ALIGNED = re.compile(r"text-align: (left|right)")
_OFFSET = re.compile(r"\A(?P<place>[0-9]+): (?P<reason>.*)\Z", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (production 2) leaves out."""
_CONTEXT = 12
"""Characters of the formula that a message shows from the fault on."""


class FormulaError(Exception):
    """A formula that cannot be set; the message says why, and at which of its signs."""


@lru_cache(maxsize=1024)  # `check` asks again for what a build has made
def mathml(latex: str, *, is_displayed: bool) -> str:
    """Return a `math` element that names its LaTeX in no attribute yet.

    Args:
        latex: the formula, without dollar signs.
        is_displayed: whether it stands on a line of its own.

    Raises:
        FormulaError: it is empty, no LaTeX, or wants a colour.
    """
    if not latex.strip():
        raise FormulaError("it is empty")
    if _CONTROL.search(latex):
        raise FormulaError("it has a character that nobody sees; type it anew")
    try:
        # a converter of its own: a macro or a number of one formula is unknown to the next
        text = LatexToMathML(fancy_error=False).convert_with_local_state(
            latex, displaystyle=is_displayed
        )
    except LatexError as error:
        raise FormulaError(_reason(str(error), latex)) from error
    if "color:" in text:
        raise FormulaError("it has a colour, which the policy of the pages drops")
    return _TABLE_LEVEL.sub(r"\1", _STYLE.sub(_known, text))


def fault(latex: str, *, is_displayed: bool) -> str:
    """Return what is wrong with a formula, empty if nothing is."""
    try:
        mathml(latex, is_displayed=is_displayed)
    except FormulaError as error:
        return str(error)
    return ""


def _reason(message: str, latex: str) -> str:
    found = _OFFSET.match(message)
    if found is None:
        return message.rstrip(".")
    # the place is counted in bytes
    rest = latex.encode()[int(found["place"]) :].decode(errors="ignore").split("\n")[0]
    near = f", at `{rest[:_CONTEXT]}`" if rest else ""
    return found["reason"].rstrip(".") + near


def _known(found: re.Match[str]) -> str:
    aligned = _ALIGNED.search(found["rules"])
    return f' data-align="{aligned[1]}"' if aligned else ""
