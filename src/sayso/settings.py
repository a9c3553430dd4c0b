"""One frozen `Settings`: every limit that a user may change, with the reason for its default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of one run. All have working defaults."""

    #: longest report read, in characters. The parser needs about 1 kB a character; news reports end far below.
    max_chars: int = 400_000
    #: largest file opened, in bytes, before anything is decoded.
    max_bytes: int = 20_000_000
    #: the ledger of the working folder.
    ledger: str = "sayso.sqlite"
