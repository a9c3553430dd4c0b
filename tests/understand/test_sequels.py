"""Deeds spoken of again: "the strike" is the one told before, where and when that was."""

from sayso.records import About, Report
from sayso.understand.reading import understand_report


def abouts(text: str, *types: str) -> list[tuple[About, str | None]]:
    reading, _ = understand_report(Report("r", text, published="2024-05-06"))
    names = {place.id: place.name for place in reading.places}
    return [
        (c.about, names.get(c.about.place or "")) for c in reading.claims if c.about.type in (types or ("ASSAULT",))
    ]


def test_the_strike_is_the_strike_told_before_there_and_then() -> None:
    text = "A strike on a market in Nyala on Thursday killed 23 people. Doctors said the strike killed six nurses."
    assert {(name, about.time.from_ if about.time else None) for about, name in abouts(text)} == {
        ("Nyala", "2024-05-02")
    }


def test_who_died_in_the_attack_died_where_it_was() -> None:
    text = "Gunmen attacked a bus near Nyala. A doctor said that four women were killed in the attack."
    assert [name for _, name in abouts(text)] == ["Nyala", "Nyala"]


def test_another_deed_has_no_place_from_the_first() -> None:
    for text in (
        "A strike on a market in Nyala killed 23 people. Six nurses were killed.",
        "A strike hit a market in Nyala. The soldiers shot at two boys.",
        "A strike hit a market in Nyala. The 2019 strike killed six nurses.",
        "A strike hit a market in Nyala. Six nurses were killed in the 2019 strike.",
    ):
        assert abouts(text, "ASSAULT", "TOLL")[-1][1] is None, text
