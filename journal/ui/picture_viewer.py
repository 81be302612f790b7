"""Opens a demo's figure as a sharp picture in the viewer of the system."""

from __future__ import annotations

import asyncio
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from journal.core.files import write_whole
from journal.core.messages import UserError, say

if TYPE_CHECKING:
    from journal.library.concept import Concept, Params
    from journal.opening.journal import Journal


async def open_picture(journal: Journal, text: str) -> str:
    """Opens the first picture of a side of a card, or its first formula that no line shows; returns what to tell."""
    from journal.notes.formulas import beyond_a_line

    path = await asyncio.to_thread(_first_picture, journal, text)
    if path is None and (formula := beyond_a_line(text)) is not None:
        path = await _drawn_formula(journal, formula)
        if path is None:
            return say("notes.not_drawn")
    if path is None:
        return say("notes.no_picture")
    await asyncio.to_thread(webbrowser.open, path.as_uri())
    return say("concepts.figure_at", path=path)


async def _drawn_formula(journal: Journal, formula: str) -> Path | None:
    """The file of a formula's picture; None for one that cannot be set."""
    try:
        run = await asyncio.wrap_future(journal.runner.draw_formula(" ".join(formula.split())))
    except UserError:
        return None
    return _kept(journal, "formula.png", run.png) if run.png is not None else None


def _kept(journal: Journal, name: str, data: bytes) -> Path:
    """Writes a picture among those that are shown outside."""
    path = journal.settings.home / "figures" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return path


def _first_picture(journal: Journal, text: str) -> Path | None:
    """The first picture that is there; of an SVG, which may hold scripts, a file that shows it without them."""
    from journal.opening.media import pictures, still

    found = next(iter(pictures(journal, text)), None)
    if found is None or found.suffix.lower() != ".svg":
        return found
    return _kept(journal, found.name, still(found))


async def open_figure(journal: Journal, concept: Concept, params: Params, seed: int) -> str:
    """Draws the figure of a concept's demo, keeps it in the journal's home and opens it; returns what to tell."""
    if not concept.has_figure:
        return say("concepts.no_figure")
    try:
        run = await asyncio.wrap_future(journal.runner.run(concept.path, "demo", params, seed, png=True))
    except UserError as error:
        return str(error)
    if run.png is None:
        return say("concepts.no_figure")
    path = _kept(journal, f"{concept.id}.png", run.png)
    await asyncio.to_thread(webbrowser.open, path.as_uri())
    return say("concepts.figure_at", path=path)
