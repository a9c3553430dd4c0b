"""`import sayso` gives the function `read`, though a folder has the same name."""

import subprocess
import sys

ASK = """
import sayso
import sayso.read.files
from sayso.read import load_reports
assert callable(sayso.read), sayso.read
assert callable(load_reports)
assert "spacy" not in __import__("sys").modules
assert "sqlalchemy" not in __import__("sys").modules
"""


def test_read_is_the_function_whatever_was_imported_before_and_nothing_heavy_is_loaded():
    assert subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=False).returncode == 0


def test_the_command_line_starts_without_parser_or_database():
    ask = "import sayso.cli, sys; assert not {'spacy', 'sqlalchemy', 'pyarrow', 'trafilatura'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False).returncode == 0
