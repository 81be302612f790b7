"""The trainer: it learns a learner's weights, stays near everyone's where it cannot know, and says whether it won."""

from __future__ import annotations

import math
from random import Random

import pytest
import torch
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from journal.memory.fitting.memory import trace
from journal.memory.fitting.packing import pack
from journal.memory.fitting.training import SPREAD, fit, losses, recency_of, surprise
from journal.memory.fitting.trial import STRENGTHS, standard_error, walk_forward
from journal.memory.fitting.verdict import CountedReview, is_better, recalls
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights
from tests.memory.fitting.learners import answers_of, scheduler, someone

FORGETFUL: Weights = (*(weight / 8 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:20], 0.5)
"""Someone who forgets much sooner than others do."""


def loss_of(weights: Weights, answers: list[CountedReview]) -> float:
    return float(losses(torch.tensor(weights, dtype=torch.float64), pack(answers)).mean())


def distance(weights: Weights) -> float:
    """How far weights are from those of everyone, in spreads of the population."""
    return float(surprise(torch.tensor(weights, dtype=torch.float64)).norm())


def recall(weights: Weights, days: int) -> float:
    """How likely weights say a right answer is some days after a first Good."""
    packed = pack([CountedReview(0, 0, 3), CountedReview(0, days, 3)])
    return float(trace(torch.tensor(weights, dtype=torch.float64), packed).log_recall[-1].exp())


@pytest.fixture(scope="module")
def forgetful() -> list[CountedReview]:
    return answers_of(FORGETFUL, 1000, Random(1))


def test_the_weights_of_a_forgetful_learner_are_found(forgetful: list[CountedReview]) -> None:
    weights = fit(forgetful, 1.0)
    later = answers_of(FORGETFUL, 1000, Random(2))
    gained = loss_of(DEFAULT_WEIGHTS, later) - loss_of(weights, later)
    possible = loss_of(DEFAULT_WEIGHTS, later) - loss_of(FORGETFUL, later)
    assert possible > 0.02
    assert gained > 0.8 * possible


def test_the_package_accepts_the_weights_whatever_the_answers_are() -> None:
    for rating in (1, 2, 4):
        answers = [CountedReview(card, day, rating) for day in (0, 1, 5, 40) for card in range(30)]
        weights = fit(answers, 0.1)
        for low, weight, high in zip(LOWER_BOUNDS_PARAMETERS, weights, UPPER_BOUNDS_PARAMETERS, strict=True):
            assert low <= weight <= high
        scheduler(weights)


def test_a_stronger_prior_stays_nearer_to_everyone(forgetful: list[CountedReview]) -> None:
    distances = [distance(fit(forgetful[:400], strength)) for strength in (0.3, 3.0, 30.0, 3000.0)]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.01 < distances[0]


def test_what_the_answers_do_not_speak_of_stays_as_everyones(forgetful: list[CountedReview]) -> None:
    never_easy = [answer for answer in forgetful if answer.rating < 4]
    weights = fit(never_easy, 1.0)
    assert weights[3] == pytest.approx(DEFAULT_WEIGHTS[3], abs=0.01)
    assert weights[16] == pytest.approx(DEFAULT_WEIGHTS[16], abs=0.01)


def test_answers_without_a_recall_change_nothing() -> None:
    assert fit([CountedReview(card, 3, 3) for card in range(50)], 1.0) == DEFAULT_WEIGHTS


def test_the_latest_reviews_count_most() -> None:
    assert recency_of(torch.tensor([50, 7, 100])).tolist() == [0.25 + 0.75 / 8, 0.25, 1.0]
    early, late = (
        [CountedReview(offset + card, offset + day, 3) for day in (0, 6) for card in range(40)] for offset in (0, 90)
    )
    forgot_early, forgot_late = (
        [answer._replace(rating=1) if answer.day == day else answer for answer in (*early, *late)] for day in (6, 96)
    )
    assert recall(fit(forgot_early, 1.0), 6) > recall(fit(forgot_late, 1.0), 6) + 0.1


def test_an_initial_stability_is_judged_by_how_many_times_it_is_that_of_everyone() -> None:
    """A log-normal number with the published spread of the first weights around the default as its median."""
    everyone = torch.tensor(DEFAULT_WEIGHTS, dtype=torch.float64)
    assert surprise(everyone).tolist() == [0] * 21
    eight_times, an_eighth = everyone.clone(), everyone.clone()
    eight_times[2], an_eighth[2] = 8 * everyone[2], everyone[2] / 8
    assert surprise(eight_times)[2] == pytest.approx(-float(surprise(an_eighth)[2]))
    sigma = math.log(8) / float(surprise(eight_times)[2])
    spread = DEFAULT_WEIGHTS[2] * math.sqrt((math.exp(sigma**2) - 1) * math.exp(sigma**2))
    assert spread == pytest.approx(SPREAD[2])


