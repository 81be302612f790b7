"""Settings: where a journal lives, what can be set, and how a mistake is told."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from journal.core import messages
from journal.core import settings as module
from journal.core.languages import LANGUAGES
from journal.core.messages import UserError
from journal.core.settings import Settings, load, locale_language


def written(home: Path, text: str) -> Settings:
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return load(home, {})


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    found = load(tmp_path, {})
    assert (found.quota, found.first_weekday, found.day_starts, found.retention) == (800, 0, 4, 0.9)
    assert (found.new_per_day, found.reviews_per_day, found.theme, found.keys) == (12, 120, "", {})


def test_every_entry_of_the_file_is_taken(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        """
language = "zh"
quota = 1000
first_weekday = 6
day_starts = 0
retention = 0.85
new_per_day = 0
reviews_per_day = 50
leech_after = 5
theme = "nord"
runner = "spare"
keys = { quit = "ctrl+q", review = "r,1" }
retention_of = { tensors = 0.95 }
easy_days = { sat = 0.5, sun = 0 }
""",
    )
    assert found == Settings(
        tmp_path,
        language="zh",
        quota=1000,
        first_weekday=6,
        day_starts=0,
        retention=0.85,
        new_per_day=0,
        reviews_per_day=50,
        leech_after=5,
        theme="nord",
        runner="spare",
        keys={"quit": "ctrl+q", "review": "r,1"},
        retention_of={"tensors": 0.95},
        easy_days={"sat": 0.5, "sun": 0},
    )
    assert (found.retention_in("tensors"), found.retention_in("training")) == (0.95, 0.85)


def test_the_paths_of_a_journal_are_all_in_its_home(tmp_path: Path) -> None:
    found = load(tmp_path, {})
    paths = {found.file, found.database, found.concepts, found.backups}
    assert len(paths) == 4
    assert {path.parent for path in paths} == {tmp_path}
    assert not any(path.exists() for path in paths)


def test_the_home_is_the_argument_else_the_environments_else_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"JOURNAL_HOME": str(tmp_path / "named")}
    assert load(tmp_path / "given", environ).home == tmp_path / "given"
    assert load(None, environ).home == tmp_path / "named"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load(None, {"JOURNAL_HOME": ""}).home.is_relative_to(tmp_path)
    assert load(None, {}).home.name == "journal"


def test_a_home_may_be_relative_or_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert load(Path("here"), {}).home == tmp_path / "here"
    assert load(None, {"JOURNAL_HOME": "~/mine"}).home == tmp_path / "mine"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "", "LC_ALL": "ZH_CN"}, "zh"),
    ],
)
def test_the_language_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert locale_language(environ) == language


def test_the_language_of_the_file_comes_before_the_locales(tmp_path: Path) -> None:
    assert load(tmp_path, {"LANG": "zh_CN.UTF-8"}).language == "zh"
    assert written(tmp_path, 'language = "en"').language == "en"
    assert load(tmp_path, {"LANG": "zh_CN.UTF-8"}).language == "en"
    (tmp_path / "settings.toml").write_text('language = ""')
    assert load(tmp_path, {"LANG": "zh_CN.UTF-8"}).language == "zh"


def complaint(home: Path, text: str) -> str:
    """The one line that a file with this text is answered by, in English; it exists in Chinese too."""
    with pytest.raises(UserError) as caught:
        written(home, text)
    for language in reversed(LANGUAGES):
        messages.use(language)
        line = str(caught.value)
        assert "\n" not in line
        assert str(home / "settings.toml") in line
    return line


@pytest.mark.parametrize(("wrong", "nearest"), [("qouta", "quota"), ("lang", "language"), ("home", "theme")])
def test_an_unknown_setting_is_told_with_the_nearest_one(tmp_path: Path, wrong: str, nearest: str) -> None:
    line = complaint(tmp_path, f'{wrong} = "x"')
    assert f"'{wrong}'" in line
    assert f"'{nearest}'" in line


@pytest.mark.parametrize(
    "entry",
    [
        'quota = "800"',
        "quota = 800.5",
        "quota = -1",
        "quota = true",
        "first_weekday = 7",
        "day_starts = 24",
        "retention = 0.69",
        "retention = 1",
        "retention = nan",
        'retention = "0.9"',
        "new_per_day = -1",
        "reviews_per_day = 1e3",
        "days_of_review = 8",
        "weeks_forgiven = -1",
        'language = "de"',
        "language = 1",
        'weeks = "lunar"',
        'runner = "thread"',
        "theme = 1",
        'keys = "q"',
        "keys = { quit = 1 }",
        'keys = ["q"]',
        "retention_of = 0.9",
        "retention_of = { tensors = 0.69 }",
        'retention_of = { tensors = "0.9" }',
        'easy_days = ["sat"]',
        "easy_days = { sat = 1.5 }",
        "easy_days = { saturday = 0.5 }",
    ],
)
def test_a_value_of_the_wrong_type_or_range_is_told(tmp_path: Path, entry: str) -> None:
    name = entry.split(" = ")[0]
    line = complaint(tmp_path, entry)
    assert name in line
    if name in ("quota", "retention"):
        assert " from " in line


@pytest.mark.parametrize(
    "entry", ["retention = 0.70", "retention = 0.99", "quota = 0", "day_starts = 23", "weeks_forgiven = 0"]
)
def test_a_value_at_the_edge_is_taken(tmp_path: Path, entry: str) -> None:
    written(tmp_path, entry)


def test_a_file_that_is_no_toml_is_told_with_its_place(tmp_path: Path) -> None:
    assert "line 2" in complaint(tmp_path, "quota = 1\nquota 2\n")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"theme = '\xff'")
    with pytest.raises(UserError):
        load(tmp_path, {})


def test_a_file_written_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes("\ufeffquota = 5\r\n".encode())
    assert load(tmp_path, {}).quota == 5


def test_every_setting_has_a_line_of_manual_under_it() -> None:
    body = ast.parse(inspect.getsource(Settings)).body[0]
    assert isinstance(body, ast.ClassDef)
    documented = {
        entry.target.id
        for entry, below in zip(body.body, body.body[1:], strict=False)
        if isinstance(entry, ast.AnnAssign) and isinstance(entry.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }
    assert documented == {field.name for field in fields(Settings)}


def test_reading_settings_is_cheap() -> None:
    script = (
        f"import sys, {module.__name__}; print({{'platformdirs', 'difflib', 'sqlmodel', 'textual'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
