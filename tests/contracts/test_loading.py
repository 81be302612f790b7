"""What a process loads: the commands that need little load little, and the screens never load what runs the demos."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from journal.db.direct import open_direct
from tests.contracts.processes import modules_after, packages_after

SCREENS = {"textual", "rich"}
DATABASE = {"sqlmodel", "sqlalchemy"}
DEMOS = {"torch", "numpy", "matplotlib"}

COMMANDS = """
import sys
from journal.cli import main
for line in sys.argv[1:]:
    try:
        status = main(line.split())
    except SystemExit as left:
        status = left.code
    assert status in (None, 0, 1), status
loaded = set(sys.modules)
"""

OPENING = """
import asyncio, sys
from pathlib import Path
from journal.core.settings import Settings
from journal.app.app import JournalApp

seen = {}

def open_journal(told):
    seen["painted"] = app.screen.is_running and bool(app.screen.query("TitleBar"))
    seen["first_frame"] = set(sys.modules)
    from journal.opening.journal import open_journal as opened
    return opened(settings)

settings = Settings(Path("home"))
app = JournalApp(settings, open_journal)

async def main():
    async with app.run_test(size=(80, 24)) as pilot:
        while app.journal is None:
            await pilot.pause(0.05)
        for key in "wrcp":
            await app.workers.wait_for_complete()
            await pilot.press("escape", key)
        await app.workers.wait_for_complete()
        await pilot.pause()

asyncio.run(main())
assert seen["painted"]
first_frame, loaded = seen["first_frame"], set(sys.modules)
"""


LOOKING = """
import asyncio, sys
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from journal.core.settings import Settings
from journal.app.app import JournalApp
from journal.app.start import _looked_first

settings, shown = Settings(Path("home")), Event()

def open_journal(told):
    shown.wait()
    from journal.opening.journal import open_journal as opened
    return opened(settings)

app = JournalApp(settings, open_journal, look_first=partial(_looked_first, settings, datetime.now))

async def main():
    global loaded
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.screen.query_one("#week").lines:
            await pilot.pause(0.05)
        loaded = set(sys.modules)
        assert app.journal is None
        shown.set()
        while app.journal is None:
            await pilot.pause(0.05)

asyncio.run(main())
"""


def test_the_help_loads_nothing_but_the_standard_library(tmp_path: Path) -> None:
    loaded = packages_after(COMMANDS, tmp_path, ["--help"])["loaded"]
    assert "journal" in loaded
    assert loaded.isdisjoint(SCREENS | DATABASE | DEMOS | {"fsrs", "wcwidth", "platformdirs", "logging"})


def test_counting_a_file_opens_no_journal(tmp_path: Path) -> None:
    (tmp_path / "week.md").write_text("学了CNN（卷积神经网络）", encoding="utf-8")
    loaded = packages_after(COMMANDS, tmp_path, ["count week.md"])["loaded"]
    assert "wcwidth" in loaded
    assert loaded.isdisjoint(SCREENS | DATABASE | DEMOS | {"fsrs"})
    assert not (tmp_path / "home").exists()
    assert "logging" not in loaded


def test_commands_that_read_the_journal_load_neither_screens_nor_demos(tmp_path: Path) -> None:
    loaded = packages_after(COMMANDS, tmp_path, ["weeks", "concepts", "concept 卷积", "progress"])["loaded"]
    assert loaded >= DATABASE
    assert loaded.isdisjoint(SCREENS | DEMOS)


def test_running_a_demo_loads_torch_in_another_process(tmp_path: Path) -> None:
    loaded = packages_after(COMMANDS, tmp_path, ["demo conv-output-size"])["loaded"]
    assert loaded.isdisjoint(SCREENS | DEMOS)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The modules that are loaded when the journal is about to be opened, and after a walk through the screens."""
    return modules_after(OPENING, tmp_path_factory.mktemp("screens"))


@pytest.fixture
def first_frame(walk: dict[str, set[str]]) -> set[str]:
    """The modules that the first frame takes."""
    return walk["first_frame"]


@pytest.fixture
def screens(walk: dict[str, set[str]]) -> dict[str, set[str]]:
    """The packages of what is loaded before the journal is opened, and after the walk."""
    return {name: {module.partition(".")[0] for module in modules} for name, modules in walk.items()}


def test_the_first_frame_is_painted_before_anything_of_the_journal_is_loaded(screens: dict[str, set[str]]) -> None:
    assert screens["first_frame"] >= SCREENS
    assert screens["first_frame"].isdisjoint(DATABASE | DEMOS | {"fsrs"})


def test_the_first_frame_loads_nothing_that_is_only_needed_later(first_frame: set[str]) -> None:
    assert "journal.today.screens.today" in first_frame
    later = {"argparse", "importlib.metadata", "textual.widgets._text_area", "journal.app.palette"}
    assert first_frame.isdisjoint(later)
    assert not [name for name in first_frame if name.startswith("journal.db")]


def test_today_is_shown_before_the_tables_are_loaded(tmp_path: Path) -> None:
    packages_after(COMMANDS, tmp_path, ["add 学了LSTM"])
    loaded = modules_after(LOOKING, tmp_path)["loaded"]
    assert "journal.today.today" in loaded
    assert loaded.isdisjoint({"journal.library.reading", "journal.memory.fitting.trainer"})
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(DATABASE | DEMOS | {"pydantic"})


def test_the_app_alone_builds_no_command_line(tmp_path: Path) -> None:
    loaded = modules_after(COMMANDS, tmp_path, [""])["loaded"]
    assert "journal.app.start" in loaded
    assert loaded.isdisjoint({"journal.cli.parsing", "journal.cli.commands"})


def test_the_process_that_paints_never_loads_what_runs_the_demos(screens: dict[str, set[str]]) -> None:
    assert screens["loaded"] >= SCREENS | DATABASE
    assert screens["loaded"].isdisjoint(DEMOS)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a journal that has one line, and with it the index of the library."""
    folder = tmp_path_factory.mktemp("noted")
    packages_after(COMMANDS, folder, ["add 学了LSTM"])
    return folder / "home"


@pytest.mark.parametrize("command", ["add 学了CNN", "park GAN", "weeks", "due", "items", "search LSTM", "tags"])
def test_what_is_noted_in_passing_loads_no_tables_and_parses_no_concept(
    noted: Path, tmp_path: Path, command: str
) -> None:
    shutil.copytree(noted, tmp_path / "home")
    loaded = modules_after(COMMANDS, tmp_path, [command])["loaded"]
    assert "journal.opening.at_once" in loaded
    assert loaded.isdisjoint({"journal.library.reading", "journal.memory.fitting.trainer"})
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(SCREENS | DATABASE | DEMOS | {"pydantic"})


def test_what_is_due_is_counted_without_the_tables_where_something_is_due(tmp_path: Path) -> None:
    packages_after(COMMANDS, tmp_path, ["add 学了LSTM"])
    with closing(open_direct(tmp_path / "home" / "journal.db", date.today())) as store, store.write() as session:
        known = "due = '2020-01-01', last = '2019-12-01', stability = 9, difficulty = 5, repetitions = 1"
        session.exec_driver_sql(f"UPDATE card SET {known}")
    loaded = packages_after(COMMANDS, tmp_path, ["due"])["loaded"]
    assert loaded.isdisjoint(DATABASE)
