"""Detects questions that can be answered without reading the code, by simulating a cheater on many variants.

A repeated question can be guessed when one printed value predicts the answer. Each check fits such a predictor on half
of the variants and tests it on the other half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from journal.authoring import CURVES
from journal.runner.shares import Share
from journal.runner.variants import Variant

MOST_PREDICTED = 0.7
"""The share of answers that one printed value may give away: by being the answer or, where there are few, by rule."""
FEWEST_VARIANTS = 20
"""Distinct variants below which the answers are learnt by heart."""
MOST_CONSTANT, MOST_OF_TWO = 0.4, 0.6
"""The share of variants in which one answer may be right: of many possible ones, and of two."""
FEW_VALUED = ("yes_no", "choice", "order")

Feature = Callable[[Mapping[str, Any]], Hashable]
Number = int | float


def faults(variants: Sequence[Variant], choices: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The leaks found: each a message code and its values."""
    distinct = _distinct(variants)
    if distinct < FEWEST_VARIANTS:
        yield "few_variants", {"count": distinct}
    for each in shares(variants, choices):
        if each.is_problem:
            yield each.code, {**each.values, "share": each.share}
    if never := _never_right(variants, choices):
        yield "never_right", {"choices": ", ".join(never)}


def is_settled(variants: Sequence[Variant], choices: Sequence[str]) -> bool:
    """Whether more variants would hardly change which leaks are found."""
    return (
        _distinct(variants) >= FEWEST_VARIANTS
        and not _never_right(variants, choices)
        and all(each.is_settled for each in shares(variants, choices))
    )


def shares(variants: Sequence[Variant], choices: Sequence[str]) -> Iterator[Share]:
    """How often a cheater is right, who gives one answer always, or goes by one printed value."""
    answer, times = Counter(str(each.truth) for each in variants).most_common(1)[0]
    of_two = variants[0].kind == "yes_no" or len(choices) == 2
    limit = MOST_OF_TWO if of_two else MOST_CONSTANT
    yield Share("constant_guess", times, len(variants), limit, values={"answer": answer})
    if variants[0].kind in FEW_VALUED:
        yield _best_predictor(variants)
    else:
        yield from _printed(variants)


def _distinct(variants: Sequence[Variant]) -> int:
    return len({repr(sorted(each.params.items())) for each in variants})


def _never_right(variants: Sequence[Variant], choices: Sequence[str]) -> list[str]:
    """The choices that were the answer of no variant; those of curves are the same for every question."""
    if variants[0].kind != "choice" or set(choices) == set(CURVES):
        return []
    return sorted(set(choices) - {str(each.truth) for each in variants})


def _printed(variants: Sequence[Variant]) -> Iterator[Share]:
    """How often the answer is the printed value of a parameter."""
    for name in variants[0].params:
        times = sum(_is_number(each.params[name]) and each.params[name] == each.truth for each in variants)
        yield Share("printed_answer", times, len(variants), MOST_PREDICTED, values={"parameter": name})


def _best_predictor(variants: Sequence[Variant]) -> Share:
    """The feature that is right most often."""
    seen, asked = variants[::2], variants[1::2]
    found = [(predicted(feature, seen, asked), name) for name, feature in _features(seen)]
    right, name = max(found, default=(0, ""))
    return Share("predictable", right, len(asked), MOST_PREDICTED, values={"predictor": name})


def predicted(feature: Feature, seen: Sequence[Variant], asked: Sequence[Variant]) -> int:
    """How many of `asked` are predicted correctly by the most common answer with the same feature in `seen`."""
    answers: dict[Hashable, Counter[str]] = {}
    for each in seen:
        answers.setdefault(feature(each.params), Counter())[str(each.truth)] += 1
    usual = Counter(str(each.truth) for each in seen).most_common(1)[0][0]
    right = 0
    for each in asked:
        known = answers.get(feature(each.params))
        right += str(each.truth) == (known.most_common(1)[0][0] if known else usual)
    return right


def _features(seen: Sequence[Variant]) -> Iterator[tuple[str, Feature]]:
    """The features a cheater would use: one value, a threshold, the comparison of two values."""
    first = seen[0].params
    for name in first:
        yield name, lambda params, name=name: repr(params[name])  # type: ignore[misc]
    numbers = [name for name in first if all(_is_number(each.params[name]) for each in seen)]
    for name in numbers:
        for threshold in sorted({each.params[name] for each in seen})[1:]:
            yield f"{name} ≥ {threshold:g}", _reaches(name, threshold)
    for one, other in combinations(numbers, 2):
        yield f"{one} ? {other}", _compared(one, other)


def _reaches(name: str, threshold: Number) -> Feature:
    return lambda params: bool(params[name] >= threshold)


def _compared(one: str, other: str) -> Feature:
    return lambda params: (params[one] > params[other]) - (params[one] < params[other])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
