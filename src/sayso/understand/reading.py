"""The way from one report to its claims, in order."""

from __future__ import annotations

from ..records import Problem, Reading, Report, Span
from .actors import find_actors
from .attribution import find_attributions
from .attributor import find_findings
from .claims import Marks, find_claims, find_owners
from .figures import assign_figures, find_figures, leave_retold
from .happenings import find_happenings
from .looks import look_at
from .mending import leave_deeds
from .parties import is_private
from .places import find_event_place, find_places
from .segment import Segments, find_segments
from .sequels import find_sequels
from .sightings import find_sightings, find_tied_places
from .speakers import own_figures
from .times import find_event_time, find_times
from .uncoded import find_uncoded

#: English text holds about two function words in five; below this share a report is in another language.
FUNCTION_WORDS = 0.15
LANGUAGE_SAMPLE = 40


def understand_report(report: Report) -> tuple[Reading, tuple[Problem, ...]]:
    """All actors, places and claims of one report, without links; what stayed open is among the problems."""
    if report.language and not report.language.lower().startswith("en"):
        message = f"the report is in {report.language!r}; only English is read so far, so nothing was booked from it"
        problem = Problem("language.unsupported", message, report.id)
        return Reading(report, problems=(problem,)), (problem,)
    segments, problems = find_segments(report)
    looks = look_at(segments)
    sightings = find_sightings(looks)
    happenings, more = find_happenings(segments, looks, sightings)
    problems += more
    findings = leave_deeds(segments, find_findings(looks, segments.sentences), happenings, sightings)
    attributions, more = find_attributions(segments, findings)
    problems += more
    figures, more = find_figures(segments, looks)
    problems += more
    times, more = find_times(segments)
    problems += more
    atlas, more = find_places(segments)
    problems += more
    sides = [span for e in happenings for span in (*e.actors, *e.recipients)]
    wanted = [*sides, *(m.source for m in attributions if m.source), *(f.of for f in figures if f.of)]
    wanted += [span for f in figures if not f.of for span in find_owners(segments, f.span)]
    named = tuple(sorted(span for span in set(wanted) if _names_somebody(segments, span)))
    cast, more = find_actors(segments, wanted=named, places=atlas.marks, attributions=attributions, atlas=atlas.places)
    problems += more + _check_language(segments)
    happenings = tuple(event for event in happenings if not is_private(segments, cast, event))
    owned = own_figures(attributions, figures, happenings, assign_figures(segments, figures, happenings))
    tied = find_tied_places(looks, [event.trigger for event in happenings])
    spots = tuple(find_event_place(segments, atlas, event, t) for event, t in zip(happenings, tied, strict=True))
    whens = tuple(find_event_time(segments, times, event.root) for event in happenings)
    days = [(mark.time.from_, mark.time.to) if mark else None for mark in whens]
    figures, owned = leave_retold(figures, owned, list(zip(spots, days, strict=True)))
    sequels = find_sequels(segments, happenings, spots)
    marks = Marks(attributions, happenings, figures, owned, times, atlas, cast, spots, whens, sequels)
    claims = find_claims(segments, marks)
    uncoded = find_uncoded(segments, marks, looks, first=len(claims) + 1)
    problems = tuple(Problem(p.code, p.message, report.id, p.span) for p in problems)
    return Reading(report, cast.actors, atlas.places, claims, problems=problems, uncoded=uncoded), problems


def _names_somebody(segments: Segments, span: Span) -> bool:
    """False for a bare number ("at least nine were wounded"), which is a figure and nobody's name."""
    tokens = segments.tokens_in(span)
    return any(t.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "VERB") and not t.like_num for t in tokens)


def _check_language(segments: Segments) -> tuple[Problem, ...]:
    words = [token for token in segments.doc if token.is_alpha]
    if len(words) < LANGUAGE_SAMPLE or sum(t.is_stop for t in words) >= FUNCTION_WORDS * len(words):
        return ()
    message = "the text does not look like English, the only language read so far; check what was booked from it"
    return (Problem("language.doubtful", message),)
