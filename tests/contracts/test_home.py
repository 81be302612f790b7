"""Everything of one journal lies in one folder, and nothing is written outside of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.processes import environment, run_journal

COMMANDS = (
    ("--help",),
    ("import", "week.md"),
    ("weeks",),
    ("show", "1"),
    ("count", "week.md"),
    ("concepts",),
    ("concept", "卷积"),
    ("demo", "tensorboard-scalars"),
    ("quiz", "--count", "1"),
    ("due",),
    ("progress",),
    (),
)
LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n这周学了CNN（卷积神经网络）和池化。\n"


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """A folder with one log, an empty home, and an empty folder for what is temporary."""
    for name in ("here", "user", "temporary"):
        (tmp_path / name).mkdir()
    (tmp_path / "here" / "week.md").write_text(LOG, encoding="utf-8")
    return tmp_path


def run_all(ground: Path, **environ: str) -> None:
    whole = environment(HOME=str(ground / "user"), TMPDIR=str(ground / "temporary"), **environ)
    for arguments in COMMANDS:
        done = run_journal(*arguments, cwd=ground / "here", environ=whole, text="y\n1\n")
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr, done.stderr


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_s28_only_the_folder_that_is_named_is_written_to(ground: Path) -> None:
    run_all(ground, JOURNAL_HOME=str(ground / "journal"))
    assert "journal.db" in files(ground / "journal")
    assert (files(ground / "here"), files(ground / "user"), files(ground / "temporary")) == ({"week.md"}, set(), set())


def test_without_a_name_it_lies_in_the_user_s_own_folder_for_data(ground: Path) -> None:
    data = ground / "data"
    environ = environment(HOME=str(ground / "user"), XDG_DATA_HOME=str(data))
    assert run_journal("import", "week.md", cwd=ground / "here", environ=environ).returncode == 0
    assert {path.parent for path in ground.rglob("journal.db")} <= {data / "journal", *(ground / "user").rglob("*")}
    assert list(ground.rglob("journal.db"))
    assert files(ground / "here") == {"week.md"}
