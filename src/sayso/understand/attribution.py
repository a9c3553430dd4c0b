"""Finds who is said to say what: source, cue and content of every attribution, and which one encloses which.

The trained reader (`attributor`) gives spans, sources and nesting; the rules (`speech`) name the entry of the lexicon
that a cue has, carry quotations on, and add what the reader passes over. Each mark keeps who found it and how sure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from ..records import Act, Mode, Problem, Span
from .acts import negate_act
from .clauses import verb_of
from .cues import find_cue_in, find_cues
from .evidence import find_evidence
from .marks import ActRead, AttributionMark, Finding
from .mending import mend_findings
from .quotes import Quote
from .segment import Segments
from .speech import NOBODY, find_utterances, give_quotes
from .utterance import Utterance

#: punctuation and blanks at the ends of a content that are no part of what is said.
EDGES = ' \t\r\n"“”„«»,;:'
#: whose source is the one cited by whoever tells the same content.
CITED = ("cue.cite", "cue.on-word")
#: the second half of "was quoted as saying", "quoted him as admitting".
AS_SAYING = re.compile(r"as \w+ing(?: that)?|\w+ing", re.IGNORECASE)
#: the part of a cue that raises another's subject: "is said | to have urged", "reportedly | told".
RAISED = re.compile(
    r"((?:is|are|was|were|has been|have been) (?:said|believed|understood|reported|rumou?red|thought|claimed|alleged)"
    r"|reportedly|allegedly|purportedly|supposedly) (?=\w)"
)
#: what the reader's rule is called on a record.
READER = "reader"
#: evidence that no pattern names is believed of the reader from here on (macro-F1 of our 440 sentences .92; by patterns
#: alone .45).
SURE_OF_EVIDENCE = 0.5
#: how sure the reader must be of an attribution within another's content by words that the lexicon does not know.
SURE_WITHIN = 0.5
#: contents that share so much (F1 of characters) are the same words, told by one and cited from another.
ALIKE = 0.8


def find_attributions(
    segments: Segments, findings: list[Finding]
) -> tuple[tuple[AttributionMark, ...], tuple[Problem, ...]]:
    """All attributions of a report in reading order, with the act and evidence of each.

    ``findings``: what the reader found; ``[]`` leaves the rules to themselves.
    """
    hits = find_cues(segments.doc)
    drafts = join_drafts(segments, findings, find_utterances(segments, hits))
    problems = give_quotes(segments, hits, drafts)
    return mark_drafts(segments, drafts), tuple(problems)


def mark_drafts(segments: Segments, drafts: list[Utterance]) -> tuple[AttributionMark, ...]:
    """The attributions in reading order, each with the one that encloses it."""
    drafts = _distinct([draft for draft in drafts if draft.content])
    drafts.sort(key=lambda draft: (draft.start, draft.cue or Span(0, 0)))
    drafts = _without_echoes(drafts)
    parents = _without_rings(_under_citations(drafts, [_parent_of(n, drafts) for n in range(len(drafts))]))
    return tuple(_mark(segments, draft, parent) for draft, parent in zip(drafts, parents, strict=True))


def join_drafts(segments: Segments, findings: list[Finding], ruled: list[Utterance]) -> list[Utterance]:
    """The reader's attributions, each with the lexicon entry of its cue; then what only the rules see."""
    answers: dict[int, Utterance] = {}
    drafts = []
    known = [f for f in findings if not _is_nobody(segments, f.source)]
    for finding in mend_findings(segments, _part_raised(segments, _merge_quoted(segments, known))):
        same = [n for n, u in enumerate(ruled) if u.cue is not None and u.cue.meets(finding.cue)]
        draft = _draft(segments, finding, sorted((ruled[n] for n in same), key=lambda u: _apart(u.cue, finding.cue)))
        answers |= dict.fromkeys(same, draft)
        drafts.append(draft)
    for number, draft in answers.items():
        outer = ruled[number].within
        if outer is not None and draft.within is None:
            draft.within = next((answers[n] for n, u in enumerate(ruled) if u is outer and n in answers), None)
    rest = [u for n, u in enumerate(ruled) if n not in answers]
    drafts += [u for u in rest if not findings or u.entry is None or u.entry.alone or _lies_in(u, drafts)]
    _nest_citations(drafts)
    return drafts


def _lies_in(ruled: Utterance, drafts: list[Utterance]) -> bool:
    """True within another's content, where the reader has learned from few examples and sees less."""
    cue = ruled.cue
    return cue is not None and any(span.covers(cue) for draft in drafts for span in draft.content)


