"""Good input, changed by chance: pieces cut, doubled, moved, and put in that break readers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

LONG = 40_000
"""Cases of the long run of a driver."""

PIECES = (
    "\x00", "\ufeff", "\u202e", "\ud83d", "\x1b[2J", "\r", "\n\n", "\u2028", "é", "😀", "０", "²", "卷积", "第",
    "周", "零", "9" * 25, "1" * 5000, "-0", "1e999", "NaN", "null", "99999999999999999999", str(2**63),
    "0000-00-00", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30",
    "2021-W53", "[" * 300, "(" * 300, "{" * 300, "---\n", "```\n", "# ", "#", ":", "：", "::", "%", "%s", "{0}",
    "{n}", "\\", '"', "'", '"""', "\\ud800", "\\x00", "\\N{", "&x;", "<!ENTITY a 'b'>", "]]>",
    "!!python/object:os.system", "&a *a", "lambda: 0", "*", "**", "-" * 300, "week:", "is:", "AND", "NEAR(",
    "NOT", "~", "^", "/", "//0", "inf", "π", "√", " ", "\t", "\u3000",
)  # fmt: skip
"""What has broken readers of some program or other."""

VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 1.5, 10**25, -(2**63), 2**63, float("nan"), float("inf"), "", "\ud800", "\x00",
    "x" * 3000, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2024-02-30", "2024-07-09", [], {},
    [[]], [{}], [None], {"a": 1}, {"": []}, [1, "a", None], "1" * 5000, "卷积",
)  # fmt: skip
"""What stands in a document where something else is expected."""


def rounds(quick: int) -> pytest.MarkDecorator:
    """Runs a driver with `quick` cases, and in the long run with as many as all drivers have there."""
    return pytest.mark.parametrize("cases", [quick, pytest.param(LONG, marks=pytest.mark.slow)])


def changed(rng: random.Random, good: Sequence[str]) -> str:
    """One of the good texts with up to four changes."""
    text = rng.choice(good)
    for _ in range(rng.randint(1, 4)):
        text = _change(rng, text, good)
    return text


def _change(rng: random.Random, text: str, good: Sequence[str]) -> str:
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.choice((0, 1, 1, 2, 5, 20, 200)))
    match rng.randrange(7):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:]
        case 2:
            return text[:start]
        case 3:
            return text[:start] + chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), 0xFF10))) + text[end:]
        case 4:
            other = rng.choice(good)
            return text[:start] + other[rng.randint(0, len(other)) :]
        case _:
            return text[:start] + rng.choice(PIECES) + text[end:]


def damaged(rng: random.Random, data: bytes) -> bytes:
    """The bytes of a file, changed as disks, editors and other programs change them."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        start = rng.randint(0, len(found))
        match rng.randrange(5):
            case 0:
                found[start : start + 1] = bytes([rng.randrange(256)])
            case 1:
                del found[start : start + rng.choice((1, 2, 50))]
            case 2:
                found[start:start] = rng.choice(PIECES).encode("utf-8", "surrogatepass")
            case 3:
                found[start:start] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 8)))
            case _:
                del found[start:]
    return bytes(found)


def misshapen(rng: random.Random, document: Any) -> Any:
    """A document of JSON in which up to three values are others, have other names, or are missing."""
    for _ in range(rng.randint(1, 3)):
        document = _misshape(rng, document)
    return document


def _misshape(rng: random.Random, value: Any) -> Any:
    if not isinstance(value, dict | list) or not value or rng.random() < 0.15:
        return rng.choice(VALUES)
    changed = value.copy()
    key = rng.choice([*changed]) if isinstance(changed, dict) else rng.randrange(len(changed))
    choice = rng.random()
    if choice < 0.1:
        del changed[key]
    elif choice < 0.2 and isinstance(changed, dict):
        changed[rng.choice(PIECES)] = changed.pop(key)
    elif choice < 0.3 and isinstance(changed, list):
        changed.append(changed[key])
    else:
        changed[key] = _misshape(rng, changed[key])
    return changed
