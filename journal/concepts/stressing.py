"""The stress tests of one concept file: all in one process, which loads it once, or each alone where that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from journal.library.concept import Concept
from journal.runner.client import FileReport, Runner
from journal.runner.runs import RunFailed
from journal.runner.stress import StressReport
from journal.runner.tasks.verdict import TaskReport

T = TypeVar("T")


@dataclass(frozen=True)
class FileStress:
    """The stress tests of a file, under way: with `seeds` draws of each question and task, or fewer from `enough` on
    where more would hardly change what is reported.
    """

    runner: Runner
    concept: Concept
    seeds: int
    enough: int | None
    together: Future[FileReport]

    @classmethod
    def start(cls, runner: Runner, concept: Concept, seeds: int, enough: int | None) -> FileStress:
        """Asks the runner for them; returns at once."""
        questions = [each.name for each in concept.questions]
        tasks = [each.name for each in concept.tasks]
        together = runner.stress_file(concept.path, concept.id, questions, tasks, seeds, enough)
        return cls(runner, concept, seeds, enough, together)

    def outcomes(self) -> tuple[Sequence[StressReport | RunFailed], Sequence[TaskReport | RunFailed]]:
        """Waits for the reports on the questions and on the tasks, in the file's order; one that failed is there as
        its failure.
        """
        try:
            return self.together.result()
        except RunFailed:
            return self._one_by_one()

    def _one_by_one(self) -> tuple[Sequence[StressReport | RunFailed], Sequence[TaskReport | RunFailed]]:
        about, draws = self.concept, (self.seeds, self.enough)
        asked = [self.runner.stress(about.path, about.id, each.name, *draws) for each in about.questions]
        tried = [self.runner.stress_task(about.path, about.id, each.name, *draws) for each in about.tasks]
        return [*_outcomes(asked)], [*_outcomes(tried)]


def _outcomes(futures: Sequence[Future[T]]) -> Iterator[T | RunFailed]:
    for each in futures:
        try:
            yield each.result()
        except RunFailed as failed:
            yield failed
