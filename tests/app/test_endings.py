"""The app ends well, whatever happens: one line, the text kept, the terminal given back, and no process left behind."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from textual.worker import WorkerFailed

from journal.core import diagnostics
from journal.ui.leaving import GONE_S, HARD_S
from tests.support.app import Opening
from tests.support.terminal import PATIENCE, Terminal, environment, planted, terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs pseudo-terminals and pidfd_open")

TYPED = "今天学了卷积，是个秘密。"


@pytest.fixture
def home(indexed_home: Path) -> Path:
    return indexed_home


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The diagnostic log of an app that runs in this process."""
    diagnostics.keep_in(tmp_path / "cache")
    yield tmp_path / "cache" / diagnostics.NAME
    diagnostics.keep_in(None)


def bodies(home: Path) -> list[str]:
    """The logs in the database."""
    with sqlite3.connect(home / "journal.db", timeout=30) as connection:
        found = [body for (body,) in connection.execute("SELECT body FROM week")]
    connection.close()
    return found


def drafts(home: Path) -> list[str]:
    """The texts that the next start offers."""
    return [path.read_text(encoding="utf-8") for path in home.glob("unsaved-*.md")]


def diagnostics_of(home: Path) -> str:
    """The diagnostic log."""
    return (home / "cache" / "diagnostics.log").read_text(encoding="utf-8")


def write(app: Terminal) -> None:
    """Goes to Write and types."""
    app.until("Nothing to review yet.")
    app.send("w")
    app.until("What did you learn this week?")
    app.send(TYPED)
    app.until(TYPED)


# --- errors that nobody foresaw -----------------------------------------------------------------------------------

RAISES = """
def planted(self, *_, **__):
    secret = "Geheimnis"
    raise ValueError(f"of {secret}")
"""
ERRORS = {
    "an action": (
        RAISES + "from journal.writing.screens.write import WriteScreen as W; W.action_weeks = planted",
        "\x1bOQ",
    ),
    "a handler": (
        RAISES + "from journal.writing.screens.left_behind import RecoveryNotice as L; L.stay = planted",
        "x",
    ),
    "a timer": (RAISES + "from journal.writing.screens.write import WriteScreen as W; W.save = planted", ""),
    "painting": (
        RAISES
        + "from journal.writing.screens.editor import Editor as E\nbefore = E.look_of\n"
        + "E.look_of = lambda self, line, row: planted(self) if '!' in self.text else before(self, line, row)",
        "!",
    ),
    "composing": (RAISES + "import journal.writing.screens.choose_week as c; c.ChooseWeek.compose = planted", "\x1bOQ"),
    "mounting": (RAISES + "import journal.writing.screens.choose_week as c; c.ChooseWeek.on_mount = planted", "\x1bOQ"),
    "a thread that saves": (RAISES + "import journal.weeks.weeks; journal.weeks.weeks.save = planted", ""),
    "a task": (
        RAISES
        + "from textual import work\nfrom journal.writing.screens.write import WriteScreen as W\n"
        + "async def later(self): planted(self)\nW.action_weeks = work(later)",
        "\x1bOQ",
    ),
    "the end": (RAISES + "from journal.app.app import JournalApp as A; A._farewell = planted", "\x11"),
}


@pytest.mark.parametrize("where", ERRORS)
def test_an_error_that_nobody_foresaw_is_one_line_and_the_text_is_kept(home: Path, where: str) -> None:
    plant, keys = ERRORS[where]
    with terminal(home, app=planted(plant)) as app:
        before = termios.tcgetattr(app.process.child_fd)
        app.until("Nothing to review yet.")
        app.send("w")
        app.until("What did you learn this week?")
        app.send(TYPED + keys)
        assert app.ended() == 1
        (line,) = app.last_words
        assert line.startswith("journal: An unexpected error (ValueError) ended")
        assert str(home / "cache" / "diagnostics.log") in line
        assert termios.tcgetattr(app.process.child_fd) == before
        assert b"Traceback" not in app.painted
    assert any(TYPED in each for each in (*bodies(home), *drafts(home))), (bodies(home), drafts(home))
    noted = diagnostics_of(home)
    assert "unforeseen" in noted
    assert "ValueError" in noted
    assert "Geheimnis" not in noted
    assert "秘密" not in noted


@pytest.mark.parametrize(
    "plant",
    [
        "import journal.review.asking; journal.review.asking.prefetch_today = planted",
        "import journal.maintenance.backups; journal.maintenance.backups.back_up_daily = planted",
        "import journal.opening.journal; journal.opening.journal.read_library = planted",
        "import journal.today.screens.today; journal.today.screens.today.TodayScreen.load = planted",
        "import journal.app.app; journal.app.app.JournalApp.on_ready = planted",
        "import journal.app.app; journal.app.app.JournalApp.compose = planted",
        "import journal.app.app; journal.app.app.JournalApp.get_theme_variable_defaults = planted",
    ],
)
def test_an_error_at_the_start_is_one_line(home: Path, plant: str) -> None:
    with terminal(home, app=planted(RAISES + plant)) as app:
        assert app.ended() == 1
        assert b"Traceback" not in app.painted
        assert app.text.count("unexpected error") == 1
    assert "ValueError" in diagnostics_of(home)
    assert "Geheimnis" not in diagnostics_of(home)


NO_UTF_8 = b"\xff\xfe"
NO_PIXELS = b"\x1b[48;24;80;0;0t\x1b[<0;10;10M"
"""A window of no size, and then a click in it, by which Textual divides."""