def _merge_quoted(segments: Segments, findings: list[Finding]) -> list[Finding]:
    """ "was quoted" and "as saying" with nothing between them are one cue, with the content of the second.

    Of two cues side by side with the same content ("It | was reported") the surer is kept.
    """
    out: list[Finding] = []
    for finding in findings:
        before = out[-1] if out else None
        near = before is not None and finding.cue.start - before.cue.end <= 1
        if near and before and AS_SAYING.fullmatch(segments.report.words(finding.cue)):
            finding = replace(
                finding, cue=Span(before.cue.start, finding.cue.end), source=before.source or finding.source
            )
            out.pop()
        elif near and before and before.content == finding.content:
            finding = max(out.pop(), finding, key=lambda one: one.sure)
        out.append(finding)
    return out


def _part_raised(segments: Segments, findings: list[Finding]) -> list[Finding]:
    """ "She is said | to have urged restraint", "he reportedly | told aides": by nobody named, and within it hers."""
    out = []
    for finding in findings:
        words = segments.report.words(finding.cue)
        raised = RAISED.match(words)
        if raised is None or finding.source is None or raised.end() >= len(words):
            out.append(finding)
            continue
        start = finding.cue.start
        inner = replace(finding, cue=Span(start + raised.end(), finding.cue.end))
        rest = [span for span in (inner.cue, *finding.content) if span.start >= inner.cue.start]
        content = (finding.source, Span(inner.cue.start, max(s.end for s in rest)))
        acts = (ActRead(content[1], "assert", finding.sure),)
        outer = Span(start, start + raised.end(1))
        out += [Finding(None, outer, content, acts, finding.evidence, finding.evidence_sure, finding.sure), inner]
    return out


def _is_nobody(segments: Segments, source: Span | None) -> bool:
    return source is not None and segments.report.words(source).lower() in NOBODY


def _draft(segments: Segments, finding: Finding, same: list[Utterance]) -> Utterance:
    """The reader's attribution; the rules' for the same cue lend their entry and, where it names nobody, a source."""
    ruled = next((u for u in same if u.entry is not None), None)
    content = [s for span in finding.content if (s := _bare(segments, span)) is not None]
    draft = Utterance(
        entry=ruled.entry if ruled else None,
        token=ruled.token if ruled else None,
        source=finding.source or (ruled.source if ruled else None),
        cue=finding.cue,
        content=content,
        rules=[*(ruled.rules if ruled else ()), READER],
        finding=finding,
    )
    cited = ruled is not None and ruled.within is not None and ruled.source is not None
    if ruled and cited and not (draft.source and ruled.source and draft.source.meets(ruled.source)):
        # "citing witnesses": grammar knows the cited from who cites
        draft.source, draft.content = ruled.source, list(ruled.content)
    return draft


def _apart(cue: Span | None, other: Span) -> int:
    """How many characters only one of two cues has."""
    return abs(cue.start - other.start) + abs(cue.end - other.end) if cue is not None else 0


def _nest_citations(drafts: list[Utterance]) -> None:
    """ "The paper, citing two officials, said": of two with the same content the one that is cited is the inner."""
    for inner in drafts:
        cites = inner.cue is not None and inner.rules[0] in CITED
        for outer in drafts if cites and inner.within is None else ():
            apart = outer is not inner and outer.within is not inner and outer.rules[0] not in CITED
            holds = outer.cue is not None and any(span.covers(outer.cue) for span in inner.content)
            if apart and not holds and _alike(outer.content, inner.content):
                inner.within = outer


def _alike(left: list[Span], right: list[Span]) -> bool:
    """True if the spans share most of their characters."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    return 2 * both >= ALIKE * sum(s.end - s.start for s in (*left, *right))


def _bare(segments: Segments, span: Span) -> Span | None:
    """The span without a leading "that" and the punctuation at its ends."""
    text, (start, end) = segments.report.text, span
    while start < end and text[start] in EDGES:
        start += 1
    if text[start:end].lower().startswith("that "):
        start += len("that ")
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _distinct(drafts: list[Utterance]) -> list[Utterance]:
    """One draft a cue; a draft whose content holds its own cue whole is a slip of the parser."""
    seen: set[tuple[Span | None, Span]] = set()
    kept = []
    for draft in drafts:
        key = (draft.cue, draft.content[0])
        if key not in seen and not (draft.cue and any(s.covers(draft.cue) for s in draft.content)):
            seen.add(key)
            kept.append(draft)
    return kept


def _without_echoes(drafts: list[Utterance]) -> list[Utterance]:
    """The attributions less those of a source within its own content: "members remain | convinced that".

    Nor is within another's content believed what the lexicon does not know and the reader is not sure of: "the army
    said | the rebels *had attacked* a convoy" reports a deed.
    """
    parents = [_parent_of(n, drafts) for n in range(len(drafts))]
    kept = []
    for draft, parent in zip(drafts, parents, strict=True):
        around = drafts[parent].source if parent is not None else None
        echo = draft.source is not None and around is not None and draft.source.meets(around)
        read = draft.finding
        vague = parent is not None and draft.entry is None and read is not None and read.sure < SURE_WITHIN
        if not echo and not vague:
            kept.append(draft)
    return kept


def _under_citations(drafts: list[Utterance], parents: list[int | None]) -> list[int | None]:
    """Parents; what one tells from another lies under the one cited: "the paper, citing X, said that Y denied"."""
    cited = {p: n for n, p in enumerate(parents) if p is not None and drafts[n].within is drafts[p]}
    out = list(parents)
    for number, parent in enumerate(parents):
        inner = cited.get(parent) if parent is not None else None
        cue = drafts[number].cue
        if inner is not None and inner != number and cue and any(s.covers(cue) for s in drafts[inner].content):
            out[number] = inner
    return out


def _without_rings(parents: list[int | None]) -> list[int | None]:
    """Parents of which none leads back to itself; where contents lie crosswise, the first in the text is outermost."""
    out = list(parents)
    for number in range(len(out)):
        passed: list[int] = []
        at: int | None = number
        while at is not None and at not in passed:
            passed.append(at)
            at = out[at]
        if at is not None:
            out[min(passed[passed.index(at) :])] = None
    return out


def _parent_of(number: int, drafts: list[Utterance]) -> int | None:
    """The narrowest attribution whose content holds this one's cue (or, without one, its content)."""
    own = drafts[number]
    if own.within is not None:
        return next((n for n, other in enumerate(drafts) if other is own.within), None)
    point = own.cue or own.content[0]
    width, best = None, None
    for n, other in enumerate(drafts):
        if n == number or not any(span.covers(point) for span in other.content):
            continue
        mutual = other.cue is not None and any(span.covers(other.cue) for span in own.content)
        if mutual and n > number:  # each inside the other is a slip of the parser: the first one rules
            continue
        size = sum(span.end - span.start for span in other.content)
        if width is None or size < width:
            width, best = size, n
    return best


