"""Keys under which place names are looked up: spelling, accents, case and marks folded away, one number a name.

`fold_name` does it for one name, `hash_column` for a column of half a million: both must agree, and a test holds them
together. Numbers in a sorted array take a tenth of the memory and load time of a dictionary of strings.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Hashes = npt.NDArray[np.uint64]

#: longer names are told apart by their first letters; no place in the gazetteer packages needs more.
LONGEST = 48
_RANDOM = np.random.Generator(np.random.PCG64(20210902))
_POSITIONS: Hashes = _RANDOM.integers(1, 2**63, LONGEST, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_BYTES: Hashes = _RANDOM.integers(1, 2**63, 256, dtype=np.uint64)
for _byte in range(256):
    if not chr(_byte).isascii() or not chr(_byte).isalnum():
        _BYTES[_byte] = 0  # accents, blanks, hyphens and apostrophes do not count
_BYTES[ord("A") : ord("Z") + 1] = _BYTES[ord("a") : ord("z") + 1]
_COUNTS = (_BYTES != 0).astype(np.int8)
_POSITION_LIST, _BYTE_LIST = [int(n) for n in _POSITIONS], [int(n) for n in _BYTES]
#: UTF-8 lead bytes from here on are other scripts (but E2: dashes and curly marks, E1 B8-BB: Latin with accents).
OTHER_SCRIPT = 0xCE
#: names hashed at a time, so that the work fits the processor's cache.
AT_ONCE = 32768
#: letters that no decomposition turns into a plain one.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|adh|an|az|ez|es|esh|et|ed|er)[-\s]+(?=\w)", re.IGNORECASE)
#: spellings that vary from paper to paper: o and u, e and i, q and k, doubled letters, h.
LOOSENED = (
    ("[^a-z0-9]+", ""), ("ou|oo", "u"), ("ee|iy|y|e", "i"), ("o", "u"), ("q", "k"), ("j", "i"), ("w", "v"), ("h", ""),
    *((f"{letter}{{2,}}", letter) for letter in "abcdfgiklmnprstuvxz"),
)  # fmt: skip


@functools.lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """ "Khān Yūnis", "Khan-Yunis" -> "khanyunis"."""
    plain = unicodedata.normalize("NFKD", name).lower().translate(LETTERS)
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def loosen_column(names: pa.StringArray) -> pa.StringArray:
    """One key for the ways in which a name is spelt out of another script: "Shotul", "Shutul" -> "sutul"."""
    keys = pc.ascii_lower(pc.utf8_normalize(names, form="NFKD"))
    for pattern, new in LOOSENED:
        keys = pc.replace_substring_regex(keys, pattern, new)
    return keys


def text_scalar(text: str) -> pa.StringScalar:
    """A text as pyarrow holds it; pyarrow's own `scalar` would load pandas, a third of a second."""
    data = text.encode()
    ends = np.array([0, len(data)], dtype=np.int32)
    return pa.StringArray.from_buffers(1, pa.py_buffer(ends), pa.py_buffer(data))[0]


@functools.lru_cache(maxsize=4096)
def loosen_key(name: str) -> str:
    """The loose key of one name."""
    return str(loosen_column(text_scalar(name)).as_py())


def hash_key(key: str) -> int:
    """The number of a folded name."""
    total = 0
    for position, letter in enumerate(key[:LONGEST].encode()):
        total += _POSITION_LIST[position] * _BYTE_LIST[letter]
    return total & 0xFFFFFFFFFFFFFFFF


def hash_column(names: pa.StringArray) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """The numbers of a column of names, and which of them are names in Latin letters at all."""
    pieces = [_hash_piece(names.slice(start, AT_ONCE)) for start in range(0, len(names), AT_ONCE)]
    return np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])


def _hash_piece(names: pa.StringArray) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    plain = pc.utf8_normalize(names, form="NFKD")
    _, offset_buffer, byte_buffer = plain.buffers()
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[plain.offset : plain.offset + len(plain) + 1]
    letters = np.frombuffer(byte_buffer, dtype=np.uint8)[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    counts = _COUNTS[letters]
    kept = np.cumsum(counts, dtype=np.int32)
    ends = np.concatenate((np.zeros(1, np.int32), kept))[offsets]
    used = np.flatnonzero(counts)
    positions = kept[used] - 1 - np.repeat(ends[:-1], np.diff(ends))
    values = _BYTES[letters[used]] * _POSITIONS[np.minimum(positions, LONGEST - 1)]
    values[positions >= LONGEST] = 0
    totals = np.concatenate((np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)))[ends]
    foreign = np.flatnonzero((letters >= OTHER_SCRIPT) & (letters != 0xE2))
    latin = np.diff(ends) > 1
    latin[np.searchsorted(offsets, foreign, side="right") - 1] = False
    return np.diff(totals), latin
