"""Whether two values of a task are the same. Runs in the worker's child: the values may be tensors."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

SMALL = 0.1
"""Absolute slack, as a share of the relative one: what rounding leaves of a zero is a zero."""


def same(value: Any, truth: Any, tolerance: float) -> bool:
    """Whether `value` equals `truth`, floats within the relative `tolerance`.

    What holds the numbers is not judged: a list is as good as a tuple or a tensor, a Python number as a tensor of one
    number, float64 as float32. Shapes must agree exactly. Two exceptions are the same when their types are.
    """
    match truth:
        case BaseException():
            return type(value) is type(truth)
        case Tensor():
            return _same_tensor(value, truth, tolerance)
        case Mapping():
            return (
                isinstance(value, Mapping)
                and value.keys() == truth.keys()
                and all(same(value[key], truth[key], tolerance) for key in truth)
            )
        case str() | bytes() | None:
            return bool(value == truth)
        case bool():
            return isinstance(value, (bool, Tensor)) and _number(value) == float(truth)
        case int() | float() | complex():
            return _same_number(value, truth, tolerance)
        case Sequence():
            return _same_sequence(value, truth, tolerance)
    return _equal(value, truth)


def _same_sequence(value: Any, truth: Sequence[Any], tolerance: float) -> bool:
    if isinstance(value, Tensor):
        return same(value.tolist(), list(truth), tolerance)
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)) or len(value) != len(truth):
        return False
    return all(same(one, other, tolerance) for one, other in zip(value, truth, strict=True))


def _same_tensor(value: Any, truth: Tensor, tolerance: float) -> bool:
    if not isinstance(value, Tensor):
        if truth.dim() == 0 and isinstance(value, (bool, int, float, complex)):
            return same(value, truth.item(), tolerance)
        value = _as_tensor(value)
        if value is None:
            return False
    if value.shape != truth.shape or value.is_complex() != truth.is_complex():
        return False
    value, truth = value.detach(), truth.detach()
    if not truth.is_complex():
        value, truth = value.double(), truth.double()
    return bool(torch.allclose(value, truth.to(value.dtype), rtol=tolerance, atol=SMALL * tolerance, equal_nan=True))


def _as_tensor(value: Any) -> Tensor | None:
    """Numbers in lists, as a tensor; None for anything else, and for rows of different lengths."""
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return None
    try:
        return torch.tensor(value)
    except (TypeError, ValueError, RuntimeError):
        return None


def _same_number(value: Any, truth: complex, tolerance: float) -> bool:
    number = _number(value)
    if number is None:
        return False
    if isinstance(number, complex) or isinstance(truth, complex):
        return bool(abs(number - truth) <= tolerance * max(SMALL, abs(truth)))
    if math.isnan(truth) or math.isinf(truth):
        return bool(number == truth) or (math.isnan(number) and math.isnan(truth))
    return bool(abs(number - truth) <= tolerance * max(SMALL, abs(truth)))


def _number(value: Any) -> Any:
    """A number, or the only one of a tensor without dimensions; None for anything else."""
    if isinstance(value, Tensor):
        return value.item() if value.dim() == 0 else None
    return value if isinstance(value, (bool, int, float, complex)) else None


def _equal(value: Any, truth: Any) -> bool:
    try:
        return bool(value == truth)
    except Exception:  # the learner's value may be of any kind
        return False


def copied(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Arguments of their own for one call: what one function changes in place, the next does not see."""
    return tuple(
        each.detach().clone().requires_grad_(each.requires_grad) if isinstance(each, Tensor) else copy.deepcopy(each)
        for each in arguments
    )