# --- the trial --------------------------------------------------------------------------------------------------


def test_new_weights_win_where_the_learner_is_not_like_everyone(forgetful: list[CountedReview]) -> None:
    verdict = walk_forward(forgetful, DEFAULT_WEIGHTS)
    assert is_better(verdict.loss, verdict.loss_before, verdict.error)
    assert verdict.answers == len(forgetful)
    assert verdict.held_out == 5 * (recalls(forgetful) // 6)
    assert verdict.weights == fit(forgetful, verdict.strength)


def test_new_weights_do_not_win_where_the_learner_is_like_everyone() -> None:
    wins = 0
    for seed in range(3):
        verdict = walk_forward(answers_of(DEFAULT_WEIGHTS, 400, Random(seed)), DEFAULT_WEIGHTS)
        wins += is_better(verdict.loss, verdict.loss_before, verdict.error)
    assert wins <= 1


def test_few_reviews_of_someone_like_everyone_choose_a_strong_prior() -> None:
    few = answers_of(DEFAULT_WEIGHTS, 300, Random(5))
    assert walk_forward(few, DEFAULT_WEIGHTS).strength == max(STRENGTHS)


def test_weights_in_use_are_judged_only_on_what_they_had_not_seen(forgetful: list[CountedReview]) -> None:
    seen = 700
    verdict = walk_forward(forgetful, DEFAULT_WEIGHTS, seen, strengths=(1.0,))
    assert verdict.held_out == recalls(forgetful, seen)
    packed = pack(forgetful)
    fresh = packed.place[packed.recalls] >= seen
    expected = losses(torch.tensor(DEFAULT_WEIGHTS, dtype=torch.float64), packed)[fresh].mean()
    assert verdict.loss_before == pytest.approx(float(expected))


def test_the_future_never_helps_to_predict_the_past(forgetful: list[CountedReview]) -> None:
    """Answers of the last fold, turned round, change the loss of that fold alone."""
    forgetful = forgetful[:400]
    verdict = walk_forward(forgetful, DEFAULT_WEIGHTS, strengths=(1.0,))
    fold = recalls(forgetful) // 6
    places = sorted(pack(forgetful).place[pack(forgetful).recalls].tolist())[-fold:]
    turned = [
        answer._replace(rating=1 if answer.rating > 1 else 3) if place >= places[0] else answer
        for place, answer in enumerate(forgetful)
    ]
    other = walk_forward(turned, DEFAULT_WEIGHTS, strengths=(1.0,))
    until = places[0]
    first = walk_forward(forgetful, DEFAULT_WEIGHTS, seen=until, strengths=(1.0,))
    last = walk_forward(turned, DEFAULT_WEIGHTS, seen=until, strengths=(1.0,))
    before = verdict.loss * verdict.held_out - first.loss * first.held_out
    assert other.loss * other.held_out - last.loss * last.held_out == pytest.approx(before)
    assert last.loss > first.loss


def test_too_few_recalls_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        walk_forward([CountedReview(1, day, 3) for day in range(5)], DEFAULT_WEIGHTS)
    with pytest.raises(ValueError, match="none"):
        walk_forward([CountedReview(1, day, 3) for day in range(30)], DEFAULT_WEIGHTS, seen=30)


def test_the_standard_error_is_that_of_the_mean() -> None:
    assert standard_error(torch.tensor([1.0, 2.0, 3.0, 4.0])) == pytest.approx((5 / 3 / 4) ** 0.5)
    assert standard_error(torch.tensor([1.0])) == 0


def test_a_recall_is_a_review_a_day_or_more_after_the_one_before() -> None:
    answers = [
        CountedReview(1, 0, 3),
        CountedReview(2, 0, 1),
        CountedReview(2, 0, 3),
        CountedReview(1, 1, 3),
        CountedReview(2, 4, 1),
    ]
    assert recalls(answers) == 2
    assert recalls(answers, seen=4) == 1


def test_someone_drawn_from_the_population_has_weights_that_the_package_takes() -> None:
    for seed in range(50):
        scheduler(someone(Random(seed)))
