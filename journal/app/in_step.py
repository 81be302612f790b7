"""The mirrored folder of the settings: brought into step when the app starts and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.core.messages import UserError, say

if TYPE_CHECKING:
    from journal.opening.journal import Journal


def bring_into_step(journal: Journal) -> str:
    """Brings the folder and the journal into step, where the settings name one; returns what the learner must know.

    That is why it could not be done, or how many notes were left as they are; else nothing. Never raises UserError.
    """
    folder = journal.settings.mirror_folder
    if folder is None or journal.store.read_only:
        return ""
    from journal.exchange.mirroring import mirror  # only needed where a folder is kept in step

    try:
        left = mirror(journal, folder, journal.settings.mirror_names).came.left
    except UserError as error:
        return str(error)
    return say("exchange.mirror_left", n=len(left), folder=folder) if left else ""
