"""The clipped grammar of headlines and transcripts: "Army: rebels have fled the valley"."""

from __future__ import annotations

from ..records import Span
from .clauses import span_of
from .cues import mark_entry
from .segment import Segments
from .utterance import Utterance

#: a speaker before a colon is a name or an office: at most so many words.
SPEAKER_WORDS = 6
#: words of a paragraph from which something is said.
SAID_WORDS = 3


def find_colon_speakers(segments: Segments) -> list[Utterance]:
    """Paragraphs that open with a speaker and a colon; what follows in the paragraph is the content."""
    found = []
    entry = mark_entry(":")
    for paragraph in segments.paragraphs:
        tokens = segments.tokens_in(paragraph)
        colon = next((n for n, t in enumerate(tokens[: SPEAKER_WORDS + 1]) if t.text == ":"), 0)
        speaker, rest = tokens[:colon], tokens[colon + 1 :]
        if not speaker or sum(t.is_alpha for t in rest) < SAID_WORDS:
            continue
        named = all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "PUNCT", "PART") or t.like_num for t in speaker)
        told = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in speaker)
        if not named or told or not all(entry.allows(t.lower_) for t in speaker):
            continue
        source, content = span_of(speaker), span_of(rest)
        if source is not None and content is not None and content.start > tokens[colon].idx:
            cue = Span(tokens[colon].idx, tokens[colon].idx + 1)
            found.append(Utterance(entry, None, source, cue, [content], rules=[entry.id]))
    return found
