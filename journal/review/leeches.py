"""Leeches: cards that keep lapsing, for which more repetition does not help.

The rule is Anki's: at that many lapses, and then after every half as many more. Source:
https://docs.ankiweb.net/leeches.html
"""

from __future__ import annotations


def is_leech(lapses: int, after: int) -> bool:
    """Whether a card with that many lapses is a leech, when one is called so `after` that many; 0 means never."""
    return 0 < after <= lapses


def is_announced(lapses: int, after: int) -> bool:
    """Whether the lapse that made it that many is one at which the card is announced as a leech."""
    return is_leech(lapses, after) and (lapses - after) % max(1, -(-after // 2)) == 0
