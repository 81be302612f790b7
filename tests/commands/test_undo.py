"""The commands undo and redo: what was done by any command is taken back by another run of the app."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import LOG, Journal


def test_each_command_that_changed_the_log_is_taken_back_and_done_again(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    journal("park", "一个想法")
    journal("delete", "1")
    taken_back = [journal("undo").out.strip() for _ in range(3)]
    assert taken_back == [
        "Took back: deleted 第一周周记 2024.07.07 ~ 2024.07.14.",
        "Took back: parked “一个想法”.",
        "Took back: imported week.md.",
    ]
    assert [journal("redo").status for _ in range(2)] == [0, 0]
    assert journal("show", "1").out == LOG
    assert journal("redo").out == "Done again: deleted 第一周周记 2024.07.07 ~ 2024.07.14.\n"


def test_nothing_to_take_back_is_told_in_one_line(journal: Journal) -> None:
    for command, told in (("undo", "nothing to take back"), ("redo", "nothing to do again")):
        done = journal(command)
        assert (done.status, done.out) == (1, "")
        assert told in done.err
        assert len(done.err.splitlines()) == 1


def test_the_last_steps_are_listed_and_nothing_is_changed_by_it(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    journal("park", "一个想法")
    journal("undo")
    lines = journal("undo", "--list").lines
    assert [line.split("  ")[1:] for line in lines] == [["parked “一个想法”", "taken back"], ["imported week.md"]]
    listed = journal("undo", "--list", "--json").json
    assert [(each["text"], each["undone"]) for each in listed] == [
        ("parked “一个想法”", True),
        ("imported week.md", False),
    ]
    assert journal("items", "--json").json[0]["state"] == "proposed"


def test_as_json_it_says_what_was_taken_back(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("undo", "--json").json
    assert (told["text"], told["undone"]) == ("imported week.md", True)
    assert journal("redo", "--json").json["undone"] is False
