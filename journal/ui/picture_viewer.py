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
    """Opens the first picture of a side of a card; returns what to tell."""
    path = await asyncio.to_thread(_first_picture, journal, text)
    if path is None:
        return say("notes.no_picture")
    await asyncio.to_thread(webbrowser.open, path.as_uri())
    return say("concepts.figure_at", path=path)


def _first_picture(journal: Journal, text: str) -> Path | None:
    """The first picture that is there; of an SVG, which may hold scripts, a file that shows it without them."""
    from journal.opening.media import pictures, still

    found = next(iter(pictures(journal, text)), None)
    if found is None or found.suffix.lower() != ".svg":
        return found
    path = journal.settings.home / "figures" / found.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(still(found))
    return path


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
    path = journal.settings.home / "figures" / f"{concept.id}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, run.png)
    await asyncio.to_thread(webbrowser.open, path.as_uri())
    return say("concepts.figure_at", path=path)
