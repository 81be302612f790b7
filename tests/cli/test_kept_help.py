"""The help is said again as it was kept, and anew where what it depends on is another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAID = """
import sys
sys.argv = ["journal", "--help"]
from journal.__main__ import main
status = main()
print(status, *sorted({"argparse", "journal.cli", "tomllib"} & set(sys.modules)), file=sys.stderr)
"""


def said(home: Path, **environ: str) -> tuple[str, str]:
    """What the help says, and what it says on the other stream: its status, and what it loaded."""
    whole = {**os.environ, "JOURNAL_HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "100", **environ}
    done = subprocess.run([sys.executable, "-c", SAID], env=whole, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr.strip()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir()
    return tmp_path


def test_what_was_said_is_said_again_without_building_the_command_line(home: Path) -> None:
    first, loaded = said(home)
    assert loaded == "0 argparse journal.cli tomllib"
    assert said(home) == (first, "0")
    assert "journal" in first


def test_another_width_language_or_setting_says_it_anew(home: Path) -> None:
    english, _ = said(home)
    narrow, _ = said(home, COLUMNS="60")
    assert narrow != english
    chinese, _ = said(home, LANG="zh_CN.UTF-8")
    assert "用法" in chinese
    (home / "settings.toml").write_text('language = "zh"\n', encoding="utf-8")
    assert said(home)[0] == chinese


def test_where_there_is_no_journal_nothing_is_written(tmp_path: Path) -> None:
    said(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_in_a_wrong_form_is_said_anew(home: Path) -> None:
    english, _ = said(home)
    (home / "cache" / "help").write_bytes(b"\xff\xfe\n")
    assert said(home)[0] == english


def test_settings_that_cannot_be_used_are_told_and_nothing_is_kept(home: Path) -> None:
    (home / "settings.toml").write_text("quota = many\n", encoding="utf-8")
    text, told = said(home)
    assert (text, told.splitlines()[-1][0]) == ("", "1")
    assert not (home / "cache" / "help").exists()
