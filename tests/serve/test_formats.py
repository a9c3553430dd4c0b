"""Exports have the columns, codes and shapes of the formats that they say they are; empty where sayso cannot know."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sayso.commands.demo import load_demo
from sayso.commands.exporting import FORMAT_NAMES
from sayso.pipeline import read_report, reconcile_readings
from sayso.reconcile.estimates import RULES
from sayso.records import About, Actor, Attribution, Claim, Figure, Place, Reading, Report, Source, Span, Time
from sayso.serve.formats import FORMATS, Material, write_export
from sayso.serve.formats.codes import ACLED, EVENT_TYPES, MODES, PLOVER, disorder_of, inter_of

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


def names_in(block):
    return [name.strip() for name in block.replace("\n", " ").split(",")]


def material_of(readings, rule=""):
    readings = tuple(readings)
    cases, talks = reconcile_readings(readings)
    by_id = {reading.report.id: reading for reading in readings}

    def find(names):
        return {name.rpartition(":")[0]: by_id[name.rpartition(":")[0]] for name in names}

    return Material(lambda: iter(readings), find, cases, talks, rule, "sayso test")


@pytest.fixture(scope="module")
def demo():
    return tuple(read_report(report) for report, _ in load_demo() if report is not None)


def export(readings, format_, folder, rule=None):
    path = folder / f"out.{format_}"
    count = write_export(format_, material_of(readings, rule or FORMATS[format_].rule or ""), path, lambda: None)
    return path, count


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


SHELLING = "On Monday Karo rebels shelled Belmar, killing dozens of people, the mayor said."


def shelling(name="01", low=24, high=None, text="dozens", outlet="Valley Post", lat=-3.5, lon=-71.25):
    """One report that a rebel group shelled a town of a country in the west of Greenwich."""
    about = About(
        "event", "ASSAULT", "heavy-weapons", "195", "Shelling/artillery/missile attack", ("military",), Span(22, 29),
        ("A1",), ("A2",), "P1", Time("2025-05-05", "2025-05-05", "On Monday", Span(0, 9)),
        (Figure("killed", low, high, high is None, "A2", text, Span(46, 52)),), "actual",
    )  # fmt: skip
    return Reading(
        Report(name, SHELLING, outlet, "=Shelling", "https://post.example/1", "2025-05-06", "en"),
        (
            Actor("A1", "Karo rebels", "armed group", "PER", "REB", mentions=(Span(10, 21),)),
            Actor("A2", "people", "civilians", "PER", "CVL", mentions=(Span(56, 62),)),
            Actor("A3", "mayor", "person", "PER", "GOV", mentions=(Span(64, 73),)),
        ),
        (Place("P1", "Belmar", "PER", "Loreto", lat, lon, 17, "exact", (Span(30, 36),)),),
        (Claim("C1", (Attribution(Source("the mayor", Span(64, 73), "A3")),), (Span(10, 62),), about=about),),
    )


def test_every_format_that_the_command_names_is_there():
    assert tuple(FORMATS) == FORMAT_NAMES
    assert {one.rule for one in FORMATS.values() if one.rule} <= set(RULES)


@pytest.mark.parametrize(
    ("format_", "columns", "count"), [("ucdp", UCDP, 49), ("acled", ACLED_31, 31), ("polecat", POLECAT, 40)]
)
def test_the_columns_are_those_of_the_standard(demo, tmp_path, format_, columns, count):
    path, _ = export(demo, format_, tmp_path)
    header = path.read_text(encoding="utf-8").splitlines()[0].split("\t" if format_ == "polecat" else ",")
    assert header == names_in(columns)
    assert len(header) == count
    if not STANDARDS.exists():
        pytest.skip("shared/standards.md is not beside the checkout")
    flat = " ".join(STANDARDS.read_text(encoding="utf-8").split())
    assert ", ".join(header) in flat


def test_the_codes_are_those_of_the_standard():
    assert len(EVENT_TYPES) == 25 and len(ACLED) == 6
    assert len(PLOVER) == 16 and {type_ for type_, _ in MODES} <= set(PLOVER)
    assert disorder_of("Excessive force against protesters") == "Political violence; Demonstrations"
    assert disorder_of("Mob violence") == "Political violence"
    assert inter_of(Actor("A1", "army", "armed force", "PER", "MIL"), "PER") == 1
    assert inter_of(Actor("A1", "army", "armed force", "COL", "MIL"), "PER") == 8
    assert inter_of(Actor("A1", "students"), "PER", sub_event="Peaceful protest", doer=True) == 6
    assert inter_of(Actor("A1", "somebody"), "PER") is None


def test_acled_counts_vague_words_as_acled_does_and_says_by_which_rule(tmp_path):
    (row,) = rows_of(export([shelling()], "acled", tmp_path)[0])
    assert row["fatalities"] == "12"
    assert "“dozens” counted as ACLED counts it" in row["notes"] and "most-conservative" in row["notes"]
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("2", "7", "27")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2025-05-05", "1", "1")
    assert (row["iso"], row["country"], row["latitude"], row["longitude"]) == ("604", "Peru", "-3.5", "-71.25")
    assert (row["event_type"], row["civilian_targeting"]) == ("Explosions/Remote violence", "Civilian targeting")
    assert row["admin2"] == row["tags"] == row["assoc_actor_1"] == ""


def test_ucdp_has_a_row_for_violence_with_a_death_and_keeps_the_low_of_vague_words(tmp_path):
    (row,) = rows_of(export([shelling()], "ucdp", tmp_path)[0])
    assert (row["best"], row["low"], row["type_of_violence"]) == ("24", "24", "3")
    assert (row["side_a"], row["side_b"], row["source_original"]) == ("Karo rebels", "Civilians", "mayor")
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert row["geom_wkt"] == "POINT (-71.25 -3.5)"
    assert row["conflict_name"] == row["deaths_civilians"] == row["gwnoa"] == ""
    assert rows_of(export([shelling(low=0, high=0, text="no")], "ucdp", tmp_path)[0]) == []


def test_two_reports_of_one_case_make_one_row(tmp_path):
    both = [shelling(low=9, high=9, text="nine"), shelling("02", 11, 11, "eleven", "Harbour Times")]
    (row,) = rows_of(export(both, "ucdp", tmp_path)[0])
    assert {row["low"], row["high"]} == {"9", "11"}
    assert row["source_office"] == "Valley Post; Harbour Times"
    assert len(rows_of(export(both, "maverick", tmp_path)[0])) == 2
    assert len({one["event_id"] for one in rows_of(tmp_path / "out.maverick")}) == 1


def test_the_counting_rule_is_a_flag(tmp_path):
    both = [shelling(low=9, high=9, text="nine"), shelling("02", 11, 11, "eleven", "Harbour Times")]
    assert rows_of(export(both, "acled", tmp_path, "highest")[0])[0]["fatalities"] == "11"
    assert rows_of(export(both, "acled", tmp_path, "lowest")[0])[0]["fatalities"] == "9"
    about = json.loads((tmp_path / "out.acled.about.json").read_text(encoding="utf-8"))
    assert "lowest" in about["figures"] and about["count"] == 1 and about["empty"]


def test_cells_that_would_run_as_formulas_do_not_and_numbers_stay_numbers(tmp_path):
    (row,) = rows_of(export([shelling()], "ucdp", tmp_path)[0])
    assert row["source_headline"] == "'=Shelling"
    assert row["longitude"] == "-71.25"


def test_polecat_writes_none_for_what_is_missing(demo, tmp_path):
    rows = rows_of(export(demo, "polecat", tmp_path)[0], "\t")
    assert all(value != "" for row in rows for value in row.values())
    assert {row["Event Type"] for row in rows} <= set(PLOVER)
    assert all(row["Wikipedia Actor ID"] == "None" for row in rows)


def test_geojson_has_longitude_first_and_the_precision(tmp_path):
    plain = json.loads(export([shelling()], "geojson", tmp_path)[0].read_text(encoding="utf-8"))
    (feature,) = plain["features"]
    assert plain["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [-71.25, -3.5]}
    assert feature["properties"]["precision"] == "exact" and feature["id"] == "01:C1"


def test_annotations_point_at_the_characters_both_ways(demo, tmp_path):
    plain = json.loads(export(demo, "annotations", tmp_path)[0].read_text(encoding="utf-8"))
    texts = [reading.report.text for reading in demo]
    assert plain["type"] == "AnnotationPage" and len(plain["items"]) > 100
    for one in plain["items"]:
        position, quote = one["target"]["selector"]
        words = quote["prefix"] + quote["exact"] + quote["suffix"]
        start = position["start"] - len(quote["prefix"])
        assert any(text[start : start + len(words)] == words for text in texts)
        assert position["end"] - position["start"] == len(quote["exact"])
    assert len({one["id"] for one in plain["items"]}) == len(plain["items"])


def test_stix_objects_have_what_the_standard_requires_and_refer_to_what_is_there(demo, tmp_path):
    bundle = json.loads(export(demo, "stix", tmp_path)[0].read_text(encoding="utf-8"))
    objects = bundle["objects"]
    ids = {one["id"] for one in objects}
    uuid = r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert len(ids) == len(objects)
    needed = {
        "identity": {"name"}, "location": {"latitude", "longitude"}, "note": {"content", "object_refs"},
        "report": {"name", "published", "object_refs"}, "opinion": {"opinion", "object_refs"},
    }  # fmt: skip
    for one in objects:
        assert re.fullmatch(rf"{one['type']}--{uuid}", one["id"])
        assert {"spec_version", "created", "modified"} | needed[one["type"]] <= set(one)
        assert set(one.get("object_refs", ())) <= ids
        assert one.get("created_by_ref", next(iter(ids))) in ids
    opinions = [one for one in objects if one["type"] == "opinion"]
    assert {one["opinion"] for one in opinions} <= {"disagree", "agree", "neutral"}
    again = json.loads(export(demo, "stix", tmp_path)[0].read_text(encoding="utf-8"))
    assert again == bundle


def test_schema_org_claims_carry_their_links_under_names_of_ours(demo, tmp_path):
    plain = json.loads(export(demo, "schemaorg", tmp_path)[0].read_text(encoding="utf-8"))
    claims = {one["@id"]: one for one in plain["@graph"]}
    assert plain["@context"][0] == "https://schema.org"
    assert all(one["@type"] == "Claim" and "text" in one for one in claims.values())
    linked = [other["@id"] for one in claims.values() for other in one.get("sayso:contradicts", ())]
    assert linked and set(linked) <= set(claims)


@pytest.mark.parametrize("format_", ["plover", "ngec"])
def test_json_lines_have_an_object_a_claim_of_an_event(demo, tmp_path, format_):
    path, count = export(demo, format_, tmp_path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count == sum(claim.about.type in PLOVER for one in demo for claim in one.claims)
    required = {"id", "date", "actor", "event"} if format_ == "plover" else {"id", "date", "event_text", "attributes"}
    assert all(required <= set(line) for line in lines)


def test_all_tables_are_written_alike_as_csv_and_parquet(demo, tmp_path):
    folder, count = export(demo, "parquet", tmp_path)
    tables = {path.stem: pq.read_table(path) for path in folder.iterdir()}
    assert sum(table.num_rows for table in tables.values()) == count
    assert {"reports", "claims", "cases", "case_links", "case_disputes", "talks"} <= set(tables)
    sheets, _ = export(demo, "csv", tmp_path)
    for name, table in tables.items():
        rows = rows_of(sheets / f"{name}.csv")
        assert len(rows) == table.num_rows
        assert not rows or list(rows[0]) == table.schema.names
    assert set(tables["case_claims"]["claim"].to_pylist()) <= {
        f"{report}:{claim}"
        for report, claim in zip(
            tables["claims"]["report"].to_pylist(), tables["claims"]["claim"].to_pylist(), strict=True
        )
    }


def test_an_export_that_fails_leaves_what_was_there(tmp_path):
    path, _ = export([shelling()], "acled", tmp_path)
    before = path.read_bytes()

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export("acled", material_of([shelling("02")], "lowest"), path, interrupted)
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.acled", "out.acled.about.json"]
