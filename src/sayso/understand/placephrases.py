"""What stands around a name and speaks for or against its being a place: "town of", "near", "Mr", "... Front"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ..records import Span
from .gazetteer import Entry
from .placewords import PlaceWord, load_words

#: what speaks for and against a name's being a place; chosen on the visible geo sets, the sum must reach ENOUGH.
LOCATIVE, KIND, COMMA, TAGGED, WELL_KNOWN, FAMOUS = 2.0, 3.0, 2.0, 2.0, 1.5, 3.0
NAMED_SO, BESIDE, TELLING, FREE = 3.0, 1.0, 1.0, 0.5
PERSON, TITLE, MEDIA, GUARD, PART, SURNAME = -4.0, -4.0, -6.0, -4.0, -2.0, -3.0
ENOUGH, SURELY = 2.0, 3.5
#: what stands between the names of a list, and how far a list may go on.
LISTING, LONGEST_LIST = {",", "and", "or"}, 14
#: what parts a dateline from its report.
DASHES = {"-", "--", "---", "\u2013", "\u2014"}
ARTICLES = {"al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "ez", "es", "esh", "et", "ed"}


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name in the text that is taken for a place. ``kinds``: what it can be, if a word beside it says so."""

    span: Span
    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    score: float = 0.0
    rule: str = "place.known"
    kinds: tuple[str, ...] = ()
    vague: bool = False
    within: int | None = None


def span_between(doc: Doc, first: int, last: int) -> Span:
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def two_before(doc: Doc, at: int) -> tuple[str, str]:
    """The word before a name, and the two before it: ("of", "town of"); an article in front does not count."""
    start = at - 1 if at and doc[at - 1].lower_ == "the" else at
    one = doc[start - 1].lower_ if start else ""
    return one, f"{doc[start - 2].lower_} {one}" if start > 1 else one


def is_kind_of(two: str) -> bool:
    """True for "town of", "siege of", after which nothing but a place can stand."""
    first = two.split()[0] if two.endswith(" of") else ""
    one = {"cities": "city"}.get(first, first.removesuffix("s"))
    return one in load_words("kind") or first in load_words("kind") or first in ("siege", "fall", "battle", "outskirts")


def is_vague(doc: Doc, at: int) -> bool:
    one, two = two_before(doc, at)
    words = load_words("vague")
    return one in words or two in words


def is_goal(doc: Doc, at: int) -> bool:
    """True for what somebody travels to or flees: nobody goes to a person by name, "flew to Tolmin"."""
    word = doc[at - 1] if at else doc[at]
    if word.lower_ == "to" and at > 1:
        return doc[at - 2].lemma_ in GOING
    return word.lemma_ in LEFT and word.pos_ == "VERB"


#: verbs of motion, and those whose object is left.
GOING = {"travel", "go", "fly", "drive", "march", "sail", "walk", "head", "flee", "advance", "retreat", "withdraw"}
LEFT = {"flee", "evacuate"}


def opens_article(doc: Doc, at: int) -> bool:
    """True for "al" in "al-Hadba", which belongs to the name however it is written."""
    following = doc[at + 2] if at + 2 < len(doc) else None
    joined = not doc[at].whitespace_ and doc[at].lower_ in ARTICLES and following is not None
    return joined and doc[at + 1].text == "-" and following is not None and following.text[:1].isupper()


def unit_before(doc: Doc, at: int) -> PlaceWord | None:
    """The kind of unit that "province of" in front gives a name; a "town of" leaves it as it is."""
    _, two = two_before(doc, at)
    row = load_words("kind").get(two.split()[0]) if two.endswith(" of") else None
    return row if row is not None and row.kinds and row.id in UNITS else None


#: words for parts of a country that a place may share its name with.
UNITS = ("place.kind.province", "place.kind.district")


def is_bodily(doc: Doc, first: int, last: int) -> bool:
    """True for a part of the name of a body: "Free" in "the Free Peaks Front"; what ends the run says so."""
    end = last
    while end + 1 < len(doc) and not doc[end + 1].is_sent_start:
        following = doc[end + 1]
        if not (is_name_part(following) or following.text in load_words("body")):
            break
        end += 1
    inside = first > 0 and not doc[first].is_sent_start and is_name_part(doc[first - 1])
    return doc[end].text in load_words("body") and (end > first or inside)


def is_name_part(token: Token) -> bool:
    """A capital word that can belong to the same name: no quarter of the sky, no kind of place."""
    lower = token.lower_
    known = lower in load_words("before") or lower in load_words("kind") or lower in load_words("locative")
    return token.text[:1].isupper() and token.pos_ == "PROPN" and not known


def kind_after(doc: Doc, last: int) -> PlaceWord | None:
    """The kind that the next word gives a name, or the end of a list of such: "Bovec and Tolmin districts"."""
    words, at = load_words("kind"), last + 1
    if at >= len(doc) or doc[at].is_sent_start:
        return None
    if doc[at].lower_ in words:
        return words[doc[at].lower_]
    listed = doc[at].lower_.endswith("s")
    while at < min(last + LONGEST_LIST, len(doc)) and (doc[at].text in LISTING or doc[at].text[:1].isupper()):
        listed |= doc[at].text in LISTING
        at += 1
    row = words.get(_singular(doc[at].lower_)) if at < len(doc) and doc[at].text.islower() else None
    return row if listed and row is not None and row.kinds and doc[at].lower_ not in words else None


def _singular(word: str) -> str:
    """ "counties" -> "county"; a word that is no plural as it is."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("es") if word.endswith("shes") else word.removesuffix("s")


def is_dateline(doc: Doc, first: int, last: int) -> bool:
    """True for a name in capitals that opens a paragraph before a dash or an agency: "TOLMIN - A court ..."."""
    if not doc[first].is_sent_start or last + 1 >= len(doc):
        return False
    after = doc[last + 1]
    return doc[first : last + 1].text.isupper() and (after.text in DASHES or after.text == "(")


def is_street(doc: Doc, last: int) -> bool:
    """True for what a street or the like is called after: "Lincoln Avenue" tells nothing of Lincoln."""
    return last + 1 < len(doc) and doc[last + 1].text in load_words("street")
