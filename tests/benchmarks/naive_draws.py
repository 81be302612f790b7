"""How many misconceptions an ordinary draw would hide, and how many the chosen variants hide: a line for each
concept.


    python -m tests.benchmarks.naive_draws [DRAWS]

An idea is hidden in a variant when its answer is the right one: whoever holds it would be told that they are right.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from itertools import islice

from journal.library.concept import Concept
from journal.library.library import read_library
from journal.runner.choosing import LoadedQuestion, candidates, choose, load
from journal.runner.variants import Variant

DRAWS = 40


def hidden(variants: Iterable[Variant]) -> float:
    """The share of misconceptions that do not show, over all variants; an idea that leads to no answer is left out."""
    counts = [
        (len([value for value in each.wrong_answers.values() if value is not None]), len(each.diagnosable))
        for each in variants
    ]
    return 1 - sum(shown for _, shown in counts) / sum(held for held, _ in counts)


def shares(concept: Concept, draws: int) -> tuple[float, float]:
    """The share that ordinary draws hide, and the share that chosen variants hide."""
    module = load(concept.path)
    asked = [LoadedQuestion.of(module, question.name) for question in concept.questions]
    naive = [each for one in asked for each in islice(candidates(one, concept.id, 0), draws)]
    chosen = [choose(one, concept.id, seed) for one in asked for seed in range(draws)]
    return hidden(naive), hidden(chosen)


def main() -> None:
    """Prints the table."""
    import torch

    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print(f"{'concept':26} {'ordinary draw':>14} {'chosen':>8}")
    totals = []
    for concept in read_library().in_order:
        naive, chosen = shares(concept, draws)
        totals.append((naive, chosen))
        print(f"{concept.id:26} {naive:14.0%} {chosen:8.0%}", flush=True)
    print(f"{'mean':26} {sum(n for n, _ in totals) / len(totals):14.0%} {sum(c for _, c in totals) / len(totals):8.0%}")


if __name__ == "__main__":
    main()