def _mark(segments: Segments, draft: Utterance, parent: int | None) -> AttributionMark:
    content = tuple(_joined(segments, sorted(draft.content)))
    act, rule = _act_of(segments, draft)
    evidence, why = find_evidence(segments, draft.cue or content[0])
    read = draft.finding
    if evidence == "none" and read is not None and read.evidence_sure >= SURE_OF_EVIDENCE:
        evidence, why = read.evidence, f"{READER}.{read.evidence}" if read.evidence != "none" else None
    rules = tuple(dict.fromkeys((*draft.rules, *filter(None, (rule, why)))))
    sure = draft.finding.sure if draft.finding else None
    acts = draft.finding.acts if draft.finding else ()
    mode = find_mode(segments, content)
    return AttributionMark(draft.source, draft.cue, content, mode, act, evidence, rules, parent, sure=sure, acts=acts)


def _act_of(segments: Segments, draft: Utterance) -> tuple[Act, str | None]:
    """What the cue does by itself, and the rule of its negation; a cue that only the reader saw does as its word."""
    entry, token = draft.entry, draft.token
    if entry is None and draft.cue is not None:
        hit = find_cue_in(segments.tokens_in(draft.cue))
        entry, token = (hit.entries[0], hit.token) if hit else (None, None)
    act = entry.act if entry else "assert"
    by = _negation_of(token) if token is not None else None
    return negate_act(act, by) if by is not None else (act, None)


def _negation_of(token: Token) -> str | None:
    """What negates a cue: "not", "never" as in "never said", "could not"; "has *no* plans to" is negated by "not"."""
    if any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in token.children):
        return "not"
    verb = token.head if token.pos_ == "NOUN" and token.dep_ == "dobj" else verb_of(token)
    word = next((c.lower_ for c in verb.children if c.dep_ == "neg"), None)
    if word is None or word == "never":
        return word
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in ("could", "can", "ca")), None)
    return "could not" if modal else "not"


def _joined(segments: Segments, spans: list[Span]) -> list[Span]:
    """Spans parted by nothing but quotation marks and blanks become one."""
    out: list[Span] = []
    for span in spans:
        if (
            out
            and span.start - out[-1].end < 5
            and not segments.report.text[out[-1].end : span.start].strip(" \"“”'‘’\n,")
        ):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    if out and segments.report.text[out[0].start : out[0].end].lower().startswith("that "):
        out[0] = Span(out[0].start + len("that "), out[0].end)
    return out


def find_mode(segments: Segments, content: tuple[Span, ...]) -> Mode:
    """Whether the words of a content are all, in part or not at all in quotation marks."""
    text = segments.report.text
    quoted = [q for q in segments.quotes if any(s.meets(q.inner) for s in content)]
    if all(any(q.span.covers(s) for q in quoted) or _all_quoted(s, quoted) for s in content):
        return "direct"
    return "mixed" if any(len(text[q.inner.start : q.inner.end].split()) > 1 for q in quoted) else "indirect"


def _all_quoted(span: Span, quoted: list[Quote]) -> bool:
    """True if, quotation marks and blanks aside, the span is made of quotations."""
    covered = sum(min(span.end, q.span.end) - max(span.start, q.span.start) for q in quoted if span.meets(q.span))
    return covered >= 0.95 * (span.end - span.start)
