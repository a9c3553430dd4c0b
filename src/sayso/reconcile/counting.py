"""The counting rules of the field, each a small pure function: figures that claims give in, figures of these out.

Nothing is averaged or added up. What each rule is, in one sentence and with its owner, stands in
`data/count_rules.toml`; `estimates` puts the rules to work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .counted import COMBATANTS, Counted
from .days import render_day

CIVILIANS = "civilians"
#: Iraq Body Count and Airwars both want a second source before they take a claim for more than provisional or weak.
WITNESSES = 2
#: voices named in a reason before the rest are only counted.
VOICES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rule sees: the counts of one group of people, and all that is told in the case, denials and blame too."""

    of: str | None
    counts: tuple[Counted, ...]
    told: tuple[Counted, ...]

    @property
    def standing(self) -> tuple[Counted, ...]:
        """The counts that no later one of the same origin replaces."""
        return tuple(one for one in self.counts if not one.updated) or self.counts


@dataclass(frozen=True, slots=True)
class Finding:
    """The numbers that a rule takes, on which counts, and why."""

    low: int | None
    best: int | None
    high: int | None
    on: tuple[Counted, ...]
    reason: str
    grade: str | None = None


def find_lowest(basis: Basis) -> Finding | None:
    """The smallest number that any claim gives: the lower bound of all claims, and nobody's methodology."""
    if not basis.counts:
        return None
    number = min(map(_least, basis.counts))
    on = tuple(one for one in basis.counts if _least(one) == number)
    return _single(number, on, f"{number} is the smallest number given, by {_voices(on)}")


def find_highest(basis: Basis) -> Finding | None:
    """The largest number that any claim gives: the upper bound of all claims, and nobody's methodology."""
    if not basis.counts:
        return None
    number = max(map(_most, basis.counts))
    on = tuple(one for one in basis.counts if _most(one) == number)
    return _single(number, on, f"{number} is the largest number given, by {_voices(on)}")


def find_latest(basis: Basis) -> Finding | None:
    """What was said on the last day on which anything was counted; nobody's methodology."""
    day = max((one.said for one in basis.counts if one.said is not None), default=None)
    if day is None:
        return None
    on = tuple(one for one in basis.counts if one.said == day)
    return _ranged(on, f"said last, on {render_day(day)}, by {_voices(on)}")


def find_most_conservative(basis: Basis) -> Finding | None:
    """ACLED codebook, fatalities: where reports differ or are vague, the most conservative number is taken.

    A vague word counts from the low of its range ("dozens" 24); ACLED's own integers (dozens 12) belong to exports.
    """
    if not basis.standing:
        return None
    number = min(map(_least, basis.standing))
    on = tuple(one for one in basis.standing if _least(one) == number)
    if len({(one.low, one.high) for one in basis.standing}) > 1:
        why = f"reports differ, so the most conservative number stands: {number}, by {_voices(on)}"
    elif on[0].low == on[0].high:
        why = f"all who count say {number}: {_voices(on)}"
    else:
        why = f"“{on[0].text}” is no one number, so its most conservative reading stands: {number}"
    return _single(number, on, why)


def find_ucdp(basis: Basis) -> Finding | None:
    """UCDP definitions and GED codebook: best, low and high; the lower figure where reliability cannot be told apart.

    UCDP's coders weigh how reliable a source is. The one test made here is whether it is itself a party to the
    violence. UCDP counts deaths only, and an event needs one at least.
    """
    if not basis.standing or not max(map(_most, basis.standing)):
        return None
    apart = tuple(one for one in basis.standing if not one.party)
    judged = apart or basis.standing
    best = min(map(_least, judged))
    chosen = tuple(one for one in judged if _least(one) == best)
    if len({_least(one) for one in judged}) == 1:
        why = f"best {best}, as given by {_voices(chosen)}"
    else:
        why = f"best {best}, the lower figure of voices that nothing here tells apart in reliability"
    if len(apart) < len(basis.standing):
        why += ", parties to the violence set aside" if apart else ", with none but parties to the violence counting"
    low, high = _ends(basis.standing)
    return Finding(low, best, high, basis.standing, f"{why}; low and high are the ends of what is claimed")


def find_ibc(basis: Basis) -> Finding | None:
    """Iraq Body Count methodology: minimum and maximum of the reports; provisional below two independent sources.

    It counts civilians only, so it has nothing to say where all who are counted are said to have been fighting.
    """
    if not basis.standing or all(one.people == COMBATANTS for one in basis.standing):
        return None
    low, high = _ends(basis.standing)
    origins = count_origins(basis.standing)
    why = f"minimum and maximum of the numbers that stand, from {_number(origins, 'independent origin')}"
    if origins < WITNESSES:
        why += ", where two are wanted"
    if basis.of != CIVILIANS and not all(one.people == CIVILIANS for one in basis.standing):
        why += "; Iraq Body Count counts civilians, and not all of these are said to be"
    return Finding(low, None, high, basis.standing, why, "provisional" if origins < WITNESSES else None)


