"""Every format: what it is, how it is written, by which rule it counts, and what stays empty in it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .coded_rows import POLECAT_COLUMNS, ngec_lines, plover_lines, polecat_rows
from .counted_rows import (
    ACLED_COLUMNS,
    MAVERICK_COLUMNS,
    SIX,
    UCDP_COLUMNS,
    acled_rows,
    maverick_rows,
    ucdp_rows,
)
from .linked import ANNOTATIONS, NAMESPACE, find_annotations, geo_features, schema_claims
from .stix import bundle_of, stix_objects
from .tables import write_tables
from .writers import Writer, write_lines, write_object, write_rows


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``empty``: columns that are never filled, and why; ``notes``: what a user has to know besides."""

    what: str
    write: Writer
    rule: str | None = None
    empty: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    folder: bool = False


KEEPERS = "Codes of the data set's own are its keepers' to give."
ONE_FILTER = "A filter picks cases by their claims; each case that it picks is counted whole."
SCORES = (
    "ACCUSE is scored -3, where the manual's table has 3 beside negative modes; SANCTION is material conflict, as in "
    "its own section, where the quad table has it verbal."
)
AUXILIARY = (
    "What is denied, planned or only possible has PLOVER's auxiliary mode (negation, future, hypothetical) behind its "
    "own: leave these out to count what is said to have happened."
)
UCDP_EMPTY = {
    (
        "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
        "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id",
        "priogrid_gid", "region",
    ): KEEPERS,
    ("adm_2",): "Places are known by their province, not by their district.",
    ("deaths_unknown",): "Nobody says of how many dead it is unknown who they were.",
}  # fmt: skip
UCDP_NOTES = (
    "id is a number made of relid; relid is the case (`sayso figures RELID` shows its claims) or the one claim.",
    "best, low and high count everybody, or the people that the rule counts; one side's dead are then in deaths_a, "
    "deaths_b or deaths_civilians. Numbers of different people are never added up, so these need not sum to best.",
    'high is the largest number claimed, also where that is "or more".',
    "number_of_sources counts independent origins of the figure, not reports; source_original names its speakers; "
    "source_article, source_office, source_date and source_headline have one entry a report, in one order.",
    "event_clarity is 1 where the place is known and the day within six days, else 2.",
    "country_id, gwnoa and gwnob are the numbers of Gleditsch & Ward; a side that is no state has none.",
    "Without a place or a day there is no row, as in UCDP; `sayso export csv` has these claims.",
    "Losses so far that no claim ties to one occurrence have no row.",
    ONE_FILTER,
)
ACLED_EMPTY = {
    ("region", "timestamp"): KEEPERS,
    ("assoc_actor_1", "assoc_actor_2"): "Who is allied with whom is not read.",
    ("admin2", "admin3"): "Places are known by their province, not by their district.",
    ("source_scale",): "The reach of an outlet is not known.",
    ("tags",): "Crowd sizes and other tags are not read.",
}
ACLED_NOTES = (
    "fatalities is empty where no claim gives a number: ACLED's 0 would say that nobody died.",
    "dozens, tens and hundreds are 12, 10 and 100 here alone; all other exports keep the words.",
    "notes names the voices, the rule, and what it made of them.",
    ONE_FILTER,
)
POLECAT_EMPTY: dict[tuple[str, ...], str] = {
    ("Wikipedia Actor ID", "Wikipedia Recipient ID", "Feature Type"): "Not resolved.",
}
MAVERICK_EMPTY = {
    tuple(
        f"actor{n}_{part}"
        for n in SIX
        for part in ("id", "subtype", "party", "violence", "precision", "initiator", "intervener", "bystander")
    ): "Of an actor's part in it, doer (perpetrator) and victim are read.",
    ("damage", "source_type", "source_classification"): "Not read.",
    ("aggregation",): "Every row is one claim: nothing is aggregated.",
}
FORMATS: dict[str, Format] = {
    "csv": Format("All tables as CSV, a folder", write_tables(".csv"), folder=True),
    "parquet": Format("All tables as Parquet, a folder", write_tables(".parquet"), folder=True),
    "geojson": Format(
        "Claims whose place has coordinates, as GeoJSON",
        write_object({"type": "FeatureCollection"}, "features", geo_features),
        notes=("A place known only as a province or country is a point in its middle: see precision.",),
    ),
    "ucdp": Format(
        "UCDP GED, 49 columns, a row an occurrence of violence with a death claimed",
        write_rows(UCDP_COLUMNS, ucdp_rows),
        rule="ucdp",
        empty=UCDP_EMPTY,
        notes=UCDP_NOTES,
    ),
    "acled": Format(
        "ACLED, 31 columns, a row an occurrence that is said to have happened",
        write_rows(ACLED_COLUMNS, acled_rows),
        rule="most-conservative",
        empty=ACLED_EMPTY,
        notes=ACLED_NOTES,
    ),
    "polecat": Format(
        "POLECAT, 40 columns, tab-separated, a row a claim of an event",
        write_rows(POLECAT_COLUMNS, polecat_rows, "\t"),
        empty=POLECAT_EMPTY,
        notes=(AUXILIARY, SCORES, "Event Date is empty (None) where the day is not known, never that of publication."),
    ),
    "ngec": Format(
        "NGEC's JSON Lines, one a claim of an event",
        write_lines(ngec_lines),
        empty={
            ("qa_score", "score", "event_location_overlap_score"): "Scores of models that sayso has not.",
            ("wiki", "code_2", "admin1_code", "admin2_code", "admin2_name", "feature_class", "feature_code"): (
                "Not resolved."
            ),
        },
        notes=(AUXILIARY, "qa_start_char and qa_end_char count code points of event_text."),
    ),
    "plover": Format(
        "PLOVER JSON Lines, one a claim of an event",
        write_lines(plover_lines),
        empty={
            ("time", "endtime", "link", "coded_date", "coded_time"): "Not read.",
            ("identifier_id", "religion", "ethnicity", "gender", "age"): "Not resolved.",
        },
        notes=(
            AUXILIARY,
            SCORES,
            "text_info counts code points of sayso's text of the report; size has exact numbers alone.",
        ),
    ),
    "maverick": Format(
        "MAVERICK / eventreport, a row a report's claim of violence",
        write_rows(MAVERICK_COLUMNS, maverick_rows),
        empty=MAVERICK_EMPTY,
        notes=(
            "Numbers are those of the claim; best is given where it is exact, none where it counts several groups.",
            "At most six actors; their types are sayso's.",
        ),
    ),
    "schemaorg": Format(
        "schema.org Claim, JSON-LD",
        write_object({"@context": ["https://schema.org", {"sayso": NAMESPACE}]}, "@graph", schema_claims),
        empty={("firstAppearance", "claimInterpreter"): "Not known, and not meant here."},
        notes=("Nothing is rated: ClaimReview is a person's to write.",),
    ),
    "annotations": Format(
        "W3C Web Annotations; positions count Unicode code points",
        write_object(ANNOTATIONS, "items", find_annotations),
        notes=("Positions are those of sayso's text of the report, which `sayso export csv` has in reports.csv.",),
    ),
    "stix": Format(
        "STIX 2.1 bundle",
        write_object({"type": "bundle"}, "objects", stix_objects, tail=bundle_of),
        empty={("confidence",): "sayso does not say how far a claim is to be believed."},
        notes=(
            "STIX wants moments: a day stands for its beginning, in UTC. What has no day (every identity and location, "
            "and what is labelled undated) has that of 1970.",
            "An opinion is what the later claim of a link amounts to for the earlier one, by the later speaker.",
        ),
    ),
}