def test_what_a_terminal_sends_and_nobody_can_read_is_left_out(home: Path) -> None:
    with terminal(home) as app:
        write(app)
        for number, odd in enumerate((NO_UTF_8, NO_PIXELS, NO_UTF_8), start=1):
            app.send(odd)
            app.send(f"第{number}句。")
            app.until(f"第{number}句。")
        app.send("\x11")
        assert app.ended() == 0
    (body,) = bodies(home)
    assert body.replace("\N{REPLACEMENT CHARACTER}", "") == f"{TYPED}第1句。第2句。第3句。"
    assert "ZeroDivisionError" in diagnostics_of(home)
    assert "秘密" not in diagnostics_of(home)


# --- a terminal that is gone ----------------------------------------------------------------------------------------

STUCK = {
    "nothing": "",
    "a thread of its own": "import threading; threading.Thread(target=threading.Event().wait).start()",
    "a thread that works for the app": (
        "import threading, journal.review.asking as a\na.prefetch_today = lambda journal: threading.Event().wait()"
    ),
    "the one that saves": (
        "import threading, journal.weeks.weeks\njournal.weeks.weeks.save = lambda *_: threading.Event().wait()"
    ),
    "the one that paints": (
        "from journal.writing.screens.write import WriteScreen as W\n"
        "def planted(self):\n    while self.buffer.text: pass\n"
        "W.look = planted"
    ),
    "the one that writes to the terminal": (
        "from textual.drivers import _writer_thread\nimport threading\n"
        "_writer_thread.WriterThread.stop = lambda self: threading.Event().wait()"
    ),
    "the one that keeps all others from running": (
        "import re\nfrom journal.writing.screens.write import WriteScreen as W\n"
        "W.look = lambda self: self.buffer.text and re.match('(a|a)*b', 'a' * 60)"
    ),
}
"""What is stuck, and how it is made so."""


@contextmanager
def in_a_terminal(home: Path, app: tuple[str, ...], *, leader: bool) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The app in a terminal, whose other end is given; a `leader` is told by a signal when that is closed."""
    import pty

    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))

    def take_terminal() -> None:
        os.setsid()
        if leader:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    with subprocess.Popen(
        [sys.executable, *app], stdin=its, stdout=its, stderr=its, env=environment(home), preexec_fn=take_terminal
    ) as process:
        os.close(its)
        try:
            yield process, ours
        finally:
            process.kill()


def read_until(terminal: int, shown: str) -> None:
    """Reads what is painted until it holds some words."""
    painted = b""
    while shown.encode() not in painted:
        assert select.select([terminal], [], [], PATIENCE)[0], f"{shown} did not come up"
        painted += os.read(terminal, 65536)


def family(pid: int) -> list[int]:
    """The processes that a process has started, and theirs in turn."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *family(child)]
    return found


@pytest.mark.parametrize("leader", [True, False], ids=["told", "untold"])
@pytest.mark.parametrize("what", STUCK)
def test_nothing_outlives_a_terminal_that_is_gone_and_the_text_is_kept(home: Path, what: str, leader: bool) -> None:
    if what == "the one that keeps all others from running" and not leader:
        pytest.skip("no thread can look for the terminal then")
    with in_a_terminal(home, planted(STUCK[what]), leader=leader) as (app, ours):
        for shown, keys in (("Nothing", "w"), ("What did you", TYPED), ("秘密", "")):
            read_until(ours, shown)
            os.write(ours, keys.encode())
        others = [os.pidfd_open(pid) for pid in family(app.pid)]
        assert others, "the worker is there"
        os.close(ours)
        app.wait(PATIENCE)
        for each in others:
            assert select.select([each], [], [], PATIENCE)[0]
            os.close(each)
    kept = [*bodies(home), *drafts(home)]
    assert TYPED in kept, kept


def test_the_times_that_leaving_may_take_are_less_than_two_seconds_together() -> None:
    assert GONE_S + HARD_S < 2


# --- within the app ------------------------------------------------------------------------------------------------


async def test_a_thread_that_fails_while_the_app_leaves_is_only_noted(opened: Opening, log: Path) -> None:
    async with opened() as user:
        user.app.exit()
        user.app._handle_exception(WorkerFailed(ValueError(TYPED)))
    assert user.app.return_code == 0
    assert user.app.mishap == ""
    assert "late" in log.read_text(encoding="utf-8")
    assert TYPED not in log.read_text(encoding="utf-8")


async def test_of_several_errors_the_first_one_is_told_and_all_are_noted(opened: Opening, log: Path) -> None:
    async with opened() as user:
        user.app._handle_exception(ValueError("first"))
        user.app._handle_exception(KeyError("second"))
        user.app._exception = None  # which a test run would raise again
    assert "(ValueError)" in user.app.mishap
    assert user.app.return_code == 1
    noted = log.read_text(encoding="utf-8")
    assert "ValueError" in noted
    assert "KeyError" in noted


async def test_a_text_that_can_be_stored_nowhere_does_not_keep_the_app(
    opened: Opening, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, TYPED)

    async with opened() as user:
        await user.press("w")
        await user.types(TYPED)
        monkeypatch.setattr("journal.weeks.weeks.save", full)
        monkeypatch.setattr("journal.writing.drafts.write_draft", full)
        user.app._handle_exception(ValueError("first"))
        user.app._exception = None
    assert "not saved" in user.app.mishap
    assert "ENOSPC" in log.read_text(encoding="utf-8")
    assert TYPED not in log.read_text(encoding="utf-8")
