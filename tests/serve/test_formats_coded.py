"""POLECAT, PLOVER, NGEC: one row a claim of a coded event; what is not said to have happened is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exported import about, export, lines_of, rows_of, shelling

from sayso.serve.formats.codes import MODES, PLOVER, score_of

#: PLOVER's modes by type, as the standard has them.
MANUAL = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
AUXILIARY = {"negation", "future", "hypothetical"}
ENTITY = {"code", "sector", "entity_text", "raw_text", "office"}


def test_plover_s_types_and_scores_are_those_of_the_manual():
    assert len(PLOVER) == 16 and {type_ for type_, _ in MODES} <= set(PLOVER)
    assert all(mode in MANUAL[type_].split() for type_, mode in MODES)
    assert (score_of("ASSAULT", "drone"), score_of("ASSAULT", None), score_of("RETREAT", "disarm")) == (-9.5, -9, 10)
    assert score_of("PROTEST", "vandalize") is None and score_of("CONTROL", None) is None


@pytest.mark.parametrize("format_", ["polecat", "plover", "ngec"])
def test_there_is_one_row_a_claim_of_an_event(demo, tmp_path, format_):
    path, count = export(demo, format_, tmp_path)
    rows = rows_of(path, "\t") if format_ == "polecat" else lines_of(path)
    assert len(rows) == count == sum(claim.about.type in PLOVER for one in demo for claim in one.claims)
    assert len({row.get("Event ID") or row.get("id") for row in rows}) == count


def test_polecat_writes_none_for_what_is_missing(demo, tmp_path):
    rows = rows_of(export(demo, "polecat", tmp_path)[0], "\t")
    assert all(value != "" for row in rows for value in row.values())
    for row in rows:
        assert row["Event Type"] in PLOVER
        modes = set() if row["Event Mode"] == "None" else set(row["Event Mode"].split("; "))
        assert modes <= {*MANUAL.get(row["Event Type"], "").split(), *AUXILIARY}
        assert row["Latitude"] == "None" or -90 <= float(row["Latitude"]) <= 90
    assert all(row["Wikipedia Actor ID"] == "None" for row in rows)


def test_polecat_has_the_claim_s_words_beside_the_names(tmp_path):
    (row,) = rows_of(export([shelling()], "polecat", tmp_path)[0], "\t")
    assert (row["Actor Name"], row["Actor Name Raw"], row["Primary Actor Sector"]) == (
        "Karo rebels",
        "Karo rebels",
        "REB",
    )
    assert (row["Event Intensity"], row["Quad Code"], row["Event Mode"]) == (
        "-9.5",
        "MATERIAL CONFLICT",
        "heavy-weapons",
    )
    assert (row["Placename"], row["City"], row["District"], row["Longitude"]) == ("Belmar", "Belmar", "None", "-71.25")


def test_polecat_never_takes_the_day_of_publication_for_that_of_the_event(tmp_path):
    told = shelling()
    undated = replace(told, claims=(replace(told.claims[0], about=replace(told.claims[0].about, time=None)),))
    (row,) = rows_of(export([undated], "polecat", tmp_path)[0], "\t")
    assert (row["Event Date"], row["Publication Date"]) == ("None", "2025-05-06")


@pytest.mark.parametrize(
    ("changed", "mode"),
    [
        ({"status": "denied"}, "negation"),
        ({"act": "deny"}, "negation"),
        ({"status": "planned"}, "future"),
        ({"status": "possible"}, "hypothetical"),
    ],
)
def test_what_did_not_happen_is_marked_by_an_auxiliary_mode(tmp_path, changed, mode):
    told = [shelling(**changed)]
    assert lines_of(export(told, "plover", tmp_path)[0])[0]["mode"] == ["heavy-weapons", mode]
    assert lines_of(export(told, "ngec", tmp_path)[0])[0]["event_mode"] == ["heavy-weapons", mode]
    path, _ = export(told, "polecat", tmp_path)
    assert rows_of(path, "\t")[0]["Event Mode"] == f"heavy-weapons; {mode}"
    assert any("negation" in note for note in about(path)["notes"])


def test_plover_has_its_required_fields_and_text_that_its_offsets_cut(demo, tmp_path):
    texts = {reading.report.id: reading.report.text for reading in demo}
    for line in lines_of(export(demo, "plover", tmp_path)[0]):
        assert {"id", "date", "actor", "event"} <= set(line)
        assert line["quad_code"] in (1, 2, 3, 4)
        ends = line["text_info"]
        assert texts[line["id"].rpartition(":")[0]][ends["start"] : ends["end"]] == line["text"]
        assert all(set(one) <= ENTITY for one in (*line["actor"], *line["recipient"]))
        assert None not in line["cite_info"].values()
        assert line.get("event_loc", {}).get("resolution") in (None, 1, 2, 3, 4, 5)


def test_plover_s_sizes_are_exact_numbers_and_vague_ones_stay_words(tmp_path):
    (exact,) = lines_of(export([shelling(low=9, high=9, text="nine")], "plover", tmp_path)[0])
    assert exact["size"] == {"dead": 9}
    (vague,) = lines_of(export([shelling()], "plover", tmp_path)[0])
    assert "size" not in vague and "24+ killed (“dozens”)" in vague["comment"] and "CAMEO 195" in vague["comment"]


def test_ngec_s_offsets_cut_the_words_from_its_own_text(demo, tmp_path):
    found = 0
    for line in lines_of(export(demo, "ngec", tmp_path)[0]):
        assert {"id", "date", "event_text", "event_type", "attributes", "event_geolocation"} <= set(line)
        assert set(line["attributes"]) == {"ACTOR", "RECIP", "LOC", "DATE"}
        for one in (two for spans in line["attributes"].values() for two in spans):
            if "qa_start_char" in one:
                found += 1
                assert line["event_text"][one["qa_start_char"] : one["qa_end_char"]] == one["text"]
        for place in line["geolocated_ents"]:
            if "start_char" in place:
                assert line["event_text"][place["start_char"] : place["end_char"]] == place["search_placename"]
    assert found > 100
