"""lint: what is wrong with concept files, and in which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.library import library
from tests.support.commands import RunJournal

SOUND = '''"""Half of a number

Half of n is n / 2."""

from journal.authoring import question, whole

ZH = "一半"


def demo(n=whole(2, 40)):
    return n / 2


@question("What is it?", "是多少？")
def half(out):
    return out


@half.wrong("Half of it, not twice.", "是一半，不是两倍。")
def twice(n):
    return 2.0 * n
'''
FAULTS = {
    "no_wrong_idea": (
        SOUND.split("\n\n\n@half.wrong")[0],
        "half: It has no misconception: write one below it, with @half.wrong.",
        15,
    ),
    "hardly_shows": (
        SOUND.replace("2.0 * n", "n / 2"),
        "The misconception twice can be diagnosed in only 0% of the draws",
        20,
    ),
    "one_answer": (SOUND.replace("n / 2\n\n\n@", "3.0\n\n\n@"), "100% of the draws have the answer 3.0", 15),
    "not_a_fact": (
        SOUND.replace('是多少？"', '是多少？", fact=True'),
        "It is declared a fact but has 5 different answers.",
        15,
    ),
    "unnamed_choice": (
        SOUND.replace('是多少？"', '是多少？", choices=["even", "odd"]').replace(
            "return out", 'return "big" if out > 9 else "odd"'
        ),
        "The answer big is not among its choices.",
        15,
    ),
    "raises": (SOUND.replace("return out", "return 1 / (out - out)"), "Draw 0 raised ZeroDivisionError", 15),
    "warns": (
        SOUND.replace("return n / 2\n", "import warnings; warnings.warn('old'); return n / 2\n"),
        "A run warns: old",
        15,
    ),
    "not_repeatable": (
        SOUND.replace("return n / 2\n", "import time; return n / 2 + time.time_ns() % 1000\n"),
        "The same draw gave two answers",
        15,
    ),
    "rounding_left": (
        SOUND.replace("return n / 2\n", "return n / 2 if n % 2 else 1e-9 / 3\n"),
        "A draw has the answer 3e-10, which rounding leaves of 0",
        15,
    ),
    "slow": (
        SOUND.replace("return n / 2\n", "import time; time.sleep(0.31); return n / 2\n"),
        " ms, too long to wait for",
        15,
    ),
    "unknown_concept": (SOUND.replace('ZH = "一半"', 'NEEDS = ["quarter"]'), "No concept is called quarter", 1),
    "no_question": (SOUND.split("\n\n\n@question")[0], "The file has no question", 1),
}
"""For each problem a file that has it, what is said, and the line."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "half.py"


def test_a_sound_file_passes(run_journal: RunJournal, file: Path) -> None:
    file.write_text(SOUND, encoding="utf-8")
    result = run_journal("lint", str(file), "--seeds", "5")
    assert (result.status, result.out, result.err) == (0, "1 question in 1 file, 0 problems.\n", "")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_problem_is_one_line_with_file_and_line_and_a_no(fault: str, run_journal: RunJournal, file: Path) -> None:
    source, says, line = FAULTS[fault]
    file.write_text(source, encoding="utf-8")
    result = run_journal("lint", str(file), "--seeds", "5" if fault != "slow" else "1")
    assert result.status == 1
    (problem,) = [each for each in result.lines[:-1] if says in each]
    assert problem.startswith(f"half.py:{line}: half")
    assert result.lines[-1].endswith("problem." if len(result.lines) == 2 else "problems.")


def test_a_broken_file_is_a_problem_of_its_line_and_hides_no_other(run_journal: RunJournal, file: Path) -> None:
    file.write_text(SOUND, encoding="utf-8")
    (file.parent / "worse.py").write_text(f"{SOUND}\n\ndef demo(n):\n    return n\n", encoding="utf-8")
    result = run_journal("lint", str(file.parent), "--seeds", "3")
    assert result.status == 1
    assert result.lines[0].startswith("worse.py:")
    assert "two functions are called demo" in result.lines[0]
    assert result.lines[-1] == "1 question in 2 files, 1 problem."


def test_as_json_each_question_has_its_problems_and_its_figures(run_journal: RunJournal, file: Path) -> None:
    file.write_text(SOUND.replace("2.0 * n", "n / 2"), encoding="utf-8")
    result = run_journal("lint", str(file), "--seeds", "5", "--json")
    assert result.status == 1
    (row,) = result.json
    assert (row["concept"], row["question"], row["seeds"], row["path"]) == ("half", "half", 5, str(file))
    assert (row["kind"], row["shown"], row["alike"]) == ("number", {"twice": 0.0}, {})
    assert row["answers"] > 1
    assert row["p95_ms"] >= 0
    assert [each["line"] for each in row["problems"]] == [20]


def test_problems_are_told_in_the_language_of_the_learner(
    run_journal: RunJournal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    file.write_text(SOUND.replace("2.0 * n", "n / 2"), encoding="utf-8")
    result = run_journal("lint", str(file), "--seeds", "5")
    assert "误解 twice 只在 0% 的抽取中显现" in result.lines[0]
    assert result.lines[-1] == "检验了 1 个文件、1 道题，发现 1 个问题。"


def test_without_a_path_the_library_and_one_s_own_concepts_are_checked(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = library.OURS / "07_images"
    monkeypatch.setattr(library, "OURS", ours)
    (home / "concepts").mkdir(parents=True)
    (home / "concepts" / "half.py").write_text(SOUND, encoding="utf-8")
    result = run_journal("lint", "--seeds", "0", "--json")
    assert result.status == 0
    assert {"half", "conv-output-size"} <= {row["concept"] for row in result.json}


def test_wrong_answers_that_no_idea_explains_are_listed_for_who_writes_the_next(run_journal: RunJournal) -> None:
    run_journal("quiz", "--concept", "conv-output-size", "--count", "1", text="1000\n3\n")
    result = run_journal("lint", str(library.OURS / "07_images" / "conv_output_size.py"), "--seeds", "0")
    (line,) = [each for each in result.lines if "1000" in each]
    assert "conv-output-size height: No misconception leads to the answer 1000 instead of " in line
    assert result.status == 0


def test_a_file_that_is_not_there_is_one_line(run_journal: RunJournal) -> None:
    result = run_journal("lint", "nothing.py")
    assert (result.status, result.out, result.err) == (1, "", "journal: There is no file nothing.py.\n")
