"""Figures by counting rule, side by side: flat rows, and the table of one case for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..reconcile.estimates import Estimate, Spread, find_spread, load_rules, render_scope
from ..records import Case
from .wording import case_words, count_words, plain, range_words

DIM, BOLD, BAD = "dim", "bold", "yellow"
#: rules whose numbers lie apart by this much or more are worth a second look.
FAR = 2.0
#: below this width a rule's reason would break after every other word: lines then, not columns.
COLUMNS_FROM = 110


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """What one rule makes of one case, flat. ``claims`` counts those it rests on, ``on`` names them."""

    case: str
    what: str
    kind: str
    of: str | None
    rule: str
    low: int | None
    best: int | None
    high: int | None
    open: bool
    grade: str | None
    claims: int
    origins: int
    on: str
    reason: str


def estimate_rows(case: Case, estimates: Iterable[Estimate]) -> tuple[EstimateRow, ...]:
    """One row an estimate, in the order in which they come."""
    return tuple(
        EstimateRow(
            case=case.case,
            what=plain(case.what),
            kind=one.kind,
            of=plain(one.of) if one.of else None,
            rule=one.rule,
            low=one.low,
            best=one.best,
            high=one.high,
            open=one.open,
            grade=one.grade,
            claims=len(one.claims),
            origins=one.origins,
            on="; ".join(one.claims),
            reason=plain(one.reason),
        )
        for one in estimates
    )


def estimates_to_dict(case: Case, estimates: Sequence[Estimate]) -> dict[str, Any]:
    """One case as a JSON object: its estimates, and the spread of each group of people."""
    return {
        "case": case.case,
        "what": case.what,
        "reports": list(case.reports),
        "kind": estimates[0].kind if estimates else None,
        "estimates": [asdict(one) for one in estimates],
        "spreads": [asdict(spread) for _, spread in _spreads(estimates) if spread],
    }


def render_estimates(case: Case, estimates: Sequence[Estimate], console: Console) -> None:
    """The case, a table of rules for each group of people counted, and how far the rules lie apart."""
    head = Text().append(f"{case.case}  ", style=DIM).append(plain(case.what), style=BOLD)
    head.append(f"  {case_words(case)}, {count_words(len(case.claims), 'claim')}", style=DIM)
    _print(console, head)
    groups = list(dict.fromkeys(one.of for one in estimates))
    for group, spread in _spreads(estimates):
        of = group[0].of
        whom = f"{group[0].kind}, {plain(of or 'everybody')}" if len(groups) > 1 or of else group[0].kind
        _print(console, Text(f"  {whom}", style=BOLD))
        scope = render_scope(of, groups)
        # said once above the rows
        rows = [replace(one, reason=one.reason.removesuffix(scope)) for one in group]
        if console.width < COLUMNS_FROM:
            for one in rows:
                _print(console, _line(one), hang=6)
        else:
            _print(console, _table(rows))
        _print(console, _spread_line(spread, group))


def _table(group: Sequence[Estimate]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=DIM)
    table.add_column("    rule", no_wrap=True)
    for title in ("low", "best", "high", "claims", "origins"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("why")
    for one in group:
        numbers = [_number(one.low), _number(one.best), _number(one.high) + ("+" if one.open else "")]
        table.add_row(_rule(one), *numbers, str(len(one.claims)), str(one.origins), _why(one))
    return table


def _line(one: Estimate) -> Text:
    """A rule on one line, for a terminal too narrow for columns."""
    line = _rule(one)
    if one.low == one.best == one.high:
        line.append(f" · {range_words(one.low, None if one.open else one.high)}")
    else:
        line.append(f" · {range_words(one.low, one.high)}" + ("+" if one.open else ""))
        line.append(f", best {one.best:,}" if one.best is not None else "")
    line.append(f" · {count_words(len(one.claims), 'claim')}, {count_words(one.origins, 'origin')} · ", style=DIM)
    return line.append(_why(one))


def _rule(one: Estimate) -> Text:
    """The rule's name, and whose it is where that does not say so."""
    owner = next(entry.name for entry in load_rules() if entry.id == one.rule)
    name = Text("    ").append(one.rule, style=BOLD)
    return name if owner.casefold().split()[0] in one.rule else name.append(f" ({owner})", style=DIM)


def _why(one: Estimate) -> Text:
    return Text().append(f"{one.grade}: " if one.grade else "", style=BAD).append(plain(one.reason))


def _spread_line(spread: Spread | None, group: Sequence[Estimate]) -> Text:
    line = Text("    spread: ")
    if spread is None:
        return line.append("no number is claimed", style=DIM)
    more = "+" if any(one.open and one.high == spread.high for one in group) else ""
    if spread.low == spread.high:
        return line.append(f"{count_words(len(group), 'rule')} at {spread.high:,}{more}", style=DIM)
    line.append(f"{spread.low:,} ({_names(spread.lowest)}) to {spread.high:,}{more} ({_names(spread.highest)})")
    if spread.ratio is not None:
        line.append(f", {spread.ratio:.1f} times", style=BAD if spread.ratio >= FAR else "")
    return line.append("; a range of what is claimed", style=DIM)


def _names(rules: Sequence[str]) -> str:
    return rules[0] if len(rules) == 1 else f"{rules[0]} and {len(rules) - 1} more"


def _number(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _spreads(estimates: Sequence[Estimate]) -> list[tuple[list[Estimate], Spread | None]]:
    """The estimates by group of people, each with its spread."""
    groups: dict[str | None, list[Estimate]] = {}
    for one in estimates:
        groups.setdefault(one.of, []).append(one)
    return [(group, find_spread(group)) for group in groups.values()]


def _print(console: Console, what: Text | Table, *, hang: int = 0) -> None:
    """Wraps with a hanging indent on a terminal; a pipe gets one unbroken line."""
    if hang and console.is_terminal and isinstance(what, Text) and what.cell_len > console.width > 2 * hang:
        lines = what.wrap(console, console.width - hang)
        console.print(lines[0], highlight=False)
        console.print(Padding(Text(" ").join(line for line in lines[1:]), (0, 0, 0, hang)), highlight=False)
        return
    console.print(what, soft_wrap=not console.is_terminal, highlight=False)
