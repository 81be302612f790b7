"""The trainer's process: answers in, a verdict out, and an end that is not waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
from random import Random
from typing import Any

import pytest

from journal.core.messages import UserError
from journal.memory.fitting.trainer import Trainer
from journal.memory.fitting.trial import walk_forward
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import DEFAULT_WEIGHTS
from tests.memory.fitting.learners import answers_of


@pytest.fixture(scope="module")
def answers() -> list[CountedReview]:
    return answers_of(DEFAULT_WEIGHTS, 160, Random(1))


def test_its_verdict_is_that_of_the_trial(answers: list[CountedReview]) -> None:
    trainer = Trainer()
    verdict = trainer.fit(answers, DEFAULT_WEIGHTS, 60)
    expected = walk_forward(answers, DEFAULT_WEIGHTS, 60)
    assert verdict.weights == pytest.approx(expected.weights, abs=1e-3)
    assert (verdict.strength, verdict.held_out) == (expected.strength, expected.held_out)
    assert verdict.loss_before == pytest.approx(expected.loss_before)


def test_answers_that_no_fit_can_be_made_of_are_one_line(answers: list[CountedReview]) -> None:
    with pytest.raises(UserError, match="could not be fitted"):
        Trainer().fit(answers[:3], DEFAULT_WEIGHTS, 0)


def test_closing_ends_a_fit_and_refuses_later_ones(
    answers: list[CountedReview], monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer()
    raised: list[str] = []
    started = threading.Event()
    popen = subprocess.Popen

    def start(*given: Any, **more: Any) -> subprocess.Popen[bytes]:
        process = popen(*given, **more)
        started.set()
        return process

    monkeypatch.setattr(subprocess, "Popen", start)

    def fit() -> None:
        try:
            trainer.fit(answers, DEFAULT_WEIGHTS, 0)
        except UserError as error:
            raised.append(error.key)

    thread = threading.Thread(target=fit)
    thread.start()
    started.wait()
    with pytest.raises(UserError, match="already"):
        trainer.fit(answers, DEFAULT_WEIGHTS, 0)
    trainer.close()
    thread.join()
    assert raised == ["train.stopped"]
    with pytest.raises(UserError, match="stopped"):
        trainer.fit(answers, DEFAULT_WEIGHTS, 0)


def test_whoever_starts_it_loads_nothing_of_what_it_loads() -> None:
    program = "import sys, journal.memory.fitting.trainer; print('torch' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
