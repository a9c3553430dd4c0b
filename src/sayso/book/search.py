"""Full-text search over the words of claims: FTS5 in SQLite, a tsvector in PostgreSQL, folded alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    column,
    insert,
    select,
    table,
    type_coerce,
)
from sqlalchemy import func as sql
from sqlalchemy.dialects.postgresql import TSVECTOR

from ..records import Claim, Report
from .schema import claims

WORD = re.compile(r"[^\W_]+")
SEARCH = table("claim_search", column("rowid", BigInteger), column("n", BigInteger), column("words", Text))


def make_search(connection: Connection) -> None:
    """The full-text index, empty."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE TABLE claim_search (n bigint PRIMARY KEY, words tsvector NOT NULL)")
        connection.exec_driver_sql("CREATE INDEX claim_search_words ON claim_search USING gin (words)")
    else:
        # Only the index: the words themselves stand in the reports, once.
        connection.exec_driver_sql("CREATE VIRTUAL TABLE claim_search USING fts5(words, content='')")


def fold_words(text: str) -> list[str]:
    """The words of a text without case and accents: "Zelenskyy’s Überfall" -> zelenskyy, s, uberfall."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def claim_words(report: Report, claim: Claim) -> str:
    """What a claim is found by: the words of its content, else of its trigger."""
    spans = claim.content or ((claim.about.trigger,) if claim.about.trigger else ())
    return " ".join(fold_words(report.words(*spans)))


def add_words(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Number and folded words of claims into the index."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        # A tsvector takes words of up to 2 kB; nothing longer is a word.
        lines = [{"n": n, "words": " ".join(word for word in words.split() if len(word) < 500)} for n, words in rows]
        row = select(bindparam("n", type_=BigInteger), sql.to_tsvector("simple", bindparam("words", type_=Text)))
        connection.execute(insert(SEARCH).from_select(["n", "words"], row), lines)
    else:
        connection.exec_driver_sql("INSERT INTO claim_search (rowid, words) VALUES (?, ?)", list(rows))


def has_words(words: str, dialect: str) -> ColumnElement[bool]:
    """True for a claim with all these words; a phrase in double quotes must stand as it is."""
    wanted = [fold_words(part) for part in _parts(words)]
    if not any(wanted):
        return claims.c.n < 0
    if dialect == "postgresql":
        query = " & ".join(f"({' <-> '.join(part)})" for part in wanted if part)
        found = select(SEARCH.c.n).where(
            type_coerce(SEARCH.c.words, TSVECTOR).op("@@")(sql.to_tsquery("simple", query))
        )
    else:
        query = " AND ".join(f'"{" ".join(part)}"' for part in wanted if part)
        found = select(SEARCH.c.rowid).where(column("claim_search").op("MATCH")(query))
    return claims.c.n.in_(found)


def _parts(words: str) -> list[str]:
    """'mass grave "full control"' -> mass, grave, full control."""
    quoted = re.findall(r'"([^"]+)"', words)
    return [*quoted, *re.sub(r'"[^"]*"', " ", words).split()]
