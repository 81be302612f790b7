"""Times of a day as they are written in a sentence, in both languages: `at 3pm`, `15:42`, `下午3点半`, `晚上`."""

from __future__ import annotations

import re

_HOUR = r"(?:[01]?\d|2[0-4])"
_HALF = r"\s?[ap]\.?m\.?"
_PART = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|深夜"
_HAN = "[零一二两三四五六七八九十]{1,3}"
_TIME = re.compile(
    rf"(?:at )?(?:{_HOUR}[:：][0-5]\d(?:[:：][0-5]\d)?(?:{_HALF})?|(?:1[0-2]|0?[1-9]){_HALF}|noon|midnight)"
    r"|(?:in the )?(?:morning|afternoon|evening)|night"
    rf"|(?:(?:{_PART}|[早晚])\s?)?(?:{_HOUR}[:：][0-5]\d|(?:{_HOUR}|{_HAN})[点时](?:半|整|[一三]刻|(?:[0-5]?\d|{_HAN})分?)?)"
    rf"|{_PART}",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:at|in the) ", re.IGNORECASE)


def is_time(text: str) -> bool:
    """Whether all of `text` is a time of a day."""
    return _TIME.fullmatch(text) is not None


def bare_time(text: str) -> str:
    """A time without the words that join it to a day."""
    return _BEFORE.sub("", text, count=1)
