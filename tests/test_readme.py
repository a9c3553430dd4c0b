"""Every command and every link that README.md shows works."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def code_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.S | re.M)


def shown_commands():
    return [line for block in code_blocks("sh") for line in block.splitlines() if line.startswith("sayso ")]


def test_the_readme_shows_every_command():
    shown = {shlex.split(line)[1] for line in shown_commands()}
    assert shown >= {"read", "add", "claims", "disputes", "talks", "actors", "reports", "show", "reconcile"}
    assert shown >= {"figures", "export", "review", "rule", "rulings", "changes", "journal", "replay"}


def test_every_command_in_the_readme_runs_in_its_order(tmp_path, monkeypatch):
    main = importlib.import_module("sayso.cli").main
    shutil.copytree(ROOT / "src" / "sayso" / "demo", tmp_path / "src" / "sayso" / "demo")
    monkeypatch.chdir(tmp_path)
    for line in shown_commands():
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, f"{line}\n{result.output}\n{result.exception!r}"
        assert result.output.strip() or "--out" in line or "--html" in line or " add " in line, line
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len((tmp_path / "readings.jsonl").read_text(encoding="utf-8").splitlines()) == 8
    assert (tmp_path / "sayso.sqlite").exists()


def test_the_python_in_the_readme_runs(capsys):
    (block,) = code_blocks("python")
    exec(compile(ast.parse(block), "README.md", "exec"), {})
    assert "killed" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_every_link_leads_somewhere(page):
    here = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", here.read_text(encoding="utf-8")):
        assert "://" in target or (here.parent / target).exists(), f"{page}: {target}"


def test_the_make_targets_that_the_readme_names_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake (\w+)", README)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, re.M), target
