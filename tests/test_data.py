"""Every rule table of `data/` loads, and every entry carries an example that it matches and one that it must miss."""

import tomllib
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "src" / "sayso" / "data"
TABLES = sorted(DATA.glob("*.toml"))


@pytest.mark.parametrize("table", TABLES, ids=lambda p: p.name)
def test_every_entry_has_an_id_and_both_examples(table):
    entries = tomllib.loads(table.read_text(encoding="utf-8"))["entry"]
    assert entries
    for entry in entries:
        assert entry.get("id"), entry
        assert entry.get("matches"), f"{table.name}: {entry['id']} has no example that it matches"
        assert entry.get("misses"), f"{table.name}: {entry['id']} has no example that it must miss"
        assert entry["matches"] != entry["misses"]


@pytest.mark.parametrize("table", TABLES, ids=lambda p: p.name)
def test_no_id_stands_twice(table):
    ids = [entry["id"] for entry in tomllib.loads(table.read_text(encoding="utf-8"))["entry"]]
    assert len(ids) == len(set(ids))
