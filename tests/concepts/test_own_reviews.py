"""A demo on the learner's own reviews: its parameters are what they add up to, and the database stays where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.concepts.own_reviews import own_reviews
from journal.core.messages import UserError
from journal.library.library import read_library
from journal.opening.journal import Journal
from journal.opening.lookup import find_concept
from tests.support.lived import simulate_study


@pytest.fixture
def whole(journal: Journal) -> Journal:
    """The same journal over the whole library, whose runner really runs."""
    return replace(journal, library=read_library(journal.settings.concepts))


def test_the_fit_of_ones_own_curve_runs_in_the_sandbox(journal: Journal, whole: Journal) -> None:
    simulate_study(journal, 30)
    concept = find_concept(whole, "forgetting-curve")
    params = own_reviews(whole, concept)
    assert sum(params["asked"]) > 20
    assert all(recalled <= asked for asked, recalled in zip(params["asked"], params["recalled"], strict=True))
    run = whole.runner.run(concept.path, "demo", params, 0, png=True).result()
    assert run.error is None
    assert 0 < float(run.value) < 2, "this learner forgets much sooner than others"
    assert run.png


def test_a_demo_that_takes_none_says_so(whole: Journal) -> None:
    with pytest.raises(UserError, match="takes none"):
        own_reviews(whole, find_concept(whole, "convolution"))


def test_before_anything_came_back_there_is_nothing_to_run_on(whole: Journal) -> None:
    with pytest.raises(UserError, match="review for a few days"):
        own_reviews(whole, find_concept(whole, "forgetting-curve"))
