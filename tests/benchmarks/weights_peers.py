"""The libraries that the benchmark of weights compares with: each as a function of answers that gives weights.

One that is not installed is a text that says what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import fsrs

from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import Weights

Fitter = Callable[[Sequence[CountedReview]], Weights]
DAY_0 = datetime(2000, 1, 1, tzinfo=UTC)


def _missing(*modules: str) -> str:
    absent = [module for module in modules if find_spec(module) is None]
    return f"pip install {' '.join(absent)}" if absent else ""


def fsrs_optimizer(answers: Sequence[CountedReview]) -> Weights:
    """The optimizer of the package `fsrs`."""
    first = min(answer.day for answer in answers)
    logs = [
        fsrs.ReviewLog(card, fsrs.Rating(rating), DAY_0 + timedelta(days=day - first), None)
        for card, day, rating in answers
    ]
    return tuple(fsrs.Optimizer(logs).compute_optimal_parameters())


def fsrs_rs(answers: Sequence[CountedReview]) -> Weights:
    """The trainer of fsrs-rs, from Rust: each recall is an item that holds its card's reviews so far."""
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview

    past: defaultdict[int, list[FSRSReview]] = defaultdict(list)
    last: dict[int, int] = {}
    items = []
    for card, day, rating in answers:
        elapsed = day - last.get(card, day)
        last[card] = day
        past[card].append(FSRSReview(rating, elapsed))
        if elapsed >= 1:
            items.append(FSRSItem(past[card]))
    return tuple(FSRS(DEFAULT_PARAMETERS).compute_parameters(items))


PEERS: dict[str, Fitter | str] = {
    "fsrs Optimizer": _missing("pandas", "tqdm") or fsrs_optimizer,
    "fsrs-rs-python": _missing("fsrs_rs_python") or fsrs_rs,
}
