"""`sayso(...)` runs the command line in a folder of its own, with a stand-in for the parser."""

import sys

import pytest
from click.testing import CliRunner
from standin import add_problems, main, read_report


@pytest.fixture
def sayso(tmp_path, monkeypatch):
    module = type(sys)("sayso.pipeline")
    module.read_report, module.add_problems = read_report, add_problems
    monkeypatch.setitem(sys.modules, "sayso.pipeline", module)
    monkeypatch.chdir(tmp_path)

    def run(*words, **options):
        return CliRunner().invoke(main, [str(word) for word in words], **options)

    return run
