"""GeoJSON, schema.org, Web Annotation, STIX: shapes of their standards, and references that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from exported import export, material_of, objects_of, shelling

from sayso.records import Attribution, Source
from sayso.serve.formats import narrow_reading
from sayso.serve.formats.stix import stix_objects

ID = r"--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
NEEDED = {
    "identity": {"name", "identity_class"}, "location": {"name"}, "note": {"content", "object_refs"},
    "report": {"name", "published", "object_refs"}, "opinion": {"opinion", "object_refs"},
}  # fmt: skip
CLASSES = {"individual", "group", "system", "organization", "class", "unknown"}


def check_stix(objects):
    """Required properties, ids, moments, and every reference to an object that stands before it."""
    ids = set()
    for one in objects:
        assert re.fullmatch(one["type"] + ID, one["id"])
        assert {"spec_version", "created", "modified"} | NEEDED[one["type"]] <= set(one)
        assert re.fullmatch(MOMENT, one["created"])
        assert all(value not in (None, "", []) for value in one.values()), one
        assert {*one.get("object_refs", ()), *([one["created_by_ref"]] if "created_by_ref" in one else [])} <= ids | {
            one["id"]
        }
        assert one["id"] not in ids
        ids.add(one["id"])


def test_geojson_has_longitude_first_and_the_precision(tmp_path):
    path, _ = export([shelling()], "geojson", tmp_path)
    (feature,) = objects_of(path, "features")
    assert objects_of(path, "type") == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [-71.25, -3.5]}
    assert feature["properties"]["precision"] == "exact" and feature["id"] == "01:C1"


def test_geojson_leaves_out_places_without_coordinates(demo, tmp_path):
    features = objects_of(export(demo, "geojson", tmp_path)[0], "features")
    for one in features:
        assert one["type"] == "Feature" and one["geometry"]["type"] == "Point"
        longitude, latitude = one["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        assert all(not isinstance(value, dict | list) for value in one["properties"].values())
    told = shelling()
    nowhere = replace(told, places=(replace(told.places[0], lat=None, lon=None),))
    assert objects_of(export([nowhere], "geojson", tmp_path)[0], "features") == []


def test_annotations_point_at_the_characters_both_ways(demo, tmp_path):
    path, _ = export(demo, "annotations", tmp_path)
    items = objects_of(path, "items")
    texts = {reading.report.id: reading.report.text for reading in demo}
    assert objects_of(path, "type") == "AnnotationPage" and len(items) > 100
    assert "code points" in objects_of(path, "partOf")["label"]
    for one in items:
        text = texts[one["id"].removeprefix("urn:sayso:").split(":")[0]]
        position, quote = one["target"]["selector"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])
    assert len({one["id"] for one in items}) == len(items)


def test_annotations_count_code_points_and_no_halves_of_them(tmp_path):
    told = shelling()
    text = "\U0001f5fa" * 10 + told.report.text[10:]
    (content, *_) = objects_of(
        export([replace(told, report=replace(told.report, text=text))], "annotations", tmp_path)[0], "items"
    )
    position, quote = content["target"]["selector"]
    assert (position["start"], quote["prefix"]) == (10, "\U0001f5fa" * 10)
    assert content["target"]["state"]["sourceDateStart"] == "2025-05-06T00:00:00Z"


def test_stix_objects_have_what_the_standard_requires_and_refer_to_what_is_there(demo, tmp_path):
    path, count = export(demo, "stix", tmp_path)
    objects = objects_of(path, "objects")
    check_stix(objects)
    assert len(objects) == count and re.fullmatch("bundle" + ID, objects_of(path, "id"))
    assert {one["identity_class"] for one in objects if one["type"] == "identity"} <= CLASSES
    assert {one["opinion"] for one in objects if one["type"] == "opinion"} == {"disagree", "agree", "neutral"}
    assert all(
        "country" in one or {"latitude", "longitude"} <= set(one) for one in objects if one["type"] == "location"
    )
    before = path.read_bytes()
    assert export(demo, "stix", tmp_path)[0].read_bytes() == before


def test_a_denial_is_an_opinion_of_the_denier():
    told = [shelling(), shelling("02", outlet="Harbour Times", status="denied", act="deny")]
    told[1] = replace(told[1], claims=(replace(told[1].claims[0], attribution=(_by("Karo rebels", "A1"),)),))
    objects = list(stix_objects(material_of(told)))
    (opinion,) = [one for one in objects if one["type"] == "opinion"]
    names = {one["id"]: one.get("name") for one in objects}
    (denied,) = opinion["object_refs"]
    assert opinion["opinion"] == "disagree" and names[opinion["created_by_ref"]] == "Karo rebels"
    assert next(one for one in objects if one["id"] == denied)["authors"] == ["mayor"]


def test_stix_asked_for_some_claims_refers_to_no_others(demo):
    material = material_of(demo)
    some = [narrow_reading(reading, reading.claims[::3]) for reading in demo]
    asked = list(stix_objects(replace(material, readings=lambda: iter(some))))
    check_stix(asked)
    assert any(one["type"] == "opinion" for one in asked)


def test_a_name_is_one_identity_and_a_mayor_another_in_each_report():
    first, second = shelling(), shelling("02", outlet="Harbour Times")
    named = [
        replace(one, actors=(replace(one.actors[0], name="Karo Front"), *one.actors[1:])) for one in (first, second)
    ]
    names = [one["name"] for one in stix_objects(material_of(named)) if one["type"] == "identity"]
    assert (names.count("Karo Front"), names.count("mayor")) == (1, 2)


def test_stix_says_so_where_a_report_has_no_day_and_nobody_is_named():
    told = shelling(outlet=None)
    bare = replace(
        told,
        report=replace(told.report, published=None, title=None),
        claims=(replace(told.claims[0], attribution=(_by("", None),)),),
    )
    objects = list(stix_objects(material_of([bare])))
    check_stix(objects)
    (report,) = [one for one in objects if one["type"] == "report"]
    assert report["labels"] == ["undated"] and "created_by_ref" not in report


def _by(name, actor):
    return Attribution(Source(name, None, actor))


def test_schema_org_claims_are_by_their_speakers_and_linked_under_names_of_ours(demo, tmp_path):
    path, _ = export(demo, "schemaorg", tmp_path)
    claims = {one["@id"]: one for one in objects_of(path, "@graph")}
    assert objects_of(path, "@context")[0] == "https://schema.org"
    assert all(one["@type"] == "Claim" and "text" in one for one in claims.values())
    assert not any("claimInterpreter" in one or "reviewRating" in one for one in claims.values())
    links = [link for one in claims.values() for link in one.get("sayso:link", ())]
    assert {"contradicts", "agrees"} <= {link["sayso:relation"] for link in links}
    assert {link[f"sayso:{end}"]["@id"] for link in links for end in ("left", "right")} <= set(claims)
    (told,) = objects_of(export([shelling()], "schemaorg", tmp_path)[0], "@graph")
    assert told["author"] == {"@type": "Person", "name": "mayor"}
    assert told["appearance"]["publisher"]["name"] == "Valley Post"
