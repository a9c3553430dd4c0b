"""Where: place names found, put on the map, and tied to what happened there."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lexicon import load_table
from sayso.records import Report, Span
from sayso.understand.atlas import Atlas
from sayso.understand.gazetteer import compare_points, load_gazetteer
from sayso.understand.marks import EventMark
from sayso.understand.namekeys import fold_name, hash_column, hash_key
from sayso.understand.places import find_event_place, find_places
from sayso.understand.placewords import PlaceWord
from sayso.understand.reading import understand_report
from sayso.understand.segment import Segments, find_segments


def places_of(text: str) -> tuple[Segments, Atlas]:
    segments, _ = find_segments(Report("r", text))
    return segments, find_places(segments)[0]


def names_in(text: str) -> list[str]:
    return [text[m.span.start : m.span.end] for m in places_of(text)[1].marks]


def where(text: str, trigger: str, *, type_: str = "ASSAULT") -> str | None:
    """The name of the place of the event whose trigger is the last such word."""
    segments, atlas = places_of(text)
    start = text.rindex(trigger)
    span = Span(start, start + len(trigger))
    root = segments.tokens_in(span)[0].i
    event = EventMark("event", type_, None, None, None, (), span, root, (), (), None, "actual", ())
    place = find_event_place(segments, atlas, event)
    return atlas.place(place).name if place else None


def country_of(text: str, name: str) -> str | None:
    _, atlas = places_of(text)
    return next(place.country for place in atlas.places if place.name == name)


@pytest.mark.parametrize("name", ["Kiev", "Kyiv", "KYIV"])
def test_every_spelling_finds_the_place(name: str) -> None:
    assert load_gazetteer().find(name)[0].country == "UKR"


def test_accents_hyphens_and_articles_do_not_count() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.find("Khan-Yunis")[0].key == gazetteer.find("Khān Yūnis")[0].key
    assert {e.country for e in gazetteer.find("Hasakah")} & {"SYR"}


@settings(deadline=None)  # pyarrow loads pandas at the first list
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_a_column_of_names_is_hashed_like_each_name_alone(names: list[str]) -> None:
    plain = ["".join(c for c in name if c.isascii() or c in "éüāṟ’‘") for name in names]
    hashes, _ = hash_column(pa.array(plain, pa.string()))
    assert [int(h) for h in hashes] == [hash_key(fold_name(name)) for name in plain]


def test_a_province_and_a_town_in_it_are_found_with_what_holds_them() -> None:
    _, atlas = places_of("Shells fell on Sloviansk in Donetsk region, Ukrainian officials said.")
    town, province = atlas.places
    assert (town.name, town.country, town.precision) == ("Sloviansk", "UKR", "exact")
    assert (province.name, province.precision) == ("Donetsk", "province")


def test_a_valley_and_a_district_of_the_same_report_are_put_in_its_country() -> None:
    text = "Fighters in Afghanistan's Panjshir Valley said the Taliban tried to enter Shotul from Parwan province."
    assert {p.country for p in places_of(text)[1].places} == {"AFG"}


def test_a_small_town_abroad_does_not_beat_the_place_of_the_war() -> None:
    text = "The Syrian army shelled Aleppo and Homs. Residents of Tripoli in northern Lebanon heard the blasts."
    assert country_of(text, "Tripoli") == "LBN"
    assert country_of("Libyan militias clashed in Tripoli and Misrata.", "Tripoli") == "LBY"


def test_a_town_after_a_comma_lies_in_what_follows() -> None:
    text = "A court in Alexandria, Louisiana, heard the case of a man from Paris, Texas."
    _, atlas = places_of(text)
    assert [p.country for p in atlas.places] == ["USA"] * 4
    assert abs((atlas.places[2].lat or 0) - 33.66) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "General Houston denied the report.",
        "Many said that Israeli troops had fired first.",
        "The Washington Post reported the deal.",
        "In May the talks went on, and in March they failed.",
        "Jordan Miller, a teacher, saw the blast.",
    ],
)
def test_persons_papers_peoples_and_months_are_no_places(text: str) -> None:
    assert names_in(text) == []


def test_a_name_that_no_gazetteer_holds_is_a_place_without_position_and_a_problem() -> None:
    segments, _ = find_segments(Report("r", "Two farmers were killed in the village of Qarabzuli on Monday."))
    atlas, problems = find_places(segments)
    (place,) = atlas.places
    assert (place.name, place.lat, place.lon) == ("Qarabzuli", None, None)
    assert [p.code for p in problems] == ["place.unknown"]


def test_near_a_town_is_not_the_town() -> None:
    _, atlas = places_of("The convoy was hit 20 km north of Mosul. Later it reached Mosul.")
    assert [p.precision for p in atlas.places] == ["near", "exact"]


def test_an_event_happens_where_its_clause_says() -> None:
    assert where("The ministry in Kyiv said five people were killed in Kharkiv.", "killed") == "Kharkiv"
    assert where("Troops withdrew from Kherson after rebels in Donetsk were defeated.", "withdrew") == "Kherson"


def test_where_somebody_speaks_is_not_where_it_happened() -> None:
    assert where("Officials in Ankara said that five soldiers were killed.", "killed") is None


def test_a_country_that_acts_is_not_the_place() -> None:
    assert where("Israel bombed the airport.", "bombed") is None
    assert where("Israeli strikes killed ten people.", "killed") is None


def test_the_valley_is_the_valley_last_named() -> None:
    text = "Rebels hold the Panjshir Valley. They left Kabul in May. Heavy clashes broke out in the valley."
    assert where(text, "clashes") == "Panjshir Valley"


def test_all_mentions_lie_in_the_text_and_none_over_another() -> None:
    text = "In Gaza City, near Jabalia, Gaza Strip, and in Rafah, shells fell; Egypt's Rafah was quiet."
    _, atlas = places_of(text)
    spans = [mark.span for mark in atlas.marks]
    assert spans == sorted(spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert {m for p in atlas.places for m in p.mentions} == set(spans)


def test_a_word_in_the_name_of_a_body_is_no_place() -> None:
    text = "Clashes broke out between the Free Peaks Front and the Provincial Guard near the town of Bovec."
    assert names_in(text) == ["Bovec"]


def test_letters_of_an_airport_and_a_people_name_no_town() -> None:
    assert names_in("Troops raided the KNU headquarters in the German town of Mainz.") == ["Mainz"]


def test_a_bare_name_of_town_and_municipality_is_the_town() -> None:
    text = "Clashes broke out near the mountain town of Bovec. The army said it had full control of the town."
    _, atlas = places_of(text)
    assert [(p.name, atlas.kinds[p.id]) for p in atlas.places] == [("Bovec", "town")]
    assert where(text, "control", type_="CONTROL") is None or where(text, "control", type_="CONTROL") == "Bovec"


def test_a_unit_word_on_either_side_makes_it_the_unit() -> None:
    for text in ("Rebels took Tolmin municipality.", "Rebels took the municipality of Tolmin."):
        _, atlas = places_of(text)
        assert [p.precision for p in atlas.places] == ["province"], text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A shell fell in the town of Xunaba Al-Kabira, police said.", ["Xunaba Al-Kabira"]),
        ("Two were hurt at the al-Zhadba neighbourhood of Gaza City.", ["al-Zhadba", "Gaza City"]),
        ("A house in Izbet Xaroun, in the northern Gaza Strip, was hit.", ["Izbet Xaroun", "Gaza Strip"]),
    ],
)
def test_a_stranger_is_a_place_where_the_text_says_so(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_who_is_entered_is_not_where_one_comes_from() -> None:
    assert where("Government troops entered Kobarid from Tolmin.", "entered", type_="MOBILIZE") == "Kobarid"


def test_a_dateline_and_a_share_of_the_toll_are_not_where_it_happened() -> None:
    assert where("BOVEC, May 5 (XPA) - Rebels shelled a market on Monday.", "shelled") is None
    assert where("At least 40 people were killed this week, including the 11 in Kobarid.", "killed") is None


def test_what_is_done_when_something_happens_is_done_where_it_happens() -> None:
    assert where("Fifteen soldiers were killed when a helicopter was downed in Fallujah.", "killed") == "Fallujah"


def test_of_a_place_and_the_wider_one_around_it_the_event_has_the_narrower() -> None:
    text = "Six people were killed in a bombing on the home of the family in Abasan in the southern Gaza Strip."
    assert where(text, "bombing") == "Abasan"


def test_a_stranger_that_is_said_to_lie_in_a_town_is_the_narrower_place() -> None:
    assert where("A missile killed nine in the Xarimiya district in Tripoli, Libya.", "killed") == "Xarimiya"


def test_a_town_named_later_in_the_clause_beats_the_region_at_its_head() -> None:
    assert where("In Dagestan, police shot two gunmen in the town of Buynaksk.", "shot") == "Buynaksk"


def test_towns_of_a_list_are_strangers_too() -> None:
    assert names_in("Prayers in the towns of Xanadan and Aleppo were stopped.") == ["Xanadan", "Aleppo"]


def test_the_goal_of_a_journey_and_what_is_fled_are_places() -> None:
    assert names_in("The envoy would travel to Tolmin on Friday.") == ["Tolmin"]
    assert names_in("About 900 people have fled Bovec since Monday.") == ["Bovec"]


def test_forces_are_withdrawn_from_where_they_were() -> None:
    text = "It began a hasty withdrawal of its forces from Afghanistan."
    assert where(text, "withdrawal", type_="RETREAT") == "Afghanistan"


def test_the_city_of_a_name_is_not_the_city_before() -> None:
    assert where("Troops left Homs. Five were killed near the city of Benguela.", "killed") == "Benguela"


def test_distances_are_those_of_the_globe() -> None:
    assert 330 < compare_points((48.85, 2.35), (51.51, -0.13)) < 350


def shows(row: PlaceWord, text: str) -> bool:
    """True if the entry is at work in the text."""
    segments, atlas = places_of(text)
    if row.role == "vague":
        return any(p.precision == "near" for p in atlas.places)
    if row.role == "anaphor":
        last = next(t for t in reversed(list(segments.doc)) if t.lower_ in row.words)
        event_place = Span(last.idx, last.idx + len(last))
        event = EventMark(
            "event", "ASSAULT", None, None, None, (), event_place, last.i, (), (), event_place, "actual", ()
        )
        return find_event_place(segments, atlas, event) is not None
    if row.role in ("title", "media", "guard", "never", "body", "street"):
        return not atlas.marks
    if row.role in ("civic", "citizen", "prefix"):
        return bool(atlas.marks)
    return any(mark.rule == row.id for mark in atlas.marks)


@pytest.mark.parametrize("row", load_table("place_words.toml", PlaceWord), ids=lambda row: row.id)
def test_each_place_word_matches_its_example_and_misses_the_other(row: PlaceWord) -> None:
    assert shows(row, row.matches)
    assert not shows(row, row.misses)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shells killed two men in Abasan, in the southern Gaza Strip.", "Abasan"),
        ("Shells killed two men in the town of Kupiansk in the north of Ukraine.", "Kupiansk"),
        ("Gunmen killed two men in Maiduguri, Borno, Nigeria.", "Maiduguri"),
    ],
)
def test_an_event_is_at_the_narrowest_of_a_chain_of_places(text: str, name: str) -> None:
    reading, _ = understand_report(Report("r", text))
    names = {place.id: place.name for place in reading.places}
    found = {names[c.about.place] for c in reading.claims if c.about.type == "ASSAULT" and c.about.place}
    assert [name in one for one in found] == [True]


def place_in(text: str, name: str, **report: str) -> tuple[str | None, str | None]:
    """Country and state of the place of the name, in a report of some outlet."""
    segments, _ = find_segments(Report("r", text, **report))
    place = next(p for p in find_places(segments)[0].places if p.name == name)
    return place.country, place.admin1


def test_a_local_paper_means_the_town_near_its_home() -> None:
    text = "Police in Springfield found the stolen car on Monday."
    assert place_in(text, "Springfield", url="https://www.sj-r.com/news/1")[1] == "Illinois"
    assert place_in(text, "Springfield", outlet="Springfield Republican")[1] == "Massachusetts"


def test_the_end_of_an_address_tells_the_country() -> None:
    text = "A fire broke out in Boston market on Monday, and shops in Spalding were closed."
    assert place_in(text, "Boston", url="https://www.example-fenland-paper.co.uk/a")[0] == "GBR"


def test_a_country_with_the_name_of_a_town_yields_to_the_counties_around() -> None:
    text = "Sheriffs of Wilson County and Smith County met in Lebanon, and drove on to Gallatin in Sumner County."
    assert place_in(text, "Lebanon") == ("USA", "Tennessee")
    assert place_in("Troops crossed from Syria into Lebanon near Homs.", "Lebanon")[0] == "LBN"


def test_a_capital_keeps_its_name_when_its_country_is_spoken_of() -> None:
    text = "WASHINGTON - U.S. officials said that voters in North Carolina and in Ohio had been called."
    assert place_in(text, "WASHINGTON")[1] == "District of Columbia"


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("In Dagestan on Monday, police shot two gunmen in the town of Derbent.", "shot", "Derbent"),
        ("In Homs province, gunmen shelled the settlement of Jababil.", "shelled", "Jababil"),
        ("Gunmen killed two farmers in the Chlef province to the west of Algiers.", "killed", "Chlef"),
        ("Two policemen were killed near a US base in the northern city of Tikrit.", "killed", "Tikrit"),
        ("Rebels bombed a post in Thailand's province of Narathiwat on Monday.", "bombed", "Narathiwat"),
    ],
)
def test_of_wide_and_narrow_the_narrow_is_the_place_and_bearings_are_not(text: str, trigger: str, name: str) -> None:
    reading, _ = understand_report(Report("r", text))
    places = {place.id: place.name for place in reading.places}
    told = [c.about for c in reading.claims if c.about.kind == "event" and c.about.place]
    assert {places[about.place] for about in told if about.trigger and trigger in text[slice(*_ends(about))]} == {name}


def _ends(about: object) -> tuple[int, int]:
    trigger = about.trigger  # type: ignore[attr-defined]
    return trigger.start, trigger.end


def test_a_group_called_after_a_country_is_no_place() -> None:
    assert names_in("Fighters of the Islamic State of Iraq and al-Sham left at dawn.") == []
    assert "Al-Bab" in names_in("Jets bombed Al-Bab on Monday, and shells fell on Aleppo in Syria.")


def test_each_name_of_a_list_of_provinces_is_a_province() -> None:
    _, atlas = places_of("Shells fell in Homs, Hama and Idlib provinces, Syrian officials said.")
    assert [p.precision for p in atlas.places] == ["province"] * 3


@pytest.mark.parametrize("text", ["Clashes broke out in Guatemala.", "He left Panama, U.S. officials said."])
def test_a_country_is_no_town_of_its_name(text: str) -> None:
    assert places_of(text)[1].places[0].precision == "country"


def test_where_the_reader_takes_it_to_have_happened_comes_first():
    text = "The mayor of Homs said gunmen shot a guard in Aleppo."
    segments, _ = find_segments(Report("r", text))
    atlas, _ = find_places(segments)
    at, shot = text.index("Homs"), text.index("shot")
    root = next(token.i for token in segments.doc if token.idx == shot)
    here = Span(shot, shot + 4)
    event = EventMark("event", "ASSAULT", None, None, None, (), here, root, (), (), None, "actual", ())
    names = {place.id: place.name for place in atlas.places}
    tied = [(), (Span(at, at + 4),), (Span(0, 9),)]
    assert [names[find_event_place(segments, atlas, event, some)] for some in tied] == ["Aleppo", "Homs", "Aleppo"]
