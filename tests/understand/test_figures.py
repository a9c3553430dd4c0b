"""Figures: how many, of whom, made a loss or a force by which word, and which event they belong to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sayso.lexicon import load_table
from sayso.pipeline import read_report
from sayso.records import Report, Span
from sayso.understand import figures
from sayso.understand.figureheads import HeadRule
from sayso.understand.figurekinds import NumberLook
from sayso.understand.figures import assign_figures, find_figures
from sayso.understand.marks import EventMark, FigureMark
from sayso.understand.numbers import parse_number
from sayso.understand.quantities import NotFigureRule, QuantityRule, find_excluded, find_quantities
from sayso.understand.segment import Segments, find_segments, make_plain

QUANTITIES = load_table("quantities.toml", QuantityRule)
EXCLUDED = load_table("not_figures.toml", NotFigureRule)
HEADS = load_table("figure_heads.toml", HeadRule)


def figures_in(text: str) -> tuple[Segments, tuple[FigureMark, ...]]:
    segments, _ = find_segments(Report("r", text))
    return segments, find_figures(segments)[0]


def told(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(mark.kind, mark.low, mark.high) for mark in figures_in(text)[1]]


def owned(marked: str, *types: str) -> list[list[str]]:
    """For each event, whose words stand in braces, the words of its figures."""
    text = re.sub(r"[{}]", "", marked)
    segments, figures = figures_in(text)
    events = []
    for number, found in enumerate(re.finditer(r"\{(.+?)\}", marked)):
        start = found.start() - 2 * number
        trigger = Span(start, start + len(found[1]))
        root = segments.doc.char_span(*trigger).root.i  # type: ignore[union-attr]
        events.append(
            EventMark("event", types[number], None, None, None, (), trigger, root, (), (), None, "actual", ())
        )
    return [[figures[n].text for n in own] for own in assign_figures(segments, figures, tuple(events))]


@pytest.mark.parametrize("rule", QUANTITIES, ids=lambda rule: rule.id)
def test_every_expression_of_quantity_matches_its_example_and_misses_the_other(rule: QuantityRule):
    assert rule.id in [quantity.rule for quantity in find_quantities(make_plain(rule.matches))]
    assert rule.id not in [quantity.rule for quantity in find_quantities(make_plain(rule.misses))]


@pytest.mark.parametrize("rule", EXCLUDED, ids=lambda rule: rule.id)
def test_every_number_that_counts_nobody_is_left_out(rule: NotFigureRule):
    assert rule.id in [name for _, name in find_excluded(rule.matches)]
    assert rule.id not in [name for _, name in find_excluded(rule.misses)]


@pytest.mark.parametrize("rule", HEADS, ids=lambda rule: rule.id)
def test_every_head_makes_its_example_a_figure_and_not_the_other(rule: HeadRule):
    assert rule.kind in [mark.kind for mark in figures_in(rule.matches)[1]]
    assert rule.kind not in [mark.kind for mark in figures_in(rule.misses)[1]]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,250", 1250),
        ("2.3 million", 2_300_000),
        ("1.5m", 1_500_000),
        ("twenty-five", 25),
        ("a hundred and ten", 110),
        ("two dozen", 24),
        ("three thousand two hundred", 3200),
        ("five score years", None),
        ("villagers", None),
    ],
)
def test_numbers_are_read_in_words_and_digits(words: str, number: int | None):
    assert parse_number(words) == number


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("At least five villagers were killed and 12 others wounded.", [("killed", 5, None), ("wounded", 12, 12)]),
        ("A clash near the dam left 3 dead and 5 wounded.", [("killed", 3, 3), ("wounded", 5, 5)]),
        ("More than 40 and up to 60 rebels died.", [("killed", 41, 60)]),
        ("Between five and seven guards were wounded.", [("wounded", 5, 7)]),
        ("Between 20-55 farmers were wounded.", [("wounded", 20, 55)]),
        ("Dozens of militiamen were killed.", [("killed", 24, None)]),
        ("They killed large numbers of militiamen.", [("killed", None, None)]),
        ("The enemy suffered heavy losses.", [("casualties", None, None)]),
        ("Some 50 farmers were kidnapped.", [("abducted", 45, 55)]),
        ("Dozens were killed or wounded.", [("casualties", 24, None)]),
        ("The death toll rose to 45.", [("killed", 45, 45)]),
        ("The number of people killed has risen to 6.", [("killed", 6, 6)]),
        ("He leads a several-thousand-strong force.", [("strength", 3000, None)]),
        ("It led to the evacuation of thousands of villagers.", [("evacuated", 2000, None)]),
        ("A man and two brothers were killed.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("A family of six was killed.", [("killed", 6, 6)]),
        ("The army destroyed 12 tanks and captured 30 soldiers.", [("weapons", 12, 12), ("captured", 30, 30)]),
        ("The war has displaced 2.3 million people.", [("displaced", 2_300_000, 2_300_000)]),
        ("The bombing claimed 14 lives.", [("killed", 14, 14)]),
        ("Three guards were shot dead and another was wounded.", [("killed", 3, 3), ("wounded", 1, 1)]),
        ("He wrote of the 1999 shooting death of a student.", [("killed", 1, 1)]),
    ],
)
def test_a_number_is_a_figure_by_the_word_that_it_hangs_on(
    text: str, figures: list[tuple[str, int | None, int | None]]
):
    assert told(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Guards of the 4th Brigade were killed on 3 May 2019, 40 km from Battalion 51.",
        "The strike killed villagers, and 60 percent of the town was lost for 2 million dollars.",
        "The businessman had a loss of $916 million, and the trade war cost hundreds of billions of dollars.",
        "The council met 14 times with 20 elders.",
        "It is not known how many were killed.",
    ],
)
def test_dates_units_measures_and_money_are_no_figures(text: str):
    assert told(text) == []


def test_an_age_is_no_figure_but_the_one_who_died_is():
    assert told("A 19-year-old guard was killed.") == [("killed", 1, 1)]
    assert told("Omar Haddad, 45, was killed.") == [("killed", 1, None)]


def test_parts_are_tied_to_their_whole():
    _, marks = figures_in("At least 11 people were killed, including four children and two women, and 15 injured.")
    assert [(m.text, m.kind, m.part_of) for m in marks] == [
        ("At least 11 people", "killed", None),
        ("four children", "killed", 0),
        ("two women", "killed", 0),
        ("15", "wounded", None),
    ]
    _, marks = figures_in("Eleven people, three of them children, died.")
    assert [(m.low, m.part_of) for m in marks] == [(11, None), (3, 0)]


def test_those_counted_are_named_without_the_number():
    segments, (mark,) = figures_in("Shells killed dozens of Taliban militants near the dam.")
    assert mark.of is not None
    assert segments.report.words(mark.of) == "Taliban militants"
    assert mark.text == "dozens of Taliban militants"
    assert mark.vague


@pytest.mark.parametrize(
    ("marked", "types", "figures"),
    [
        ("A {strike} {killed} five guards.", ("ASSAULT", "ASSAULT"), [[], ["five guards"]]),
        ("A {clash} left 3 dead and 5 wounded.", ("ASSAULT",), [["3", "5"]]),
        ("The envoys {met} after shells killed five guards.", ("CONSULT",), [[]]),
        (
            "Police {arrested} 14 students after a {raid} killed two.",
            ("COERCE", "ASSAULT"),
            [["14 students"], ["two"]],
        ),
        ("The {shelling} went on; five guards died.", ("ASSAULT",), [["five guards"]]),
    ],
)
def test_each_figure_goes_to_one_event_that_can_own_it(marked: str, types: tuple[str, ...], figures: list[list[str]]):
    assert owned(marked, *types) == figures


PIECES = [
    "five", "dozens of", "killed", "guards", "1,250", "12/12", "and", "or", "at least", "wounded", "(", "“", "é", "\n",
    "of them", "a man", "heavy losses", "including", "strong", "toll", "rose to", "2.3 million", "-",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(some.lists(some.sampled_from(PIECES), min_size=1, max_size=14))
def test_any_text_gives_figures_of_its_own_words_with_ends_in_order(words: list[str]):
    segments, marks = figures_in(" ".join(words))
    for number, mark in enumerate(marks):
        assert segments.report.words(mark.span) == mark.text
        assert mark.kind
        assert mark.low is None or mark.high is None or mark.low <= mark.high
        assert mark.part_of is None or mark.part_of < number


@given(some.integers(0, 10**9))
def test_a_number_in_digits_is_that_number(number: int):
    assert parse_number(f"{number:,}") == number == parse_number(str(number))


def parts(text: str) -> list[tuple[int | None, bool]]:
    return [(mark.low, mark.part_of is not None) for mark in figures_in(text)[1]]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Two more people died overnight, bringing the toll to nine.", [(2, True), (9, False)]),
        ("The toll rose to nine as two more people died.", [(9, False), (2, True)]),
        ("Seven people died, and a further 20 were wounded.", [(7, False), (20, False)]),
        ("The strike killed nine people. Among the dead were four children.", [(9, False), (4, True)]),
        ("Nine people were killed. Two of them were children.", [(9, False), (2, True)]),
        ("One of them was killed.", []),
        ("Just ONE man died in the protest.", [(1, False)]),
        ("The Guard put its dead at 14.", [(14, False)]),
    ],
)
def test_what_is_in_a_total_is_a_part_of_it(text: str, figures: list[tuple[int, bool]]) -> None:
    assert parts(text) == figures


def figures_of(text: str) -> list[tuple[str, int | None, int | None]]:
    reading = read_report(Report("r", text, published="2024-05-08"))
    figures = [f for claim in (*reading.claims, *reading.uncoded) for f in claim.about.figures]
    return sorted({(f.kind, f.low, f.high) for f in figures}, key=str)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Seventeen students were led away in handcuffs after the march, a lawyer said.", ("arrested", 17, 17)),
        ("At least four people have sustained injuries in the shelling of Homs.", ("wounded", 4, None)),
        ("Some 300 families are sleeping in the open since the flood took their homes.", ("displaced", 270, 330)),
    ],
)
def test_the_reader_tells_what_a_number_counts_where_no_table_does(text, figure):
    assert figure in figures_of(text)


def test_what_is_no_figure_stays_none():
    assert figures_of("The minister gave 14 interviews and shook 200 hands at the fair, an aide said.") == []


def test_who_is_counted_stands_before_or_behind_the_number():
    segments, marks = figures_in("A crew of nine was killed. The court listed 17 dead, of whom six were women.")
    assert [mark.of and segments.report.words(mark.of) for mark in marks] == ["crew", None, "women"]


def test_one_death_told_again_by_name_is_not_counted_again():
    text = "A strike killed nine people in Homs on Monday. Relatives mourned the death of Omar Haddad, a baker."
    assert figures_of(text) == [("killed", 9, 9)]


def test_a_death_at_another_place_is_one_of_its_own():
    text = "A strike killed nine people in Homs on Monday. In Aleppo, a policeman was shot dead on Tuesday."
    assert figures_of(text) == [("killed", 1, 1), ("killed", 9, 9)]


@pytest.mark.parametrize(("sure", "kind"), [(0.7, "killed"), (0.85, "wounded")])
def test_a_very_sure_reader_is_believed_against_the_tables(monkeypatch, sure, kind):
    monkeypatch.setattr(figures, "judge_numbers", lambda _, numbers: [NumberLook("wounded", sure)] * len(numbers))
    segments, _ = find_segments(Report("r", "Nine miners were killed in Onda."))
    assert [mark.kind for mark in figures.find_figures(segments)[0]] == [kind]
