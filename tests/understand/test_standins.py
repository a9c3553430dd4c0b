"""Names that stand in for others: what is parsed and read is alike whoever a report is about."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import Report, Span
from sayso.understand.pieces import load_tokenizer
from sayso.understand.segment import find_segments, make_plain, stand_in
from sayso.understand.standins import load_standins, show


def shown(text: str) -> str:
    plain = make_plain(text)
    return show(plain, Span(0, len(plain)), stand_in(plain)).text


def forms_in(text: str) -> set[str]:
    plain = make_plain(text)
    put = {one.word for one in stand_in(plain)}
    return {entry.form for entry in load_standins().values() if put & set(entry.words)}


@pytest.mark.parametrize("entry", load_standins().values(), ids=lambda e: e.id)
def test_every_form_is_told_from_others(entry) -> None:
    assert entry.form in forms_in(entry.matches)
    assert entry.form not in forms_in(entry.misses)


def test_every_stand_in_is_one_word_of_the_readers_and_stands_once() -> None:
    words = [word for entry in load_standins().values() for word in entry.words]
    assert len(words) == len(set(words))
    for word in words:
        assert len(load_tokenizer().encode(word, add_special_tokens=False).ids) == 1, word


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{0} said on Monday that a {3} drone had hit its port.", "Russia|Ukraine|Russian|Ukrainian"),
        ("The road to {2} is calm, {1}'s president told {0}.", "Eritrea|Ethiopia|Asmara|Addis Ababa"),
        ("{2} accused {1} of arming rebels in {0}.", "Kosovo|Serbia|Pristina|Belgrade"),
        ("An {2} official said that {1} had fired first.", "Israel|Hamas|Israeli|Palestinian"),
        ("The {0}'s guns hit the {1}; the {2} shot back, the {3} fled.", "army|RSF|army|RSF"),
    ],
)
def test_with_the_sides_exchanged_the_same_is_read(text: str, names: str) -> None:
    a, b, of_a, of_b = names.split("|")
    assert shown(text.format(a, b, of_a, of_b)) == shown(text.format(b, a, of_b, of_a)) != text.format(a, b, of_a, of_b)


def test_sides_without_a_name_are_read_alike() -> None:
    one = shown("The army denied the rebels' claim that army fire had hit the road, an army officer said.")
    two = shown("The rebels denied the army's claim that rebel fire had hit the road, a rebel officer said.")
    assert one == two != ""
    assert shown("A rebel said that six rebels had fled.") == "A rebel said that six rebels had fled."


def test_an_article_goes_with_its_name() -> None:
    assert (
        shown("An Iraqi and a Ukrainian spoke; an Ukrainian left.") == "A German and a Belgian spoke; a Belgian left."
    )


def test_words_of_other_kinds_stay_as_they_are() -> None:
    for text in (
        "Airstrikes hit the port in May, the UN said.",
        "Gunmen, two rebels and the Taliban met Gen. Major on Friday.",
        "The United States and the Netherlands sent a note.",
        "GUNMEN TAKE THE BRIDGE, NAVY SAYS",
    ):
        assert shown(text) == make_plain(text)


def test_a_name_is_read_as_the_same_name_throughout() -> None:
    text = shown("Zelkovic said so in Baku. Zelkovic left Baku for Tbilisi on Sunday.")
    assert text == "Johnson said so in Paris. Johnson left Paris for Berlin on Sunday."


def test_what_is_parsed_keeps_the_reports_words_and_places() -> None:
    text = "Officials in Addis Ababa said Ethiopian troops had left. Addis Ababa's mayor thanked Isaias Afwerki."
    segments, _ = find_segments(Report("r", text))
    assert "".join(token.text_with_ws for token in segments.doc) == text
    addis, ababa = segments.doc[2:4]
    assert (addis.dep_, addis.head) == ("compound", ababa)
    assert (ababa.dep_, ababa.head.text, ababa.ent_type_) == ("pobj", "in", "GPE")
    assert [str(entity) for entity in segments.doc.ents[:1]] == ["Addis Ababa"]
    assert [token.lemma_ for token in segments.doc[5:7]] == ["ethiopian", "troop"]
    assert len(list(segments.doc.sents)) == 2


WORDS = st.sampled_from(
    [
        *("Russia", "Ukraine's", "an", "Israeli", "Hamas", "Khan Younis", "said", "Zelensky", "Addis Ababa", ","),
        *("the", "army", "Armenians", "\n\n", '"', "Reuters", "Dagalo", "al-Burhan", ".", "in", "Gunmen", "US"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join))
def test_all_that_is_shown_leads_back_to_the_text(text: str) -> None:
    plain = make_plain(text)
    standins = stand_in(plain)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(standins))
    seen = show(plain, Span(0, len(plain)), standins)
    assert len(seen.text) == len(seen.starts) == len(seen.ends)
    at = 0
    for one in standins:
        assert plain[at : one.span.start] in seen.text
        assert one.span.end - one.span.start == len(plain[one.span.start : one.span.end]) > 0
        at = one.span.end
    for number, letter in enumerate(seen.text):
        span = seen.span_of(number, number + 1)
        inside = any(one.span == span for one in standins)
        assert inside or plain[span.start : span.end] == letter
    segments, _ = find_segments(Report("r", text))
    assert [(t.idx, t.text) for t in segments.doc] == [(t.idx, plain[t.idx : t.idx + len(t)]) for t in segments.doc]
