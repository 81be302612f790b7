"""A stress test draws no more than it needs to be sure, and finds the same as with every draw."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from journal.runner.choosing import LoadedQuestion, choose, load
from journal.runner.quality import CERTAIN, SeenDraws
from journal.runner.shares import Share
from journal.runner.stress import stress
from journal.runner.tasks.stressing import stress_task

CONCEPT = '''"""Halves"""

from journal.authoring import question, task, whole

RUNS = []


def demo(n=whole(1, 400), k=whole(1, 9)):
    RUNS.append(n)
    return n // k


@question("How many?")
def many(out):
    return out


@many.wrong("It is rounded down.")
def rounded_up(n, k):
    return -(-n // k)


@many.wrong("It is rounded down, always.")
def rounded_up_as_well(n, k):
    return -(-n // k)


@question("Which sign?", choices=["minus", "plus", "none"])
def sign(out):
    return "minus" if out % 2 else "plus"


@sign.wrong("It is as often the other one.")
def the_other(out):
    return "plus" if out % 2 else "minus"


def often_seven(n=whole(1, 100), m=whole(8, 400)):
    RUNS.append(n)
    return m if n > 38 else 7


@question("How much?", of=often_seven)
def much(out):
    return out


@much.wrong("One more.")
def one_more(out):
    return out + 1


@task("Write `half`.", zh="写出 `half`。")
def half(n):
    RUNS.append(n)
    return n // 2


@half.inputs
def numbers(n=whole(1, 100)):
    return n


@half.wrong(en=("Up.", "Down."), zh=("上。", "下。"))
def upwards(n):
    return (n + 1) // 2


@half.wrong(en=("More.", "Down."), zh=("多。", "下。"))
def more(n):
    return n // 2 + 1 if n > 80 else (n + 1) // 2
'''


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "halves.py"
    path.write_text(CONCEPT, encoding="utf-8")
    return path


@pytest.mark.parametrize(("question", "saved"), [("many", 8), ("sign", 3)])
def test_how_good_variants_get_is_learnt_once_and_then_they_are_found_with_few_draws(
    path: Path, question: str, saved: int
) -> None:
    asked = LoadedQuestion.of(load(path), question)
    runs = asked.module.RUNS

    def chosen(seen: SeenDraws | None) -> tuple[list[object], int]:
        runs.clear()
        return [choose(asked, "halves", seed, seen=seen) for seed in range(100, 200)], len(runs)

    seen = SeenDraws()
    for seed in range(100):
        choose(asked, "halves", seed, seen=seen)
    assert seen.count >= CERTAIN
    (variants, all_draws), (the_same, few_draws) = chosen(None), chosen(seen)
    assert variants == the_same
    assert few_draws * saved < all_draws


def test_a_search_does_not_end_early_before_enough_was_seen(path: Path) -> None:
    asked, seen = LoadedQuestion.of(load(path), "many"), SeenDraws()
    variant = choose(asked, "halves", 0, seen=seen)
    assert seen.count > 20, "two ideas are alike in every draw, so the search looks as long as it may"
    assert variant == choose(asked, "halves", 0)


@pytest.mark.parametrize(
    ("times", "of", "settled"),
    [(100, 100, True), (0, 100, True), (40, 100, True), (24, 100, False), (20, 100, False), (0, 10, False)],
)
def test_a_share_is_settled_when_its_limit_is_out_of_the_question(times: int, of: int, settled: bool) -> None:
    assert Share("hardly_shows", times, of, 0.2, least=True).is_settled is settled


def test_a_settled_share_lies_on_its_side_in_nearly_all_samples() -> None:
    rng, wrong = random.Random(1), 0
    for _ in range(2000):
        share = Share("constant_guess", sum(rng.random() < 0.38 for _ in range(100)), 100, 0.4)
        wrong += share.is_settled and share.is_problem
    assert wrong <= 20


@pytest.mark.parametrize(("question", "drawn"), [("many", 100), ("much", 200)])
def test_draws_end_when_all_is_settled_and_go_on_where_a_share_is_near_its_limit(
    path: Path, question: str, drawn: int
) -> None:
    asked = LoadedQuestion.of(load(path), question)
    assert stress(asked, "halves", 200, enough=100).seeds == drawn
    assert stress(asked, "halves", 150).seeds == 150, "a number that was asked for is kept"


def test_a_demo_is_run_once_a_draw_and_ten_times_to_see_whether_it_repeats_itself(path: Path) -> None:
    asked = LoadedQuestion.of(load(path), "much")
    assert stress(asked, "halves", 40).seeds == 40
    assert len(asked.module.RUNS) == 40 + 10


@pytest.mark.parametrize(("enough", "tried"), [(60, 60), (None, 200)])
def test_inputs_of_a_task_end_when_all_is_settled(path: Path, enough: int | None, tried: int) -> None:
    report = stress_task(load(path).half, "halves", 200, enough)
    assert (report.seeds, report.problems) == (tried, ())
    assert report.refuted["upwards"] == pytest.approx(0.5, abs=0.15)
