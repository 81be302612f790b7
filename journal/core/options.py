"""Command-line arguments as values: bounded numbers and decoded, cleaned texts."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable

from journal.core.incoming import argument

LARGEST = 2**63 - 1
"""The largest number that the database and the generators of random numbers hold."""


def whole(low: int = 0, high: int = LARGEST) -> Callable[[str], int]:
    """An argparse type for whole numbers from `low` to `high`; raises ArgumentTypeError for others."""

    def whole(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ArgumentTypeError(f"{low}..{high}")
        return value

    return whole


def decoded_options(options: Namespace) -> Namespace:
    """The same options, every text in them decoded and cleaned; names of files stay as the shell gave them.

    Raises UserError for a text in no known encoding.
    """
    for name, value in vars(options).items():
        if isinstance(value, str):
            setattr(options, name, argument(value, name))
        elif isinstance(value, list):
            setattr(options, name, [argument(each, name) if isinstance(each, str) else each for each in value])
    return options
