"""Cards in a file of text: tables, Markdown with marks of Obsidian or hashcards, or plain fronts and backs."""

from __future__ import annotations

from journal.notes import card_notes, card_tables
from journal.notes.card_files import CardFile, sorted_out


def read_cards(text: str, *, ending: str = "", plain: bool = False) -> CardFile:
    """The cards in a text. `ending` is that of the file's name; `plain`: text without marks is fronts and backs too."""
    if card_tables.is_table(text, ending):
        return sorted_out(card_tables.read(text, ending))
    return sorted_out(card_notes.read(text, plain=plain))
