"""UCDP GED, ACLED, MAVERICK: columns and codes of their standards; empty where sayso cannot know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from exported import about, export, material_of, names_in, rows_of, shelling

from sayso.reconcile.estimates import estimate_case
from sayso.records import Actor, Claim, Figure, Span
from sayso.serve.formats import FORMATS
from sayso.serve.formats.codes import ACLED, EVENT_TYPES, cow_of, disorder_of, gw_of, inter_of, load_countries
from sayso.serve.formats.counted_rows import VAGUE, ucdp_rows

STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards.md"
UCDP = """id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name,
dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, side_b,
number_of_sources, source_article, source_office, source_date, source_headline, source_original, where_prec,
where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, country, country_id,
region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, deaths_civilians, deaths_unknown, best,
high, low, gwnoa, gwnob"""
ACLED_31 = """event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1,
assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, admin1,
admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, fatalities, tags,
timestamp"""
POLECAT = """Event ID, Event Date, Event Type, Event Mode, Event Intensity, Quad Code, Contexts, Actor Name,
Actor Country, Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID,
Recipient Name, Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title,
Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude,
GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, Story Locations,
Language, Version"""
MAVERICK_HEAD = "id, event_id, date_start, date_end, city, location, latitude, longitude, geo_precision"
MAVERICK_ACTOR = (
    "_id, _type, _subtype, _party, _violence, _precision, _initiator, _perpetrator, _intervener, _bystander, "
)
MAVERICK_TAIL = """target, deaths_best, deaths_low, deaths_high, injuries_best, injuries_low, injuries_high,
displacement, damage, source, source_author, source_type, source_classification, number_of_sources,
unit_of_analysis, aggregation"""
WHOLE = {
    "ucdp": "id year type_of_violence number_of_sources where_prec event_clarity date_prec deaths_a deaths_b "
    "deaths_civilians best high low",
    "acled": "year time_precision inter1 inter2 interaction iso geo_precision fatalities",
    "maverick": "geo_precision deaths_best deaths_low deaths_high injuries_best injuries_low displacement",
}
CODES = {
    "ucdp": {"type_of_violence": "123", "event_clarity": "12", "where_prec": "1234567", "date_prec": "12345"},
    "acled": {"time_precision": "123", "geo_precision": "123", "inter1": "12345678", "inter2": "12345678"},
    "maverick": {"geo_precision": "123456", "actor1_perpetrator": "01", "actor1_victim": "01"},
}


def two_reports():
    return [shelling(low=9, high=9, text="nine"), shelling("02", 11, 11, "eleven", "Harbour Times")]


@pytest.mark.parametrize(
    ("format_", "columns", "count"), [("ucdp", UCDP, 49), ("acled", ACLED_31, 31), ("polecat", POLECAT, 40)]
)
def test_the_columns_are_those_of_the_standard(tmp_path, format_, columns, count):
    path, _ = export([shelling()], format_, tmp_path)
    header = path.read_text(encoding="utf-8").splitlines()[0].split("\t" if format_ == "polecat" else ",")
    assert header == names_in(columns)
    assert len(header) == count
    if not STANDARDS.exists():
        pytest.skip("shared/standards.md is not beside the checkout: compared with the list written here alone")
    flat = " ".join(STANDARDS.read_text(encoding="utf-8").split())
    assert ", ".join(header) in flat


def test_the_columns_of_maverick_name_six_actors(tmp_path):
    path, _ = export([shelling()], "maverick", tmp_path)
    parts = ["", *names_in(MAVERICK_ACTOR + "_victim")]
    actors = [f"actor{n}{part}" for n in range(1, 7) for part in parts]
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == [*names_in(MAVERICK_HEAD), *actors, *names_in(MAVERICK_TAIL)]
    if not STANDARDS.exists():
        pytest.skip("shared/standards.md is not beside the checkout: compared with the list written here alone")
    flat = " ".join(STANDARDS.read_text(encoding="utf-8").split())
    assert f"{MAVERICK_HEAD} (1 country .. 6 street/building)".replace("id,", "id (report),", 1) in flat
    assert f"actor1..6 {{name, {MAVERICK_ACTOR}_victim}}" in flat


@pytest.mark.parametrize("format_", WHOLE)
def test_numbers_and_codes_are_of_the_standard_s_type_and_range(demo, tmp_path, format_):
    rows = rows_of(export([*demo, *two_reports()], format_, tmp_path)[0])
    for row in rows:
        for name in WHOLE[format_].split():
            assert row[name] == "" or 0 <= int(row[name]) < 2**31, name
        for name, codes in CODES[format_].items():
            assert row[name] == "" or row[name] in codes, name
        if row["latitude"]:
            assert -90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180
    identity = {"ucdp": "id", "acled": "event_id_cnty", "maverick": "id"}[format_]
    assert len({row[identity] for row in rows}) == len(rows) > 1


@pytest.mark.parametrize("format_", ["ucdp", "acled", "polecat", "maverick"])
def test_what_the_page_beside_it_calls_empty_is_empty_and_nothing_else_is_by_rule(demo, tmp_path, format_):
    made = [replace(shelling(), places=(replace(shelling().places[0], precision="district"),))]
    path, _ = export([*demo, *made], format_, tmp_path)
    rows = rows_of(path, "\t" if format_ == "polecat" else ",")
    filled = {name for row in rows for name, value in row.items() if value not in ("", "None")}
    told = {name for entry in about(path)["empty"] for name in entry["columns"]}
    assert not told & filled
    # seldom told of in ten reports, but filled where it is
    seldom = {"deaths_a", "deaths_civilians", "Actor Title", "Recipient Title", "displacement", "injuries_high"}
    seldom |= {"gwnoa", "gwnob", "deaths_b"} | {
        name for name in rows[0] if name[:6] in ("actor3", "actor4", "actor5", "actor6")
    }
    assert set(rows[0]) - filled <= told | seldom


def test_acled_s_codes_are_those_of_the_standard():
    assert len(EVENT_TYPES) == 25 and len(ACLED) == 6
    assert disorder_of("Excessive force against protesters") == "Political violence; Demonstrations"
    assert disorder_of("Mob violence") == "Political violence"
    assert inter_of(Actor("A1", "army", "armed force", "PER", "MIL"), "PER") == 1
    assert inter_of(Actor("A1", "army", "armed force", "COL", "MIL"), "PER") == 8
    assert inter_of(Actor("A1", "night watch", None, "PER", "PRM"), "PER") == 3
    assert inter_of(Actor("A1", "students"), "PER", sub_event="Peaceful protest", doer=True) == 6
    assert inter_of(Actor("A1", "somebody"), "PER") is None
    assert inter_of(Actor("A1", "Ana Rojas", "person"), "PER") is None
    assert load_countries()["KOS"].name == "Kosovo"


def test_acled_counts_vague_words_as_acled_does_and_says_by_which_rule(tmp_path):
    (row,) = rows_of(export([shelling()], "acled", tmp_path)[0])
    assert row["fatalities"] == "12"
    assert "“dozens” counted as ACLED counts it, 12" in row["notes"] and "most-conservative" in row["notes"]
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("2", "7", "27")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2025-05-05", "1", "1")
    assert (row["iso"], row["country"], row["latitude"], row["longitude"]) == ("604", "Peru", "-3.5", "-71.25")
    assert (row["event_type"], row["civilian_targeting"]) == ("Explosions/Remote violence", "Civilian targeting")
    assert row["admin2"] == row["tags"] == row["assoc_actor_1"] == ""


def test_dozens_are_fewer_than_twenty_to_acled_alone(tmp_path):
    both = [shelling(), shelling("02", 20, 20, "twenty", "Harbour Times")]
    assert rows_of(export(both, "acled", tmp_path)[0])[0]["fatalities"] == "12"
    assert rows_of(export(both, "ucdp", tmp_path)[0])[0]["low"] == "20"


def test_hundreds_of_thousands_are_no_hundreds():
    assert VAGUE.search("hundreds of people") and VAGUE.search("Dozens")
    assert not VAGUE.search("hundreds of thousands of people") and not VAGUE.search("a dozen men")


@pytest.mark.parametrize("changed", [{"status": "planned"}, {"status": "denied"}, {"act": "deny"}])
@pytest.mark.parametrize("format_", ["ucdp", "acled", "maverick"])
def test_what_is_planned_or_denied_is_no_event(tmp_path, format_, changed):
    assert rows_of(export([shelling(**changed)], format_, tmp_path)[0]) == []


def test_a_second_side_of_no_known_kind_is_not_called_a_sole_action(tmp_path):
    told = shelling()
    somebody = replace(told.actors[1], name="somebody", kind=None, sector=None)
    (row,) = rows_of(export([replace(told, actors=(told.actors[0], somebody, told.actors[2]))], "acled", tmp_path)[0])
    assert (row["actor2"], row["inter1"], row["inter2"], row["interaction"]) == ("somebody", "2", "", "")


def test_ucdp_has_a_row_for_violence_with_a_death_and_keeps_the_low_of_vague_words(tmp_path):
    (row,) = rows_of(export([shelling()], "ucdp", tmp_path)[0])
    assert (row["best"], row["low"], row["type_of_violence"]) == ("24", "24", "3")
    assert (row["side_a"], row["side_b"], row["source_original"]) == ("Karo rebels", "Civilians", "mayor")
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert row["geom_wkt"] == "POINT (-71.25 -3.5)"
    assert row["conflict_name"] == row["deaths_a"] == row["gwnoa"] == ""
    assert row["relid"] == "01:C1" and 0 < int(row["id"]) < 2**31
    assert rows_of(export([shelling(low=0, high=0, text="no")], "ucdp", tmp_path)[0]) == []


def test_ucdp_has_no_row_without_a_place_or_a_day(tmp_path):
    told = shelling()
    for lost in ({"place": None}, {"time": None}):
        claim = replace(told.claims[0], about=replace(told.claims[0].about, **lost))
        assert rows_of(export([replace(told, claims=(claim, *told.claims[1:]))], "ucdp", tmp_path)[0]) == []


def test_states_have_the_numbers_that_the_field_knows_them_by(tmp_path):
    told = shelling()
    army = replace(told.actors[0], name="Sudanese army", kind="armed force", sector="MIL", country="SDN")
    town = replace(told.places[0], country="SDN")
    by_army = replace(told, actors=(army, *told.actors[1:]), places=(town, *told.places[1:]))
    (row,) = rows_of(export([by_army], "ucdp", tmp_path)[0])
    assert (row["country_id"], row["gwnoa"], row["gwnob"]) == ("625", "625", "")
    (row,) = rows_of(export([by_army], "polecat", tmp_path)[0], "\t")
    assert (row["Actor Country"], row["Actor COW"]) == ("SDN", "625")
    assert (cow_of("YEM"), gw_of("YEM")) == (679, 678)
    assert cow_of("PSE") is None is gw_of(None)


def test_two_reports_of_one_case_make_one_row(tmp_path):
    (row,) = rows_of(export(two_reports(), "ucdp", tmp_path)[0])
    assert (row["low"], row["high"]) == ("9", "11")
    assert row["source_office"] == "Valley Post;Harbour Times" and row["source_date"] == "2025-05-06;2025-05-06"
    assert len(rows_of(export(two_reports(), "maverick", tmp_path)[0])) == 2
    assert len({one["event_id"] for one in rows_of(tmp_path / "out.maverick")}) == 1


def test_lists_of_sources_go_together_where_one_has_no_outlet(tmp_path):
    first, second = two_reports()
    unnamed = replace(first, report=replace(first.report, outlet=None, title="One; two"))
    (row,) = rows_of(export([unnamed, second], "ucdp", tmp_path)[0])
    assert row["source_office"] == ";Harbour Times"
    assert len(row["source_headline"].split(";")) == len(row["source_date"].split(";")) == 2


def test_ucdp_s_numbers_are_those_of_the_rule_on_the_whole_case(demo):
    """Later tolls, denials and counts that no claim of the deed itself gives are in the case too."""
    material = material_of(demo, "ucdp")
    by_id = {reading.report.id: reading for reading in demo}
    cases = {case.case: case for case in material.cases}
    rows = [row for row in ucdp_rows(material) if row["relid"] in cases]
    assert len(rows) > 1
    for row in rows:
        estimate = estimate_case(cases[row["relid"]], by_id, "killed", "ucdp")
        assert (row["low"], row["best"], row["high"]) == (estimate.low, estimate.best, estimate.high)
        assert row["number_of_sources"] == estimate.origins


def test_the_counting_rule_is_a_flag_and_is_stated(tmp_path):
    assert rows_of(export(two_reports(), "acled", tmp_path, "highest")[0])[0]["fatalities"] == "11"
    path, _ = export(two_reports(), "acled", tmp_path, "lowest")
    assert rows_of(path)[0]["fatalities"] == "9"
    told = about(path)
    assert "lowest" in told["figures"] and told["rule"]["id"] == "lowest" and told["rule"]["does"]
    assert (told["count"], told["reports"], told["made_by"]) == (1, 2, "sayso test")
    assert told["empty"]


def test_claims_of_the_cases_asked_for_make_no_rows_of_their_own(demo):
    """Asked for one claim alone, an export has the whole case of it and nothing else."""
    material = material_of(demo, "ucdp")
    everything = {row["relid"]: row for row in ucdp_rows(material)}
    for case in material.cases:
        if case.case in everything:
            asked = _asked_for(material, demo, case)
            assert [row["relid"] for row in ucdp_rows(asked)] == [case.case]
            assert next(ucdp_rows(asked)) == everything[case.case]


def _asked_for(material, readings, case):
    from sayso.serve.formats import narrow_reading

    report, _, id_ = case.claims[0].rpartition(":")
    (reading,) = [one for one in readings if one.report.id == report]
    narrow = narrow_reading(reading, tuple(claim for claim in reading.claims if claim.id == id_))
    return replace(material, readings=lambda: iter([narrow]), cases=(case,), talks=())


def test_cells_that_would_run_as_formulas_do_not_and_numbers_stay_numbers(tmp_path):
    (row,) = rows_of(export([shelling()], "ucdp", tmp_path)[0])
    assert row["source_headline"] == "'=Shelling"
    assert row["longitude"] == "-71.25" and row["latitude"] == "-3.5"


def test_maverick_has_the_figures_of_the_claim_and_no_best_where_it_is_vague(tmp_path):
    (row,) = rows_of(export([shelling()], "maverick", tmp_path)[0])
    assert (row["deaths_best"], row["deaths_low"], row["deaths_high"]) == ("", "24", "")
    assert (row["actor1"], row["actor1_perpetrator"], row["actor2"], row["actor2_victim"]) == (
        "Karo rebels", "1", "people", "1",
    )  # fmt: skip
    assert (row["source"], row["source_author"], row["target"]) == ("Valley Post", "mayor", "people")


def test_maverick_counts_nobody_where_a_claim_counts_two_groups(tmp_path):
    told = shelling(low=3, high=3, text="three")
    (claim,) = told.claims
    figures = (*claim.about.figures, Figure("killed", 5, 5, False, "A1", "five", Span(46, 52)))
    two = replace(told, claims=(Claim(**_fields(claim) | {"about": replace(claim.about, figures=figures)}),))
    assert rows_of(export([two], "maverick", tmp_path)[0])[0]["deaths_low"] == ""


def _fields(claim):
    return {name: getattr(claim, name) for name in ("id", "attribution", "content", "act", "evidence", "rules")}


def test_only_event_level_formats_have_a_rule():
    assert {name: one.rule for name, one in FORMATS.items() if one.rule} == {
        "ucdp": "ucdp", "acled": "most-conservative",
    }  # fmt: skip
