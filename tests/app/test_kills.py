"""The app is killed at random moments: what was typed a second ago and each answer that was shown are kept."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from tests.support.terminal import command, review, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked here")

ROOT = Path(__file__).parents[2]
KILLED_WITHIN = 2.0
"""Seconds after the first key."""


def stored(home: Path) -> str:
    """The text as it is on disk, in a database that is whole."""
    with sqlite3.connect(home / "journal.db", timeout=30) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        bodies = [body for (body,) in connection.execute("SELECT body FROM week")]
    connection.close()
    assert len(bodies) <= 1
    return bodies[0] if bodies else ""


def kill(home: Path, library: Path, times: int, seed: int) -> tuple[int, int, float]:
    """So many review sessions, each on the text that the one before left; the characters typed and lost, the longest
    delay.
    """
    rng = random.Random(seed)
    home.mkdir()
    program = [sys.executable, "-m", "tests.support.typist", str(home), str(library)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    typed_in_all, lost_in_all, longest = 0, 0, 0.0
    with subprocess.Popen(
        program, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as typist:
        assert typist.stdin
        assert typist.stdout
        before = ""
        for number in range(times):
            typist.stdin.write(f"{rng.uniform(0.0, KILLED_WITHIN)} {seed + number}\n")
            typist.stdin.flush()
            told: dict[str, Any] = json.loads(typist.stdout.readline())
            typed = "".join(character for _, character in told["keys"])
            old = sum(age > 1 + told["kept"] for age, _ in told["keys"])
            after = stored(home)
            assert after.startswith(before)
            added = after.removeprefix(before)
            assert typed.startswith(added)
            assert len(added) >= old, (number, told["kept"], typed[len(added) : old])
            typed_in_all, lost_in_all = typed_in_all + len(typed), lost_in_all + len(typed) - len(added)
            longest = max(longest, told["kept"])
            before = after
        typist.stdin.close()
    assert len(before) > times
    return typed_in_all, lost_in_all, longest


def test_s8_killed_again_and_again_nothing_older_than_a_second_is_lost(tmp_path: Path, library_folder: Path) -> None:
    kill(tmp_path / "home", library_folder, times=24, seed=1)


@pytest.mark.slow
def test_s8_a_thousand_kills_lose_nothing_older_than_a_second(
    tmp_path: Path, library_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In twenty journals, each killed fifty times, two at a time."""

    def fifty(number: int) -> tuple[int, int, float]:
        return kill(tmp_path / str(number), library_folder, times=50, seed=1000 * number)

    with ThreadPoolExecutor(2) as two:
        told = list(two.map(fifty, range(20)))
    typed, lost, longest = sum(each[0] for each in told), sum(each[1] for each in told), max(each[2] for each in told)
    with capsys.disabled():
        print(f"\n1000 kills: {typed} characters typed, {lost} of the last second lost, delays up to {longest:.2f} s")


def answers(home: Path) -> tuple[int, int]:
    """How many reviews are stored, and how many repetitions the cards count, in a database that is whole."""
    with sqlite3.connect(home / "journal.db", timeout=30) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((reviews,),) = connection.execute("SELECT count(*) FROM review").fetchall()
        ((repetitions,),) = connection.execute("SELECT sum(repetitions) FROM card").fetchall()
    connection.close()
    return reviews, repetitions


def kill_in_reviews(home: Path, times: int, seed: int) -> int:
    """Answers a question, sees the verdict, and is killed within the next answer; so many times. The answers kept."""
    rng = random.Random(seed)
    command(home, "add", "Convolution, pooling, backpropagation, batch norm, RNN, LSTM, attention and embedding.")
    shown = 0
    for _ in range(times):
        with terminal(home) as app:
            app.until("new")
            app.send("r")
            review(app)
            app.send("\r1\r2")
            sleep(rng.uniform(0.0, 1.0))
            os.kill(app.process.pid, signal.SIGKILL)
        reviews, repetitions = answers(home)
        assert reviews in (shown + 1, shown + 2)
        assert repetitions == reviews, "an answer and what it does to its card are one step"
        shown = reviews
    assert command(home, "doctor").returncode == 0
    return shown


@pytest.mark.parametrize("times", [2, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_within_an_answer_every_answer_that_was_shown_is_kept(tmp_path: Path, times: int) -> None:
    assert kill_in_reviews(tmp_path / "home", times, seed=1) >= times
