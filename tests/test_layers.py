"""Imports only point back along read -> understand -> book -> reconcile -> serve."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "sayso"
ROOMS = ["read", "understand", "book", "reconcile", "serve"]
SEES_ALL = {"pipeline", "settling", "cli", "commands", "__init__", "__main__", "demo"}
MAX_LINES = 400


def modules():
    return sorted(SOURCE.rglob("*.py"))


def imported_rooms(path):
    """The top-level rooms of sayso that a module imports, at any depth of nesting."""
    parts = ("sayso", *path.relative_to(SOURCE).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            package = parts[: len(parts) - node.level] if node.level else ()
            full = [*package, *(node.module.split(".") if node.module else [])]
            names = [full] if node.module else [[*full, alias.name] for alias in node.names]
            found |= {name[1] for name in names if len(name) > 1 and name[0] == "sayso"}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {name[1] for name in names if len(name) > 1 and name[0] == "sayso"}
    return found


def test_a_room_imports_only_rooms_before_it():
    wrong = []
    for path in modules():
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room not in ROOMS:
            continue
        for other in imported_rooms(path):
            ahead = other in ROOMS and ROOMS.index(other) > ROOMS.index(room)
            if ahead or other in SEES_ALL - {"__init__"}:
                wrong.append(f"{path.relative_to(SOURCE)} imports {other}")
    assert wrong == []


def test_records_import_nothing_of_ours():
    assert imported_rooms(SOURCE / "records.py") == set()


def test_understand_and_reconcile_have_no_clock_and_no_network():
    forbidden = {"time", "socket", "urllib", "requests", "httpx", "random", "sqlite3", "sqlalchemy"}
    for room in ("understand", "reconcile"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                assert not {n.split(".")[0] for n in names} & forbidden, path
                if isinstance(node, ast.Attribute):
                    assert node.attr not in ("now", "today", "utcnow"), f"{path}: a clock"


def test_only_the_lexicon_opens_data():
    readers = [
        p.name for p in modules() if "importlib.resources" in p.read_text() or "import resources" in p.read_text()
    ]
    assert set(readers) <= {"lexicon.py", "demo.py", "page.py"}


def test_no_module_is_longer_than_the_house_allows():
    long = [f"{p.relative_to(SOURCE)}: {n}" for p in modules() if (n := len(p.read_text().splitlines())) > MAX_LINES]
    assert long == []
