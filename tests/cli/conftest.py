"""`sayso(...)` runs the command line in a folder of its own, with a stand-in for the parser."""

import sys

import pytest
from click.testing import CliRunner
from standin import main, stand_in


@pytest.fixture
def sayso(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sayso.pipeline", stand_in())
    monkeypatch.chdir(tmp_path)

    def run(*words, **options):
        return CliRunner().invoke(main, [str(word) for word in words], **options)

    return run
