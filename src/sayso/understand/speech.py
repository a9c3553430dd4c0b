"""What grammar and quotation marks say of who says what, by rules alone.

Grammar gives clauses ("said that ..."), quotation marks give speech, and a quotation without a cue of its own carries
on the last speaker's. What no rule can tie to a speaker is kept with an unknown one and a problem.
"""

from __future__ import annotations

from spacy.tokens import Token

from ..records import Problem, Span
from .clauses import (
    OBJECT_BELONGS,
    cue_span,
    find_content,
    find_owner,
    find_source,
    noun_phrase,
    span_of,
    subtree,
    verb_of,
)
from .cues import CueEntry, CueHit, find_phrases
from .headlines import find_colon_speakers
from .quotes import Quote
from .relays import relay_sources
from .segment import Segments
from .utterance import Utterance

#: between a quotation and the verb that reports it stand at most the speaker and a time: so many characters.
QUOTE_REACH = 220
#: plain verbs of speech, which close a sentence that they report ("..., he said").
LEFT_CUES = ("cue.say", "cue.tell")
#: where nobody says it, nothing is claimed.
NOBODY = ("nobody", "none", "nothing", "neither")
#: words in marks within narration that are fewer than this are a term held at a distance, not speech.
SPEECH_WORDS = 6


def find_utterances(segments: Segments, hits: list[CueHit]) -> list[Utterance]:
    """What the cues of the lexicon, phrases and colons give; a verb of speech may still lack its quotation."""
    drafts = [draft for hit in hits if (draft := _utterance_of(hit, segments)) is not None]
    drafts = relay_sources(_merge_nouns(_merge_infinitives(drafts)))
    return [*drafts, *_phrase_drafts(segments), *find_colon_speakers(segments)]


def _utterance_of(hit: CueHit, segments: Segments) -> Utterance | None:
    """What grammar alone gives for a cue; a verb of speech may stay without content until quotations are given out."""
    token = hit.token
    quote = segments.quote_of(segments.span_of(token, token))
    for entry in _ordered(hit):
        content, extra = find_content(token, entry, within=quote.inner if quote else None)
        if content:
            break
    else:
        entry = hit.entries[0]
        content, extra = _left_of(token) if entry.id in LEFT_CUES else [], []
        if not content:
            return None
    who = find_owner(token) if entry.pos == "noun" else _speaker(verb_of(token), segments)
    if who is not None and who.lower_ in NOBODY:
        return None
    source = noun_phrase(who) if who is not None else None
    cue = cue_span(token, extra)
    if entry.pos == "noun" and source is None and entry.takes[0] != "clause":
        return None
    content = [part for span in content for part in _without(span, source)]
    return Utterance(entry, token, source, cue, content, rules=[entry.id])


def _ordered(hit: CueHit) -> list[CueEntry]:
    """The entries of a cue, a demand first where its clause has the form of one: "insisted that he *leave*"."""
    clause = next((c for c in hit.token.children if c.dep_ == "ccomp"), None)
    asked = clause is not None and _is_bare(clause)
    return sorted(hit.entries, key=lambda entry: asked and entry.act != "demand")


def _is_bare(clause: Token) -> bool:
    """True for a verb in the form of a demand: "the curfew *be* lifted", "the mayor *resign*"."""
    helpers = [c for c in clause.children if c.dep_ in ("aux", "auxpass")]
    who = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if who is None or who.i > clause.i:
        return False
    if helpers:
        return [c.lower_ for c in helpers] == ["be"]
    return clause.lower_ == "be" or (clause.tag_ in ("VB", "VBP") and who.tag_ in ("NN", "NNP") and who.lower_ != "i")


def _speaker(verb: Token, segments: Segments) -> Token | None:
    """Whose verb it is; a subject inside a quotation that the verb stands outside of is a slip of the parser.

    In "'It was late,' he said, and repeated that", who repeats is "he".
    """
    who = find_source(verb)
    if who is None or segments.quote_of(segments.span_of(verb, verb)) == segments.quote_of(segments.span_of(who, who)):
        return who
    before = (t for t in reversed(verb.doc[verb.sent.start : verb.i]) if t.pos_ == "VERB")
    outside = (t for t in before if segments.quote_of(segments.span_of(t, t)) is None)
    return next((found for t in outside if (found := find_source(t)) is not None and found.i != who.i), who)


def _merge_nouns(drafts: list[Utterance]) -> list[Utterance]:
    """ "denied reports that it had fled": nobody's reports are what is denied, not a source of their own."""
    by_token = {draft.token.i: draft for draft in drafts if draft.token is not None}
    gone: set[int] = set()
    for draft in drafts:
        token = draft.token
        if token is None or token.pos_ != "NOUN" or token.dep_ != "dobj" or draft.source is not None:
            continue
        outer = by_token.get(token.head.i)
        if outer is not None and outer.entry is not None and outer.entry.act in ("deny", "doubt", "refuse"):
            outer.content = draft.content
            gone.add(token.i)
    return [draft for draft in drafts if draft.token is None or draft.token.i not in gone]


