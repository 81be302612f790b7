"""How well weights predict what comes later: those of everyone, those of two libraries, and ours.

    python -m tests.benchmarks.weights [LOG.csv] [--day-starts HOUR] [--hours]

LOG has the columns card_id, review_rating and review_time (ISO), as `fsrs` exports it; without one, a simulated log is
taken. Walk-forward in five folds: each predicts a sixth of the recalls from weights fitted to all that came before it.
Days are days of study, which begin at HOUR (4); with --hours, spans of 24 hours, as the libraries count them.
Prints log loss, RMSE(bins) and AUC, and ours against each: the mean paired difference of the log loss and its
standard error. A library that is not installed is left out.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import torch

from journal.memory.fitting.packing import pack
from journal.memory.fitting.training import fit
from journal.memory.fitting.trial import walk_forward
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights
from tests.benchmarks.weights_log import read_log, simulated_log
from tests.benchmarks.weights_peers import PEERS, Fitter
from tests.benchmarks.weights_scores import Prediction, difference, predictions, scores

FOLDS = 5


def everyone(answers: Sequence[CountedReview]) -> Weights:
    """The defaults."""
    return DEFAULT_WEIGHTS


def ours_fixed(answers: Sequence[CountedReview]) -> Weights:
    """A single fit with a prior as strong as the population suggests."""
    return fit(answers, 1.0)


def ours(answers: Sequence[CountedReview]) -> Weights:
    """The whole of it: the strength of the prior chosen by a trial of its own within what came before."""
    return walk_forward(answers, DEFAULT_WEIGHTS).weights


class Run(NamedTuple):
    """What one way of fitting predicted over all folds, and how long its fits took in seconds."""

    predicted: list[Prediction]
    seconds: float


def folds(answers: Sequence[CountedReview]) -> Iterator[tuple[int, set[int]]]:
    """Each fold: how many answers come before it, and the places in time of the recalls in it."""
    packed = pack(answers)
    place = packed.place[packed.recalls].sort().values.tolist()
    size = len(place) // (FOLDS + 1)
    for first in range(len(place) - FOLDS * size, len(place), size):
        yield place[first], set(place[first : first + size])


def run(fitter: Fitter, answers: Sequence[CountedReview]) -> Run:
    """Fits before each fold and predicts it."""
    predicted: list[Prediction] = []
    seconds = 0.0
    for start, fold in folds(answers):
        began = perf_counter()
        weights = fitter(answers[:start])
        seconds += perf_counter() - began
        predicted += [each for each in predictions(weights, answers) if each.place in fold]
    return Run(predicted, seconds)


def main() -> None:
    """Prints the table."""
    options = arguments()
    torch.set_num_threads(1)
    answers = read_log(options.log, options.day_starts, hours=options.hours) if options.log else simulated_log(6000)
    ways: dict[str, Fitter | str] = {
        "defaults": everyone,
        **PEERS,
        "ours, prior × 1": ours_fixed,
        "ours, prior chosen": ours,
    }
    runs: dict[str, Run] = {}
    print(f"{len(answers)} answers, {sum(len(fold) for _, fold in folds(answers))} predicted in {FOLDS} folds\n")
    print(f"{'':20}{'log loss':>9}{'RMSE(bins)':>12}{'AUC':>8}{'seconds':>9}")
    for name, fitter in ways.items():
        if isinstance(fitter, str):
            print(f"{name:20}  left out: {fitter}")
            continue
        runs[name] = run(fitter, answers)
        loss, rmse, auc = scores(runs[name].predicted)
        print(f"{name:20}{loss:9.4f}{rmse:12.4f}{auc:8.4f}{runs[name].seconds:9.2f}", flush=True)
    for mine in ("ours, prior × 1", "ours, prior chosen"):
        print(f"\n{mine}: log loss against each, and how many times faster")
        for name, other in runs.items():
            if not name.startswith("ours"):
                mean, error = difference(runs[mine].predicted, other.predicted)
                faster = f"{other.seconds / runs[mine].seconds:8.1f}×" if other.seconds > 0.001 else ""
                print(f"  {name:18}{mean:+9.4f} ± {error:.4f}{faster}")


def arguments() -> Options:
    """The command line."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.weights")
    parser.add_argument("log", nargs="?", type=Path, metavar="LOG.csv")
    parser.add_argument("--day-starts", type=int, default=4, metavar="HOUR")
    parser.add_argument("--hours", action="store_true")
    found = parser.parse_args(sys.argv[1:])
    return Options(found.log, found.day_starts, found.hours)


class Options(NamedTuple):
    """What the command line says."""

    log: Path | None
    day_starts: int
    hours: bool


if __name__ == "__main__":
    main()
