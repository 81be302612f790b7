"""Writes panels as pictures. Loads matplotlib, which only does so where pictures are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from journal.core.messages import UserError, language, use
from journal.opening.journal import Journal
from journal.progress.panel import Panel, PanelFilter


def export_pictures(
    journal: Journal, panels: Iterable[Panel[Any]], panel_filter: PanelFilter, folder: Path
) -> list[Path]:
    """Writes each panel that is not empty into `folder` as PNG and SVG; returns the files.

    Where no font has Chinese characters the figures are in English. Raises UserError when the folder cannot be
    written.
    """
    os.environ.setdefault("MPLCONFIGDIR", str(journal.settings.cache))
    from journal.progress.pictures import chinese_font, pictures, write

    files: list[Path] = []
    with in_english(language() == "zh" and chinese_font() is None):
        for panel in panels:
            figures = panel.whole(journal, panel_filter)
            if panel.empty(figures):
                continue
            title = f"{panel.title} · {panel_filter.name}" if panel_filter.name else panel.title
            try:
                files += write(folder, panel.name, pictures(panel.scene(figures), title, panel.summary(figures)))
            except OSError as error:
                raise UserError("panels.unwritable", path=folder) from error
    return files


@contextmanager
def in_english(needed: bool) -> Iterator[None]:
    """Speaks English for a while, where that is `needed`."""
    spoken = language()
    use("en" if needed else spoken)
    try:
        yield
    finally:
        use(spoken)
