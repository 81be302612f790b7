"""Every question of the library is worth asking: the stress test that `journal lint` runs finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from journal.concepts.lint import LintResult, check, read_files
from journal.core.settings import Settings
from journal.library.library import OURS
from journal.opening.journal import Journal, open_journal
from tests.curriculum.loaded import QUESTIONS

SEEDS, MANY_SEEDS = 5, 200
RARE = ("hardly_shows", "one_answer", "not_a_fact")
"""Findings that are about shares, which a few draws cannot tell."""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    opened = open_journal(Settings(tmp_path_factory.mktemp("journal")), lambda: datetime(2024, 7, 14, 21))
    yield opened
    opened.close()


def linted(journal: Journal, seeds: int) -> list[LintResult]:
    """The whole library, each question asked with that many seeds."""
    done = list(check(journal, read_files([OURS]), seeds))
    asked = {(each.concept, each.question.name) for each in done if each.question}
    assert asked == {(concept.id, question.name) for concept, question in QUESTIONS}
    return done


def test_a_few_draws_of_every_question_find_nothing_wrong(journal: Journal) -> None:
    for each in linted(journal, SEEDS):
        if not each.question:
            assert [problem.says for problem in each.problems if each.task is None] == [], each.concept
            continue
        where = f"{each.concept} {each.question.name}"
        assert each.report, (where, each.problems)
        assert each.report.seeds == SEEDS, where
        assert [problem for problem in each.report.problems if problem.code not in RARE] == [], where
        assert any(each.report.shown.values()), where


@pytest.mark.slow
def test_very_many_draws_of_every_question_find_nothing_wrong(journal: Journal) -> None:
    problems = [
        f"{each.path}:{problem.line}: {problem.says}"
        for each in linted(journal, MANY_SEEDS)
        for problem in each.problems
    ]
    assert problems == []


def test_the_page_on_writing_a_concept_shows_one_that_passes(journal: Journal, tmp_path: Path) -> None:
    readme = (OURS.parent / "README.md").read_text(encoding="utf-8")
    path = tmp_path / "as_in_the_readme.py"
    path.write_text(readme.split("```python\n")[1].split("```")[0], encoding="utf-8")
    file, written, question = check(journal, read_files([path]), 40)
    assert (file.problems, written.problems, question.problems) == ((), (), ())
    assert written.task
    assert question.report
    assert question.report.seeds == 40
