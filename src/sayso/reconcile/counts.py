"""How many: two figures beside each other."""

from __future__ import annotations

from ..records import Figure
from .facts import Fact

INFINITY = 10**12
LOSSES = frozenset({"killed", "wounded", "casualties", "losses"})
#: figures that are sums of others, and what they sum.
SUMS = {"casualties": ("killed", "wounded"), "losses": ("killed", "wounded", "casualties")}


def low_of(figure: Figure) -> int:
    """The least it can be: "up to 10" is 0 or more."""
    return figure.low if figure.low is not None else 0


def high_of(figure: Figure) -> int:
    """The most it can be: "at least 5" is open."""
    return figure.high if figure.high is not None else INFINITY


def numbered(figure: Figure) -> bool:
    """False for "heavy losses": no number stands in it."""
    return figure.low is not None or figure.high is not None


def meet(left: Figure, right: Figure) -> bool:
    """True if one number fits both: "at least 5" and 7."""
    return low_of(left) <= high_of(right) and low_of(right) <= high_of(left)


def equal(left: Figure, right: Figure) -> bool:
    """True if both give the same range."""
    return numbered(left) and (left.low, left.high) == (right.low, right.high)


def narrower(left: Figure, right: Figure) -> bool:
    """True if the left range lies within the right one and is not the same."""
    inside = low_of(right) <= low_of(left) and high_of(left) <= high_of(right)
    return numbered(left) and inside and not equal(left, right)


def render_figure(figure: Figure) -> str:
    """ "3–5 killed", "at least 5 killed", or its own words where it has no number."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return figure.text or f"unnumbered {figure.kind}"
    if high is None:
        return f"at least {low} {figure.kind}"
    if low is None:
        return f"at most {high} {figure.kind}"
    return f"{low} {figure.kind}" if low == high else f"{low}–{high} {figure.kind}"


def figure_of(fact: Fact, kind: str) -> Figure | None:
    """The fact's widest figure of a kind: its whole, where parts of it are given too."""
    found = [figure for figure in fact.figures if figure.kind == kind and numbered(figure)]
    return max(found, key=lambda one: (one.of is None, low_of(one)), default=None)
