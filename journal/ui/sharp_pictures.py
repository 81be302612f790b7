"""Sharp pictures in place of drawn figures, in the few terminals that are known to show them.

textual-image asks the terminal what it can do when it is imported, so that must happen before the app runs, and it is
not asked at all where the terminal is not known: a silent one would cost two tenths of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

KNOWN = ("kitty", "ghostty", "iterm", "wezterm", "foot")
"""Terminals with a graphics protocol that works, as they name themselves in TERM or TERM_PROGRAM."""


def is_known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal shows pictures: it says that it is one of `KNOWN`, and no multiplexer is in between."""
    names = f"{environ.get('TERM', '')} {environ.get('TERM_PROGRAM', '')}".lower()
    return any(name in names for name in KNOWN) and "TMUX" not in environ and "STY" not in environ


def picture_widget(environ: Mapping[str, str]) -> type[Any] | None:
    """The widget that shows a picture, or None where textual-image is not installed or the terminal is not known."""
    if not is_known(environ) or find_spec("textual_image") is None:
        return None
    image: type[Any] = import_module("textual_image.widget").Image
    return image


def as_file(png: bytes) -> BytesIO:
    """The bytes of a picture as that widget reads them."""
    return BytesIO(png)
