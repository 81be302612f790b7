"""What nobody foresaw: one line, the status 1, an entry in the diagnostic log, and never a traceback."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from journal.core.messages import UserError
from tests.contracts.processes import environment
from tests.support.commands import RunJournal

SECRET = "今晚就学的秘密"

Command = tuple[str, ...]
PLANTED = [
    ValueError(SECRET),
    KeyError(SECRET),
    RecursionError(SECRET),
    MemoryError(SECRET),
    OSError(errno.EIO, SECRET),
    AssertionError(SECRET),
    ExceptionGroup(SECRET, [TypeError(SECRET)]),
]
PLACES = [
    ("journal.writing.commands.weeks.weeks", ("weeks",)),
    ("journal.opening.recovery.open_store", ("weeks",)),
    ("journal.weeks.weeks.add_entry", ("add", SECRET)),
    ("journal.db.figures.misconception_answers", ("beliefs",)),
    ("journal.maintenance.doctor.sandbox_layers", ("doctor",)),
    ("journal.cli.parsing.parser", ("weeks",)),
]


def diagnostics_of(home: Path) -> str:
    """The diagnostic log of a journal."""
    return (home / "cache" / "diagnostics.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("error", PLANTED, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("place", "command"), PLACES[:2], ids=lambda each: str(each))
def test_any_error_of_a_command_is_one_line_that_names_the_log(
    run_journal: RunJournal,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    place: str,
    command: Command,
) -> None:
    check(run_journal, home, monkeypatch, error, place, command)


@pytest.mark.parametrize(("place", "command"), PLACES[2:], ids=lambda each: str(each))
def test_wherever_it_is_raised(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch, place: str, command: Command
) -> None:
    check(run_journal, home, monkeypatch, ValueError(SECRET), place, command)


def check(
    run_journal: RunJournal,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    place: str,
    command: Command,
) -> None:
    def planted(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(place, planted)
    result = run_journal(*command)
    assert result.status == 1
    assert result.out == ""
    (line,) = result.err.splitlines()
    assert line.startswith("journal: ")
    assert type(error).__name__ in line
    assert str(home / "cache" / "diagnostics.log") in line
    assert "Traceback" not in result.err
    assert SECRET not in result.err
    noted = diagnostics_of(home)
    assert f"command={command[0]}\n" in noted
    assert type(error).__name__ in noted
    assert SECRET not in noted


def test_an_error_for_the_user_that_has_no_text_is_no_traceback_either(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(*_: object) -> NoReturn:
        raise UserError("no.such_text", text=SECRET)

    monkeypatch.setattr("journal.writing.commands.weeks.weeks", planted)
    result = run_journal("weeks")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "UserError[no.such_text]" in diagnostics_of(home)
    assert SECRET not in diagnostics_of(home)


def test_a_log_that_cannot_be_written_is_said_so(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home / "cache")
    (home / "cache").write_text("in the way", encoding="utf-8")

    def planted(*_: object) -> NoReturn:
        raise ValueError(SECRET)

    monkeypatch.setattr("journal.writing.commands.weeks.weeks", planted)
    result = run_journal("weeks")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "diagnostic log cannot be written" in result.err


UNHEARD = """
import sys, threading
from journal import cli
from journal.writing.commands import weeks

class Odd:
    def __del__(self):
        raise ValueError("SECRET")

def planted(options, settings):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    Odd()
    return 0

weeks.weeks = planted
sys.argv = ["journal", "weeks"]
sys.exit(cli.main())
"""


def test_what_a_thread_raises_goes_to_the_log_and_not_to_the_screen(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNHEARD],
        env=environment(JOURNAL_HOME=str(tmp_path)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    noted = diagnostics_of(tmp_path)
    assert noted.count("unheard") == 2
    assert "ZeroDivisionError" in noted
    assert "SECRET" not in noted


def test_the_doctor_names_the_log(run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def named() -> str:
        (text,) = [each["text"] for each in run_journal("doctor", "--json").json if each["name"] == "diagnostics"]
        return str(text)

    log = str(home / "cache" / "diagnostics.log")
    assert named() == f"nothing noted yet; it will be {log}"
    with monkeypatch.context() as planting:
        planting.setattr("journal.writing.commands.weeks.weeks", lambda *_: 1 / 0)
        run_journal("weeks")
    assert named() == log
