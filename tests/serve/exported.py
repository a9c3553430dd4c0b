"""What tests of exports share: a report made by hand, and exports of it read back."""

from __future__ import annotations

import csv
import json

from sayso.pipeline import reconcile_readings
from sayso.records import About, Actor, Attribution, Claim, Figure, Place, Reading, Report, Source, Span, Time
from sayso.serve.formats import FORMATS, Material, write_export


def names_in(block):
    return [name.strip() for name in block.replace("\n", " ").split(",")]


def material_of(readings, rule=""):
    readings = tuple(readings)
    cases, talks = reconcile_readings(readings)
    by_id = {reading.report.id: reading for reading in readings}

    def find(names):
        return {name.rpartition(":")[0]: by_id[name.rpartition(":")[0]] for name in names}

    return Material(lambda: iter(readings), find, cases, talks, rule, "sayso test")


def export(readings, format_, folder, rule=None):
    path = folder / f"out.{format_}"
    count = write_export(format_, material_of(readings, rule or FORMATS[format_].rule or ""), path, lambda: None)
    return path, count


def about(path):
    return json.loads(path.with_name(f"{path.name}.about.json").read_text(encoding="utf-8"))


def objects_of(path, key):
    return json.loads(path.read_text(encoding="utf-8"))[key]


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


SHELLING = "On Monday Karo rebels shelled Belmar, killing dozens of people, the mayor said."


def shelling(name="01", low=24, high=None, text="dozens", outlet="Valley Post", status="actual", act="assert"):
    """One report that a rebel group shelled a town of a country west of Greenwich and south of the equator."""
    about = About(
        "event", "ASSAULT", "heavy-weapons", "195", "Shelling/artillery/missile attack", ("military",), Span(22, 29),
        ("A1",), ("A2",), "P1", Time("2025-05-05", "2025-05-05", "On Monday", Span(0, 9)),
        (Figure("killed", low, high, high is None, "A2", text, Span(46, 52)),), status,
    )  # fmt: skip
    return Reading(
        Report(name, SHELLING, outlet, "=Shelling", "https://post.example/1", "2025-05-06", "en"),
        (
            Actor("A1", "Karo rebels", "armed group", "PER", "REB", mentions=(Span(10, 21),)),
            Actor("A2", "people", "civilians", "PER", "CVL", mentions=(Span(56, 62),)),
            Actor("A3", "mayor", "person", "PER", "GOV", mentions=(Span(64, 73),)),
        ),
        (Place("P1", "Belmar", "PER", "Loreto", -3.5, -71.25, 17, "exact", (Span(30, 36),)),),
        (Claim("C1", (Attribution(Source("the mayor", Span(64, 73), "A3")),), (Span(10, 62),), act, about=about),),
    )