def _merge_infinitives(drafts: list[Utterance]) -> list[Utterance]:
    """ "refused to discuss its weapons" is one attribution, of its weapons; what one urges others to say is none."""
    by_token = {draft.token.i: draft for draft in drafts if draft.token is not None}
    gone: set[int] = set()
    for draft in drafts:
        token = draft.token
        if token is None or token.dep_ != "xcomp" or not any(c.tag_ == "TO" for c in token.children):
            continue
        outer = by_token.get(token.head.i)
        if outer is None or outer.entry is None or outer.cue is None or draft.cue is None:
            continue
        gone.add(token.i)
        if outer.entry.act not in OBJECT_BELONGS:
            outer.cue = Span(min(outer.cue.start, draft.cue.start), max(outer.cue.end, draft.cue.end))
            outer.content = draft.content
    return [draft for draft in drafts if draft.token is None or draft.token.i not in gone]


def _left_of(token: Token) -> list[Span]:
    """ "The bridge is gone, the mayor said": the words before a closing "X said" that the parser left unattached."""
    source = find_source(token)
    own = [token] if source is None else [token, source]
    sentence = token.sent
    start = min(t.left_edge.i for t in own) if source is not None and source.i < token.i else token.i
    before = token.doc[sentence.start : start]
    words = [t for t in before if t.is_alpha]
    if len(words) < 3 or not before[-1].text.endswith((",", '"')) or not any(t.pos_ in ("VERB", "AUX") for t in words):
        return []
    span = span_of(before)
    return [span] if span else []


def _without(span: Span, hole: Span | None) -> list[Span]:
    if hole is None or not span.meets(hole):
        return [span]
    parts = (Span(span.start, hole.start), Span(hole.end, span.end))
    return [part for part in parts if part.end - part.start > 1]


def _phrase_drafts(segments: Segments) -> list[Utterance]:
    """ "According to residents, ...", "reportedly": the clause around the phrase is its content."""
    drafts = []
    for start, end, entry in find_phrases(segments.text):
        tokens = segments.tokens_in(Span(start, end))
        if not tokens:
            continue
        source = next((c for c in tokens[-1].children if c.dep_ in ("pobj", "pcomp")), None)
        adverb = len(tokens) == 1
        if not adverb and (source is None or not entry.allows(source.lemma_)):
            continue
        top = tokens[0].head if adverb or tokens[0].dep_ != "ROOT" else tokens[0].sent.root
        while top.pos_ not in ("VERB", "AUX") and top.head.i != top.i:
            top = top.head
        content = _runs([t for t in subtree(top, without=[tokens[0]]) if t.i != tokens[0].i])
        if source is not None:
            content = [part for span in content for part in _without(span, noun_phrase(source))]
        who = noun_phrase(source) if source is not None else None
        drafts.append(Utterance(entry, tokens[0], who, Span(start, end), content, rules=[entry.id]))
    return drafts


def _runs(tokens: list[Token]) -> list[Span]:
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [s for run in runs if any(t.is_alpha for t in run) and (s := span_of(run)) is not None]


def give_quotes(segments: Segments, hits: list[CueHit], drafts: list[Utterance]) -> list[Problem]:
    """Gives every quotation that is speech to its cue, to the speaker it carries on, or to nobody with a problem."""
    problems: list[Problem] = []
    by_token = {draft.token.i: draft for draft in drafts if draft.token is not None}
    speakers = [hit for hit in hits if any("quote" in e.takes for e in hit.entries)]
    last: Utterance | None = None
    for speech in _speeches(segments.quotes):
        quote = speech[0]
        short = quote.is_short(segments.report.text)
        hit = None if short else _cue_of(segments, speech, speakers)
        hit = None if hit is not None and _is_read_elsewhere(segments, quote, drafts, hit) else hit
        if hit is not None:
            draft = by_token.get(hit.token.i) or _draft_at(segments, hit, drafts)
            by_token[hit.token.i] = draft
            if all(draft is not other for other in drafts):
                drafts.append(draft)
            _add_quotes(segments, draft, speech)
            last = draft
        elif (holder := next((d for d in drafts if _covers(segments, d, quote)), None)) is not None:
            if _is_speech(holder, quote):
                holder.quotes.append(quote)
                last = holder
        elif short:
            continue
        elif last is not None and _carries_on(segments, last, quote):
            _add_quotes(segments, last, speech)
            last.rules.append("quote.carries-on")
        elif len(segments.report.words(quote.inner).split()) >= SPEECH_WORDS:
            message = "no speaker was found for this quotation; it is booked without one"
            problems.append(Problem("source.unknown", message, span=quote.span))
            inner = [part.inner for part in speech]
            drafts.append(Utterance(None, None, None, None, inner, speech, ["quote.alone"]))
    return problems


