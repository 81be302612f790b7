"""Leeches: questions that are missed again and again, for which repeating them once more is not the cure.

The rule is Anki's: at so many lapses, and then after every half as many more.
Source: https://docs.ankiweb.net/leeches.html
"""

from __future__ import annotations


def is_leech(lapses: int, after: int) -> bool:
    """Whether a card with so many lapses is a leech, when one is called so `after` that many; 0 means never."""
    return 0 < after <= lapses


def is_told(lapses: int, after: int) -> bool:
    """Whether the lapse that made it so many is one at which the learner is told that the card is a leech."""
    return is_leech(lapses, after) and (lapses - after) % max(1, -(-after // 2)) == 0
