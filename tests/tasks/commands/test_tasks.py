"""`journal write`: tasks are listed, set in each of their forms, and solutions judged, without a screen."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import RunJournal

TASK = "conv-output-size.output_size"
RIGHT = "def output_size(n, k, s, p, d):\n    return (n + 2 * p - d * (k - 1) - 1) // s + 1\n"
WITHOUT_GAPS = "def output_size(n, k, s, p, d):\n    return (n + 2 * p - k) // s + 1\n"


def test_the_tasks_are_listed(run_journal: RunJournal) -> None:
    rows = {row["id"]: row for row in run_journal("write", "--json").json}
    assert rows[TASK]["forms"] == ["blank", "mend", "write"]
    assert "output_size" in run_journal("write").out


def test_a_task_is_shown_to_start_from(run_journal: RunJournal) -> None:
    shown = run_journal("write", "output_size", "--form", "blank", "--json").json
    assert shown["start"].count("____") == 2
    assert "def output_size(n, k, s, p, d):" in run_journal("write", TASK).lines


def test_hints_come_one_by_one_and_the_solution_when_asked(run_journal: RunJournal) -> None:
    assert "Hint:" not in run_journal("write", TASK).out
    assert run_journal("write", TASK, "--hints", "1").out.count("Hint:") == 1
    assert "window = d * (k - 1) + 1" in run_journal("write", TASK, "--solution").out


def test_a_right_solution_is_right(run_journal: RunJournal) -> None:
    result = run_journal("write", TASK, "-", text=RIGHT)
    assert (result.status, result.out) == (0, "Right on all 24 inputs.\n")


def test_a_wrong_one_is_named_and_refuted(run_journal: RunJournal, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(WITHOUT_GAPS, encoding="utf-8")
    result = run_journal("write", TASK, str(path))
    assert result.status == 1
    assert "It behaves like this misconception: The window covers k rows, whatever the dilation." in result.lines
    assert any(line.startswith("The smallest input that shows it: output_size(n = 16, k = 2,") for line in result.lines)
    verdict = run_journal("write", TASK, str(path), "--json").json
    assert (verdict["verdict"], verdict["misconception"]) == ("wrong", "window_of_k")


def test_blanks_are_filled_in_a_line_each(run_journal: RunJournal) -> None:
    assert run_journal("write", TASK, "-", "--form", "blank", text="d * (k - 1) + 1\n// s + 1\n").status == 0


def test_an_endless_solution_is_stopped_and_said_so(run_journal: RunJournal) -> None:
    result = run_journal("write", TASK, "-", text="def output_size(n, k, s, p, d):\n    while True: pass\n")
    assert (result.status, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1


def test_what_cannot_be_done_is_said_in_one_line(run_journal: RunJournal) -> None:
    assert run_journal("write", TASK, "--form", "order").err == (
        "journal: conv-output-size.output_size cannot be set as order; its forms: blank, mend, write.\n"
    )
    assert run_journal("write", "pooling.nothing").status == 1
    assert "Line 1 does not parse" in run_journal("write", TASK, "-", text="def output_size(").out


def test_a_task_of_one_s_own_is_begun_and_passes_lint(run_journal: RunJournal) -> None:
    path = Path(run_journal("new", "--task", "Mean of all", "--no-edit", "--json").json["path"])
    assert run_journal("write", "mean_of", "--json").json["form"] == "write"
    checked = run_journal("lint", str(path), "--seeds", "60")
    assert (checked.status, checked.out) == (0, "1 question in 1 file, 0 problems.\n")
