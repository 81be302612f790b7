"""Judges typed input: the answer it stands for, whether it is right, and the misconceptions behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from journal.core.messages import say
from journal.review import answers
from journal.review.answers import Choices, EitherError, ProductError, UnreadableError, plain_text
from journal.runner.values import Kind, Value
from journal.runner.variants import Variant

LONGEST = 300
"""Characters of the longest answer."""
FEWEST_FIGURES = 2
"""Significant figures of a number that is asked for more of them: a shorter one is a guess."""
_DECIMAL = re.compile(r"[+-]?(?P<whole>\d*+)\.?(?P<decimals>\d*)", re.ASCII)

_READERS: Mapping[Kind, Callable[[str], Value]] = {
    "shape": answers.read_shape,
    "integer": answers.read_integer,
    "number": answers.read_number,
    "yes_no": answers.read_yes_no,
}
_READERS_OF_CHOICES: Mapping[Kind, Callable[[str, Choices], Value]] = {
    "choice": answers.read_choice,
    "order": answers.read_order,
}


@dataclass(frozen=True)
class Malformed:
    """An answer in the wrong form, which is no attempt: the key of the hint, and what it is filled in with."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def hint(self) -> str:
        """One line that says which form is expected."""
        return say(self.key, **self.values)


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and otherwise the misconceptions that lead to it."""

    right: bool
    misconceptions: tuple[str, ...] = ()


def judge(variant: Variant, answer: Value) -> Verdict:
    """The verdict on an answer that `read_answer` read."""
    if variant.matches(answer):
        return Verdict(right=True)
    return Verdict(right=False, misconceptions=variant.misconceptions_behind(answer))


def form_hint(kind: Kind) -> str:
    """How an answer of this kind is typed, in a few words to stand beside the prompt."""
    return say(f"answer.form_{kind}")


def read_answer(kind: Kind, typed: str, choices: Choices = MappingProxyType({})) -> Value | Malformed:
    """The answer that `typed` means. `choices` are a choice's or an order's options as they are shown."""
    text = plain_text(typed)
    try:
        if not 0 < len(text) <= LONGEST:
            raise UnreadableError
        if kind in _READERS_OF_CHOICES:
            return _READERS_OF_CHOICES[kind](text, choices)
        return _READERS[kind](text)
    except ProductError as error:
        return Malformed("answer.product", {"sizes": error.sizes, "product": error.product})
    except EitherError as error:
        return Malformed("answer.either", {"one": error.one, "other": error.other})
    except UnreadableError:
        return Malformed(f"answer.not_{kind}", {"n": len(choices)})


def read_for(variant: Variant, typed: str, choices: Choices = MappingProxyType({})) -> Value | Malformed:
    """The same for a variant: a number that is the truth rounded too far, or close to it, is no attempt."""
    answer = read_answer(variant.kind, typed, choices)
    if variant.kind != "number" or not isinstance(answer, float):
        return answer
    if _is_cut_short(variant, typed, answer):
        return Malformed("answer.more_figures")
    return Malformed("answer.near") if _is_near(variant, answer) else answer


NEAR = 10
"""Tolerances from the truth within which an answer is asked again, where it is nearer to the truth than to any idea."""


def _is_near(variant: Variant, answer: float) -> bool:
    """Whether an answer misses the truth by little, and comes from no misconception."""
    if not isinstance(variant.truth, float) or variant.matches(answer) or variant.misconceptions_behind(answer):
        return False
    away = abs(answer - variant.truth)
    ideas = [value for name in variant.diagnosable if isinstance(value := variant.wrong_answers[name], (int, float))]
    return away <= NEAR * variant.tolerance and all(away < abs(answer - value) for value in ideas)


def _is_cut_short(variant: Variant, typed: str, answer: Value) -> bool:
    """Whether an answer is the truth rounded to its own decimals, two figures at least, and yet not right."""
    plain = _DECIMAL.fullmatch(plain_text(typed))
    if plain is None or not isinstance(variant.truth, float) or variant.matches(answer):
        return False
    figures = len((plain["whole"] + plain["decimals"]).lstrip("0"))
    return figures >= FEWEST_FIGURES and round(variant.truth, len(plain["decimals"])) == answer