def _is_read_elsewhere(segments: Segments, quote: Quote, drafts: list[Utterance], hit: CueHit) -> bool:
    """True if the reader gave the quotation to others than this verb: "Oran said no; its guest called it | "a sham"."""
    holders = [d for d in drafts if d.finding is not None and _covers(segments, d, quote)]
    place = segments.span_of(hit.token, hit.token)
    return bool(holders) and not any(d.cue is not None and d.cue.meets(place) for d in holders)


def _is_speech(draft: Utterance, quote: Quote) -> bool:
    """True if the quotation is all that its cue reports: "They were polite," she said."""
    return draft.entry is not None and "quote" in draft.entry.takes and quote.span.covers(_hull(draft.content))


def _hull(spans: list[Span]) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _speeches(quotes: tuple[Quote, ...]) -> list[list[Quote]]:
    """Quotations by speech: one that runs over paragraphs with a mark at the head of each is one speech."""
    speeches: list[list[Quote]] = []
    for quote in quotes:
        if quote.follows is not None and speeches:
            speeches[-1].append(quote)
        else:
            speeches.append([quote])
    return speeches


def _cue_of(segments: Segments, speech: list[Quote], speakers: list[CueHit]) -> CueHit | None:
    return next((hit for quote in speech if (hit := _nearest_cue(segments, quote, speakers)) is not None), None)


def _add_quotes(segments: Segments, draft: Utterance, speech: list[Quote]) -> None:
    for quote in speech:
        _add_quote(segments, draft, quote)


def _draft_at(segments: Segments, hit: CueHit, drafts: list[Utterance]) -> Utterance:
    """The attribution that has the hit for its cue, or a new one."""
    entry = next(e for e in hit.entries if "quote" in e.takes)
    place = segments.span_of(hit.token, hit.token)
    known = next((d for d in drafts if d.cue is not None and d.cue.meets(place)), None)
    if known is not None:
        known.entry, known.token, known.rules = entry, hit.token, [entry.id, *known.rules]
        return known
    who = find_source(hit.token)
    source = noun_phrase(who) if who is not None else None
    return Utterance(entry, hit.token, source, cue_span(hit.token), [], rules=[entry.id])


def _nearest_cue(segments: Segments, quote: Quote, speakers: list[CueHit]) -> CueHit | None:
    """The verb of speech outside the quotation, in the sentence where it begins or ends, or just before a colon."""
    inside = segments.tokens_in(quote.inner)
    if not inside:
        return None
    first, final = inside[0].sent, inside[-1].sent
    colon = segments.text[: quote.span.start].rstrip().endswith(":")
    lower = first.start_char - (QUOTE_REACH if colon else 0)
    best: tuple[int, CueHit] | None = None
    for hit in speakers:
        at, end = hit.token.idx, hit.token.idx + len(hit.token)
        if quote.span.start <= at < quote.span.end or not lower <= at < _sentence_end(segments, quote, final.end_char):
            continue
        gap = at - quote.span.end if at >= quote.span.end else quote.span.start - end
        between = segments.text[min(end, quote.span.end) : max(at, quote.span.start)]
        if gap <= QUOTE_REACH and '"' not in between and (best is None or gap < best[0]):
            best = (gap, hit)
    return best[1] if best else None


def _sentence_end(segments: Segments, quote: Quote, end: int) -> int:
    """A parser may end a sentence at the closing marks; the "he said" that follows belongs to it still."""
    tail = segments.text[quote.span.end : quote.span.end + 1 + QUOTE_REACH]
    closes = segments.text[quote.inner.end - 1] in ",!?" or tail[:1] == ","
    if end <= quote.span.end + 1 and closes:
        stop = tail.find(". ")
        return quote.span.end + (stop if stop >= 0 else len(tail))
    return end


def _add_quote(segments: Segments, draft: Utterance, quote: Quote) -> None:
    draft.quotes.append(quote)
    if _covers(segments, draft, quote):
        return
    kept: list[Span] = []
    for span in draft.content:
        for part in _without(span, quote.span):
            if any(c.isalpha() for c in segments.report.text[part.start : part.end]):
                kept.append(part)
    draft.content = sorted([*kept, quote.inner])


def _carries_on(segments: Segments, last: Utterance, quote: Quote) -> bool:
    """More of the same speech: later in the paragraph of its last words, or the paragraph after, all in marks."""
    if not last.quotes:
        return False
    ends = last.quotes[-1].span.end
    home = next(n for n, p in enumerate(segments.paragraphs) if p.start <= ends - 1 < p.end)
    here = next((n for n, p in enumerate(segments.paragraphs) if p.covers(quote.span)), None)
    if here == home:
        return True
    if here is None or here != home + 1:
        return False
    paragraph = segments.paragraphs[here]
    rest = segments.report.text[quote.span.end : paragraph.end].strip(" .,")
    return quote.follows is not None or (quote.span.start == paragraph.start and not rest)


def _covers(segments: Segments, draft: Utterance, quote: Quote) -> bool:
    core = quote.core(segments.report.text)
    return any(span.covers(core) for span in draft.content)
