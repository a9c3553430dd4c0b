"""Bytes to characters. UTF-8 is taken as it stands; anything else is an assumption, and a problem says which."""

from __future__ import annotations

import codecs
import re

from ..records import Problem

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
#: control characters that text never has; ESC stays out, as old wire copy carries it.
CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
#: bytes looked at, and the share of control characters from which they are no text. Wire copy with a stray NUL or
#: two stays below one in a thousand; programs, pictures and archives lie above one in twenty.
BINARY_HEAD, BINARY_SHARE = 65_536, 0.01
#: English in an old encoding is nearly all ASCII, with a curly quote or an accent here and there. Detectors guess such
#: text as anything (a short one came out as Baltic); below this share of other bytes windows-1252 is the likely one.
MOSTLY_ASCII = 0.1
SURROGATE = re.compile("[\ud800-\udfff]")


def find_binary(data: bytes) -> str | None:
    """What the bytes seem to be when they are no text ("a PDF", "binary data"), else None."""
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    if data.startswith(tuple(bom for bom, _ in BOMS)):
        return None
    head = data[:BINARY_HEAD]
    controls = len(head) - len(head.translate(None, CONTROLS))
    return "binary data" if controls > max(1, BINARY_SHARE * len(head)) else None


def parse_text(data: bytes, where: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The characters, newlines and all left as they are, BOM dropped; ``where`` names the input in problems."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return _by_bom(data, name, where)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _assumed(data, f"byte {error.start}", where)


def drop_surrogates(text: str, where: str) -> tuple[str, tuple[Problem, ...]]:
    r"""Half characters ("\ud83d" alone, as broken JSON has them) become U+FFFD, one for one, so offsets stay."""
    clean, count = SURROGATE.subn("\ufffd", text)
    if not count:
        return text, ()
    message = f"{where}: {count} half characters (lone surrogates) cannot be stored; U+FFFD stands in their place"
    return clean, (Problem("text.surrogates", message),)


def _by_bom(data: bytes, name: str, where: str) -> tuple[str | None, tuple[Problem, ...]]:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        message = f"{where}: begins as {name} but byte {error.start} is not; convert it to UTF-8"
        return None, (Problem("file.encoding", message),)
    return text, (Problem("text.encoding", f"{where}: not UTF-8; read as {name}, as its byte order mark says"),)


def _assumed(data: bytes, first: str, where: str) -> tuple[str | None, tuple[Problem, ...]]:
    mended = data.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if sum(char > "\x7f" for char in mended) - bad > bad:
        message = f"{where}: damaged UTF-8 (from {first}); {bad} unreadable places became U+FFFD"
        return mended, (Problem("text.encoding", message),)
    name = _guess(data)
    if name is None:
        message = f"{where}: not UTF-8 (from {first}) and in no encoding that could be told; convert it to UTF-8"
        return None, (Problem("file.encoding", message),)
    message = f"{where}: not UTF-8 (from {first}); read as {name}; convert it to UTF-8 if the words look wrong"
    return data.decode(name, "replace"), (Problem("text.encoding", message),)


def _guess(data: bytes) -> str | None:
    if sum(byte > 127 for byte in data) < MOSTLY_ASCII * len(data):
        try:
            data.decode("cp1252")
            return "windows-1252"
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best else None
