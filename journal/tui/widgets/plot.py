"""A figure of a demo, drawn with characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.widget import Widget


class Plot(Widget):
    """Shows a scene."""

    def show(self, scene: Mapping[str, Any]) -> None:
        """Shows a scene."""
