"""The columns of a row as the hub holds them: what its type jsonb would change goes as a text of JSON.

That type writes large numbers without an exponent, knows no NaN, no infinity, no character 0 and no half of a
surrogate pair, and gives keys another order.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from journal.db import archive
from journal.sync.states import Body

TEXT = "~"
"""The only key of an object that stands for a value as a text of JSON."""

_UNHELD = re.compile("[\0\ud800-\udfff]")
_UNKNOWN = re.compile(r"NaN|Infinity|\\u0000|\\u[dD][89a-fA-F]|\d[eE][+-]?\d")


def packed(body: Body) -> dict[str, Any]:
    """The columns as values of jsonb."""
    return {column: _packed(value) for column, value in body.items()}


def told(kind: str, body: Body) -> Body:
    """The columns of a new row that are not what `unpacked` makes of missing ones."""
    defaults = _columns(kind)
    return {column: value for column, value in body.items() if not _is_same(value, defaults.get(column, ...))}


def briefly(changed: Mapping[str, str]) -> dict[str, str]:
    """When the columns of a new row were changed: the time that most of them share stands for all, under no name."""
    if not changed:
        return {}
    most, _ = Counter(changed.values()).most_common(1)[0]
    return {"": most, **{column: at for column, at in changed.items() if at != most}}


def unpacked(kind: str, found: Mapping[str, Any]) -> Body:
    """The columns that this version knows; those that an older one did not write get their defaults."""
    return {
        column: _unpacked(found[column]) if column in found else default for column, default in _columns(kind).items()
    }


def _is_same(value: Any, default: Any) -> bool:
    """Whether two values are written alike: 0 is neither 0.0 nor false."""
    return value is default or (default is not None and repr(value) == repr(default))


def _packed(value: Any) -> Any:
    if value is None or isinstance(value, bool | int) or (isinstance(value, str) and not _UNHELD.search(value)):
        return value
    text = json.dumps(value)
    return {TEXT: text} if "{" in text or _UNKNOWN.search(text) else value


def _unpacked(value: Any) -> Any:
    return json.loads(value[TEXT]) if isinstance(value, dict) else value


@cache
def _columns(kind: str) -> dict[str, Any]:
    return archive.columns(kind)
