"""The commands undo and redo: what was done by any command is undone by another run of the app."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import LOG, RunJournal


def test_each_command_that_changed_the_log_is_taken_back_and_done_again(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    run_journal("park", "一个想法")
    run_journal("delete", "1")
    taken_back = [run_journal("undo").out.strip() for _ in range(3)]
    assert taken_back == [
        "Undone: deleted 第一周周记 2024.07.07 ~ 2024.07.14.",
        "Undone: parked “一个想法”.",
        "Undone: imported week.md.",
    ]
    assert [run_journal("redo").status for _ in range(2)] == [0, 0]
    assert run_journal("show", "1").out == LOG
    assert run_journal("redo").out == "Redone: deleted 第一周周记 2024.07.07 ~ 2024.07.14.\n"


def test_nothing_to_take_back_is_told_in_one_line(run_journal: RunJournal) -> None:
    for command, result in (("undo", "Nothing to undo"), ("redo", "Nothing to redo")):
        done = run_journal(command)
        assert (done.status, done.out) == (1, "")
        assert result in done.err
        assert len(done.err.splitlines()) == 1


def test_the_last_steps_are_listed_and_nothing_is_changed_by_it(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    run_journal("park", "一个想法")
    run_journal("undo")
    lines = run_journal("undo", "--list").lines
    assert [line.split("  ")[1:] for line in lines] == [["parked “一个想法”", "undone"], ["imported week.md"]]
    listed = run_journal("undo", "--list", "--json").json
    assert [(each["text"], each["undone"]) for each in listed] == [
        ("parked “一个想法”", True),
        ("imported week.md", False),
    ]
    assert run_journal("items", "--json").json[0]["state"] == "proposed"


def test_as_json_it_says_what_was_taken_back(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("undo", "--json").json
    assert (result["text"], result["undone"]) == ("imported week.md", True)
    assert run_journal("redo", "--json").json["undone"] is False
