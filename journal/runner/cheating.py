"""Detects questions that can be answered without reading the code, by simulating a cheater on many variants.

A repeated question can be guessed when one printed value predicts the answer. Each check fits such a predictor on half
of the variants and tests it on the other half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from journal.runner.variants import Variant

MOST_PREDICTED = 0.7
"""The share of answers of a few-valued kind that one printed value may give away."""
FEWEST_VARIANTS = 20
"""Distinct variants below which the answers are learnt by heart."""
MOST_CONSTANT, MOST_OF_TWO = 0.4, 0.6
"""The share of variants in which one answer may be right: of many possible ones, and of two."""
FEW_VALUED = ("yes_no", "choice", "order")

Feature = Callable[[Mapping[str, Any]], Hashable]
Number = int | float


def faults(variants: Sequence[Variant], choices: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The leaks found: each a message code and its values."""
    distinct = len({repr(sorted(each.params.items())) for each in variants})
    if distinct < FEWEST_VARIANTS:
        yield "few_variants", {"count": distinct}
    answer, times = Counter(str(each.truth) for each in variants).most_common(1)[0]
    share = times / len(variants)
    of_two = variants[0].kind == "yes_no" or len(choices) == 2
    if share > (MOST_OF_TWO if of_two else MOST_CONSTANT):
        yield "constant_guess", {"answer": answer, "share": share}
    if variants[0].kind == "choice":
        never = sorted(set(choices) - {str(each.truth) for each in variants})
        if never:
            yield "never_right", {"choices": ", ".join(never)}
    if variants[0].kind in FEW_VALUED:
        yield from _predictors(variants)
    else:
        yield from _printed(variants)


def _printed(variants: Sequence[Variant]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parameter that is the answer in every variant."""
    for name in variants[0].params:
        if all(_is_number(each.params[name]) and each.params[name] == each.truth for each in variants):
            yield "printed_answer", {"parameter": name}


def _predictors(variants: Sequence[Variant]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The strongest predictor, if it exceeds the limit."""
    seen, asked = variants[::2], variants[1::2]
    found = [(predicted(feature, seen, asked), name) for name, feature in _features(seen)]
    share, name = max(found, default=(0.0, ""))
    if share > MOST_PREDICTED:
        yield "predictable", {"predictor": name, "share": share}


def predicted(feature: Feature, seen: Sequence[Variant], asked: Sequence[Variant]) -> float:
    """The share of `asked` predicted correctly by the most common answer with the same feature in `seen`."""
    answers: dict[Hashable, Counter[str]] = {}
    for each in seen:
        answers.setdefault(feature(each.params), Counter())[str(each.truth)] += 1
    usual = Counter(str(each.truth) for each in seen).most_common(1)[0][0]
    right = 0
    for each in asked:
        known = answers.get(feature(each.params))
        right += str(each.truth) == (known.most_common(1)[0][0] if known else usual)
    return right / (len(asked) or 1)


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
