"""Tags in a text: `#CNN`, `#卷积`, `#w-28/a`, at a line's start or behind a blank or a sign; `#2024` is none."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?<![\w#/])#(?=[^\s#]*[^\W\d])([\w\-/]+)")


def tags(text: str) -> list[str]:
    """The tags of `text` without their `#`, in its order, as often as they stand there."""
    return _TAG.findall(text)
