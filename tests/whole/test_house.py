"""The house rules that no linter knows: sizes, empty corners, and words that do not belong in the code."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (".py", ".html", ".css", ".js", ".mjs", ".md", ".toml", ".yml", ".yaml", ".in", ".txt", ".po", ".sh", "")
DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc"}
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|HACK|WIP|[Ss]tubbed|lorem ipsum)\b")


def tracked() -> list[Path]:
    """Every file of the project that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


# a migration is one long list of columns: it is not read as code
SOURCES = (".py", ".html", ".css", ".js", ".mjs")


def test_no_source_file_is_over_400_lines():
    code = [file for file in tracked() if file.suffix in SOURCES and "migrations" not in file.parts]
    long = {str(file.relative_to(ROOT)): n for file in code if (n := len(file.read_text().splitlines())) > 400}
    assert not long


def test_a_rooms_init_is_empty():
    inits = [file for file in tracked() if file.name == "__init__.py" and file.parent != ROOT / "app"]
    assert [file for file in inits if file.read_text().strip()] == []


def test_there_is_no_drawer_for_leftovers():
    parts = [part for file in tracked() for part in (*file.relative_to(ROOT).parts[:-1], file.stem)]
    assert DRAWERS.isdisjoint(parts)


def test_nothing_is_left_for_later():
    here = Path(__file__)
    texts = [file for file in tracked() if file.suffix in WRITTEN and file not in (here, ROOT / "pyproject.toml")]
    found = [file.name for file in texts if LEFT_OVER.search(file.read_text(errors="ignore"))]
    assert found == []


def test_requirements_name_no_place_to_fetch_from():
    for file in ROOT.glob("requirements*"):
        lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
        assert not [line for line in lines if "://" in line or line.startswith("--")], file.name


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")")
    pages = [file for file in tracked() if file.suffix == ".html"]
    assert [file.name for file in pages if inline.search(file.read_text())] == []


# What reads past the guard, or acts while a session writes, is read with care: nothing else may.
TRUSTED = {
    "past_guard(": {"companies/circles.py", "hubs/models.py", "leads/circles.py", "matching/models.py"},
    ".look_past(": {
        "companies/known.py",
        "impact/overview.py",
        "ledger/batches.py",
        "ledger/sealing.py",
        "ledger/services.py",
        "merging/moves.py",
        "narrative/queries.py",
        "reports/naming.py",
    },
    "event.listen": {"db/engine.py", "index/keeping.py", "jobs/running.py", "jobs/services.py", "ledger/history.py"},
    "index_of(": {"index/models.py"},
}


@pytest.mark.parametrize("word", TRUSTED)
def test_the_guard_is_passed_by_only_where_that_is_known(word: str):
    app = ROOT / "app"
    files = {str(file.relative_to(app)) for file in app.rglob("*.py") if word in file.read_text()}
    assert {file for file in files if not file.startswith("access/")} == TRUSTED[word]


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    assert [file.name for file in folder.glob("0*.md") if file.name not in index] == []
