"""Everyday deeds among private parties are no events; the same deeds of states, groups and persons with a name are."""

import pytest

from sayso.records import Report
from sayso.understand.reading import understand_report


def types_in(text: str) -> set[str | None]:
    reading, _ = understand_report(Report("r", text, published="2024-05-06"))
    return {claim.about.type for claim in reading.claims} - {None}


@pytest.mark.parametrize(
    ("private", "public", "type_"),
    [
        ("His cousin accused his sister of lying.", "The Syrian army accused Turkey of lying.", "ACCUSE"),
        ("A woman apologised to her husband.", "The Polish government apologised to Ukraine.", "CONCEDE"),
    ],
)
def test_what_passes_among_relatives_is_no_event(private: str, public: str, type_: str) -> None:
    assert type_ not in types_in(private)
    assert type_ in types_in(public)


def test_violence_is_an_event_whoever_does_it() -> None:
    assert "ASSAULT" in types_in("His cousin shot three neighbours dead.")
