"""Variants are chosen, not just drawn: every misconception shows where a draw can show it."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from journal.runner.choosing import LoadedQuestion, candidates, choose, compute, draw, load
from journal.runner.client import Runner
from journal.runner.runs import RunFailed
from journal.runner.variants import Variant

HIDING = '''"""Rounding"""

import random

from journal.authoring import one_of, question, where, whole


@where(lambda n, k: n > k)
def demo(n=whole(3, 30), k=one_of(2, 3, 4), twice=2):
    print("n", n)
    return twice * (n // k)


@question("How many?")
def many(out):
    return out


@many.wrong("It is rounded down.")
def rounded_up(n, k):
    return 2 * -(-n // k)


@many.wrong("It is not rounded up to the next even number only once.")
def rounded_half(n, k):
    return 2 * round(n / k)


@many.wrong("It is a division.")
def multiplied(n, k):
    return 2 * n * k


@question("Is it more than eight?")
def large(out):
    return out > 8


@large.wrong("Look again.")
def opposite(out):
    return not out > 8


def unsteady(n=whole(1, 9)):
    return random.random() + n


@question("How much?", of=unsteady)
def much(out):
    return out


@much.wrong("It is added.")
def taken(n):
    return random.random() - n


def failing(n=whole(1, 9)):
    if n > 4:
        raise ValueError("too large")
    return n


@question("Which?", of=failing, choices=["ValueError", "none"], errors=True)
def which(out):
    return type(out).__name__ if isinstance(out, Exception) else "none"


@which.wrong("It was too large.")
def never(n):
    return "none"


def near(n=one_of(1, 2, 100, 1000)):
    return float(n)


@question("How much is it?", of=near)
def value(out):
    return out


@value.wrong("One more.")
def one_more(n):
    return float(n + 1)


@question("How much of it?", of=failing)
def of_it(out):
    return out


@question("What is printed?", choices=["n 7", "nothing"])
def told(printed):
    return printed[0][:1]
'''


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "rounding.py"
    path.write_text(HIDING, encoding="utf-8")
    return path


def chosen(path: Path, question: str, seeds: int = 40) -> list[Variant]:
    asked = LoadedQuestion.of(load(path), question)
    return [choose(asked, "rounding", seed) for seed in range(seeds)]


def test_a_naive_draw_hides_wrong_ideas_and_a_chosen_variant_does_not(path: Path) -> None:
    asked = LoadedQuestion.of(load(path), "many")
    naive = list(islice(candidates(asked, "rounding", 0), 200))
    assert any(len(variant.diagnosable) < 3 for variant in naive), "the example is a real one"
    for variant in chosen(path, "many"):
        assert len(variant.diagnosable) == 3
        assert variant.indistinguishable == () or variant.indistinguishable == (("rounded_up", "rounded_half"),)


def test_a_draw_that_three_figures_do_not_answer_is_drawn_again_where_another_does(path: Path) -> None:
    asked = LoadedQuestion.of(load(path), "value")
    naive = [next(candidates(asked, "rounding", seed)) for seed in range(40)]
    assert any(variant.is_exact for variant in naive), "the example is a real one"
    assert not any(variant.is_exact for variant in chosen(path, "value"))


def test_the_truth_and_the_beliefs_are_computed_by_running(path: Path) -> None:
    got = compute(LoadedQuestion.of(load(path), "many"), "rounding", 0, {"n": 7, "k": 3})
    assert (got.kind, got.truth) == ("integer", 4)
    assert got.wrong_answers == {"rounded_up": 6, "rounded_half": 4, "multiplied": 42}


def test_the_same_seed_gives_the_same_variant_and_seeds_differ(path: Path) -> None:
    assert chosen(path, "much", 5) == chosen(path, "much", 5)
    assert len({str(variant.params) for variant in chosen(path, "many")}) > 5


def test_conditions_hold_in_every_draw(path: Path) -> None:
    demo = load(path).demo
    rng = random.Random(0)
    for _ in range(200):
        params = draw(demo, rng)
        assert params["n"] > params["k"]
        assert set(params) == {"n", "k"}, "what is fixed is not drawn"


def test_what_was_asked_lately_is_avoided(path: Path) -> None:
    asked = LoadedQuestion.of(load(path), "many")
    first = choose(asked, "rounding", 3)
    assert choose(asked, "rounding", 3, avoid=[first.params]).params != first.params


def test_a_yes_no_question_has_both_answers(path: Path) -> None:
    truths = [variant.truth for variant in chosen(path, "large")]
    assert 10 < truths.count(True) < 30


def test_an_exception_can_be_the_answer_and_is_one_of_several(path: Path) -> None:
    truths = {variant.truth for variant in chosen(path, "which")}
    assert truths == {"ValueError", "none"}


def test_what_is_printed_can_be_asked_and_is_not_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {variant.truth for variant in chosen(path, "told", 3)} == {"n"}
    assert capsys.readouterr().out == ""


def test_an_exception_that_is_not_asked_for_is_raised(path: Path) -> None:
    with pytest.raises(ValueError, match="too large"):
        compute(LoadedQuestion.of(load(path), "of_it"), "rounding", 0, {"n": 9})


def test_the_runner_chooses_the_same(path: Path, runner: Runner) -> None:
    got = [runner.variant(path, "rounding", "many", seed).result(60) for seed in range(3)]
    assert got == chosen(path, "many", 3)


def test_the_runner_avoids_and_computes_exactly_what_it_is_told(path: Path, runner: Runner) -> None:
    first = runner.variant(path, "rounding", "many", 3).result(60)
    assert runner.variant(path, "rounding", "many", 3, [first.params]).result(60).params != first.params
    params = {"n": 7, "k": 3}
    assert runner.variant(path, "rounding", "many", 3, params=params).result(60).params == params


def test_a_concept_that_raises_fails_with_type_message_and_line(path: Path, runner: Runner) -> None:
    with pytest.raises(RunFailed) as failed:
        runner.variant(path, "rounding", "of_it", 0, params={"n": 9}).result(60)
    assert failed.value.limit == "error"
    assert failed.value.values["type"] == "ValueError"
    assert failed.value.values["message"] == "too large"
    assert HIDING.splitlines()[int(str(failed.value.values["line"])) - 1].strip() == 'raise ValueError("too large")'


def test_a_question_that_is_not_there_fails(path: Path, runner: Runner) -> None:
    with pytest.raises(RunFailed, match="no question absent"):
        runner.variant(path, "rounding", "absent", 0).result(60)


def test_the_runner_stresses_a_question(path: Path, runner: Runner) -> None:
    report = runner.stress(path, "rounding", "many", 10).result(120)
    assert (report.question, report.kind, report.seeds) == ("many", "integer", 10)
    assert report.shown == {"rounded_up": 1.0, "rounded_half": 1.0, "multiplied": 1.0}
    raising = runner.stress(path, "rounding", "of_it", 10).result(120)
    assert "raises" in [problem.code for problem in raising.problems]


def test_a_wrong_idea_that_is_held_shows_in_the_next_variant(path: Path) -> None:
    asked = LoadedQuestion.of(load(path), "many")
    assert all(
        "rounded_half" in choose(asked, "rounding", seed, (), ["rounded_half"]).diagnosable for seed in range(40)
    )


def test_the_answer_of_a_choice_stays_open_while_one_of_its_wrong_ideas_is_held(path: Path) -> None:
    """An idea that shows beside one answer only does not make that answer worth memorising."""
    asked = LoadedQuestion.of(load(path), "which")
    variants = [choose(asked, "rounding", seed, (), ["never"]) for seed in range(40)]
    assert {variant.truth for variant in variants} == {"ValueError", "none"}
