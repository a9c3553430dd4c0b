"""Puts words written in capitals (old wire copy) into the case that the parser was trained on, letter for letter."""

from __future__ import annotations

from spacy.strings import StringStore


def recase_word(word: str, known: StringStore) -> str:
    """ "SALVADOR" -> "Salvador", "REPORTED" -> "reported".

    ``known`` holds the words that the parser has met in lower case; a word that it has not is most likely a name.
    A word whose case changes its length stays as it is.
    """
    lower = word.lower()
    if len(lower) != len(word):
        return word
    return lower if lower in known or any(c.isdigit() for c in word) else lower.capitalize()
