"""One declaration gives a task in four forms, and each learner's text becomes a solution."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.library.concept import Concept, Task
from journal.library.reading import read_concept
from journal.runner.tasks.assignment import BLANK, assignment, form_for, forms_of, ordered

SOURCE = '''"""Mean

Of some numbers.
"""

from journal.authoring import several, task, whole


@task("Return the mean.", blanks=["sum(numbers)", "len(numbers)"], order=True, mend=["halved"])
def mean(numbers):
    total = sum(numbers)
    return total / len(numbers)


mean.hint("Add them up first.", zh="先求和。")


@mean.inputs
def some(numbers=several((1, 6), whole(-9, 9))):
    return (numbers,)


@mean.wrong(en=("Two numbers are enough.", "All count."))
def halved(numbers):
    total = numbers[0] + numbers[-1]
    return total / 2
'''


@pytest.fixture
def mean(tmp_path: Path) -> Task:
    path = tmp_path / "mean.py"
    path.write_text(SOURCE, encoding="utf-8")
    read = read_concept(path, "own", "own")
    assert isinstance(read, Concept)
    return read.tasks[0]


REFERENCE = "def mean(numbers):\n    total = sum(numbers)\n    return total / len(numbers)"


def test_the_task_is_read_from_its_file(mean: Task) -> None:
    assert (mean.signature, mean.inputs, [hint["zh"] for hint in mean.hints]) == (
        "def mean(numbers):",
        ("some",),
        ["先求和。"],
    )
    assert [(idea.name, idea.believed["en"]) for idea in mean.misconceptions] == [("halved", "Two numbers are enough.")]


def test_the_forms_become_harder(mean: Task) -> None:
    assert forms_of(mean) == ("order", "blank", "mend", "write")
    assert [form_for(mean, stage) for stage in range(6)] == ["order", "blank", "mend", "write", "write", "write"]


def test_writing_starts_from_the_signature(mean: Task) -> None:
    assert assignment(mean, "write", 1).start.rstrip() == "def mean(numbers):"


def test_mending_starts_from_a_wrong_implementation(mean: Task) -> None:
    assert "numbers[0] + numbers[-1]" in assignment(mean, "mend", 1).start


def test_blanks_are_filled_in_one_by_one_or_in_the_whole_text(mean: Task) -> None:
    assigned = assignment(mean, "blank", 1)
    assert assigned.start.count(BLANK) == 2
    assert assigned.source("sum(numbers)\nlen(numbers)\n") == REFERENCE
    assert assigned.source(REFERENCE) == REFERENCE
    assert assigned.source("sum(numbers)").count(BLANK) == 1


def test_lines_are_shuffled_with_a_decoy_and_put_in_order_by_their_numbers(mean: Task) -> None:
    assigned = assignment(mean, "order", 3)
    assert len(assigned.lines) == 4
    order = [assigned.lines.index(line) + 1 for line in ("total = sum(numbers)", "return total / len(numbers)")]
    assert order != [1, 2]
    assert ordered(assigned, order) == REFERENCE
    with pytest.raises(IndexError):
        ordered(assigned, [5])
