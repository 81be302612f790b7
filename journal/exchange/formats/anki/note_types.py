"""The note types and decks of a collection, and the values of its cells: whatever a foreign database holds in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journal.core.incoming import clean
from journal.core.marks import without_controls
from journal.db.anki import Row
from journal.exchange.formats.anki.protobuf import Fields


@dataclass(frozen=True)
class NoteType:
    """A note type: whether it has gaps, its fields, and its templates as front and back."""

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]


def types_of(rows: Mapping[str, list[Row]]) -> dict[int, NoteType]:
    """The note types: tables of their own in newer collections, JSON in older ones."""
    if "notetypes" in rows:
        return {type_id: _newer_type(rows, type_id, name, config) for type_id, name, config in rows["notetypes"]}
    models = next((as_object(row[1]) for row in rows["col"]), {})
    return {
        int(key): _older_type(model) for key, model in models.items() if str(key).isdigit() and isinstance(model, dict)
    }


def _newer_type(rows: Mapping[str, list[Row]], type_id: int, name: str, config: bytes) -> NoteType:
    own = sorted((row for row in rows.get("fields", ()) if row[0] == type_id), key=lambda row: as_int(row[1]))
    templates = sorted((row for row in rows.get("templates", ()) if row[0] == type_id), key=lambda row: as_int(row[1]))
    read = [Fields(row[3] if isinstance(row[3], bytes) else b"") for row in templates]
    is_cloze = Fields(config if isinstance(config, bytes) else b"").number(1) == 1
    return NoteType(str(name), is_cloze, tuple(str(row[2]) for row in own), tuple((f.text(1), f.text(2)) for f in read))


def _older_type(model: Mapping[str, Any]) -> NoteType:
    def listed(name: str) -> list[Mapping[str, Any]]:
        found = model.get(name)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    templates = tuple((str(each.get("qfmt", "")), str(each.get("afmt", ""))) for each in listed("tmpls"))
    names = tuple(str(each.get("name", "")) for each in listed("flds"))
    return NoteType(str(model.get("name", "")), model.get("type") == 1, names, templates)


def decks_of(rows: Mapping[str, list[Row]]) -> dict[int, str]:
    """The decks by their ids, named as Anki shows them."""
    if "decks" in rows:
        return {deck_id: _deck_name(str(name).replace("\x1f", "::")) for deck_id, name in rows["decks"]}
    decks = next((as_object(row[2]) for row in rows["col"]), {})
    named = {
        int(key): deck.get("name", "") for key, deck in decks.items() if str(key).isdigit() and isinstance(deck, dict)
    }
    return {key: _deck_name(str(name)) for key, name in named.items()}


def _deck_name(name: str) -> str:
    return without_controls(clean(name))[0][:200]


def as_object(text: Any) -> dict[str, Any]:
    """JSON that should be an object; an empty one for anything else."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def as_int(value: Any) -> int:
    """A whole number; 0 for anything else."""
    return value if isinstance(value, int) and abs(value) < 2**53 else 0


def as_float(value: Any) -> float | None:
    """A number above 0; None for anything else."""
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None
