"""Every test of the ledger runs on both engines: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
WANTED = os.environ.get("SAYSO_TEST_POSTGRES")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a PostgreSQL server: that named in SAYSO_TEST_POSTGRES, or one that lives as long as the tests."""
    if WANTED and "://" in WANTED:
        yield WANTED
        return
    found = shutil.which("initdb") or (str(SERVERS[-1] / "initdb") if SERVERS else None)
    if found is None:
        if WANTED:
            pytest.fail("SAYSO_TEST_POSTGRES asks for PostgreSQL, and none is installed")
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    pytest.importorskip("psycopg", reason="the driver is not installed: pip install 'sayso[postgres]'")
    with tempfile.TemporaryDirectory(prefix="sayso-pg-") as name:
        yield from _run_server(Path(found).parent, Path(name))


def _run_server(programs: Path, folder: Path):
    # PostgreSQL will not run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*as_user, programs / "initdb", "-D", data, "-A", "trust", "-U", "sayso", "-E", "UTF8"], **quiet)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
    start = [*as_user, programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    subprocess.run(start, **quiet)
    try:
        yield f"postgresql://sayso@/postgres?host={folder}"
    finally:
        subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


@pytest.fixture
def postgres(server, request):
    """A new database on it."""
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    plain = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def address(request, tmp_path):
    """Where a new ledger can be: on either engine."""
    if request.param == "sqlite":
        return str(tmp_path / "book.sqlite")
    return request.getfixturevalue("postgres")