def find_airwars(basis: Basis) -> Finding | None:
    """Airwars civilian harm methodology: confirmed, fair, weak, contested or discounted, with minimum and maximum.

    Credibility is not judged: independent origins are counted. A belligerent is whoever a claim names as the doer.
    """
    harm = tuple(one for one in basis.told if one.text and one.happened and one.whole == basis.of)
    if not harm:
        return None
    grade, why, others = _grade(basis, harm)
    low, high = _ends(basis.standing) if basis.standing else (None, None)
    return Finding(low, None, high, _each_once((*(basis.standing or harm), *others)), why, grade)


def find_modal_origin(basis: Basis) -> Finding | None:
    """sayso's own: the figure of the most independent origins, each asked once; origins, not outlets, are witnesses."""
    votes: dict[tuple[int | None, int | None], list[Counted]] = defaultdict(list)
    for one in basis.standing:
        votes[one.low, one.high].append(one)
    if not votes:
        return None
    most = max(map(count_origins, votes.values()))
    first = [on for on in votes.values() if count_origins(on) == most]
    on = tuple(one for group in first for one in group)
    of = _number(count_origins(basis.standing), "independent origin")
    if len(first) == 1:
        return _ranged(on, f"given by {most} of {of}: {_voices(on)}")
    return _ranged(on, f"no figure is given by more origins than another: {len(first)} figures, {most} of {of} each")


def count_origins(counts: Iterable[Counted]) -> int:
    """How many independent voices stand behind the counts."""
    return len({one.origin for one in counts})


def render_names(names: Sequence[str]) -> str:
    """ "elder, police and ministry"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else "nobody"


def _grade(basis: Basis, harm: tuple[Counted, ...]) -> tuple[str | None, str, tuple[Counted, ...]]:
    """Airwars' grade, why, and the claims beyond the figures that it rests on."""
    if all(one.people == COMBATANTS for one in harm):
        return "discounted", "all who are counted are said to have been combatants", ()
    owned = tuple(one for one in basis.told if _owns_up(one))
    if owned:
        return "confirmed", f"harm by a deed of one's own is told by {_voices(owned)}", owned
    rivals = tuple(one for one in basis.told if "responsibility" in one.disputed)
    if rivals:
        return "contested", f"claims differ on who did it: {_voices(rivals)}", rivals
    denials = tuple(one for one in basis.told if one.denied and one.own)
    if denials:
        return "contested", f"the deed that others tell of is denied by {_voices(denials)}", denials
    origins = count_origins(harm)
    if origins < WITNESSES:
        return "weak", f"one origin tells of it: {_voices(harm)}", ()
    blaming = tuple(one for one in basis.told if one.happened and one.doers)
    if not blaming:
        return None, f"{origins} independent origins tell of it, and none names who did it, so no grade fits", ()
    doers = render_names(sorted({doer for one in blaming for doer in one.doers}))
    return "fair", f"{origins} independent origins tell of it, with {doers} named as acting", blaming


def _owns_up(one: Counted) -> bool:
    """True if a belligerent accepts it: it admits its deed, or counts civilians killed by it."""
    if not one.happened or not one.own or one.people == COMBATANTS:
        return False
    return one.act == "admit" or one.people == CIVILIANS


def _least(one: Counted) -> int:
    """The smallest number that a count gives: 3 of "3–5", 24 of "dozens", 10 of "up to 10"."""
    number = one.low if one.low is not None else one.high
    assert number is not None
    return number


def _most(one: Counted) -> int:
    """The largest number that a count gives: 5 of "3–5", 24 of "dozens"."""
    number = one.high if one.high is not None else one.low
    assert number is not None
    return number


def _ends(counts: Sequence[Counted]) -> tuple[int | None, int]:
    """The ends of what is claimed; no lower end where an "up to 10" lies below all others."""
    least = min(map(_least, counts))
    floor = any(one.low == least for one in counts)
    return least if floor else None, max(map(_most, counts))


def _single(number: int, on: tuple[Counted, ...], reason: str) -> Finding:
    """A rule that takes one number."""
    return Finding(number, number, number, on, reason)


def _ranged(on: tuple[Counted, ...], reason: str) -> Finding:
    """A rule that takes one or more figures as they stand: one number is best, a range has none."""
    low, high = _ends(on)
    return Finding(low, high if low in (None, high) else None, high, on, reason)


def _voices(counts: Iterable[Counted]) -> str:
    """ "village elder, police and 2 more"; who speaks, each once."""
    names = sorted({one.speaker for one in counts})
    more = len(names) - VOICES_NAMED
    return f"{', '.join(names[:VOICES_NAMED])} and {more} more" if more > 0 else render_names(names)


def _number(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _each_once(counts: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(dict.fromkeys(counts))


#: every rule by name, in the order of `data/count_rules.toml`.
COMPUTE: dict[str, Callable[[Basis], Finding | None]] = {
    "lowest": find_lowest,
    "highest": find_highest,
    "latest": find_latest,
    "most-conservative": find_most_conservative,
    "ucdp": find_ucdp,
    "ibc": find_ibc,
    "airwars": find_airwars,
    "modal-origin": find_modal_origin,
}
