"""A whole journal as one JSON document: every row of every table, and the settings.

`format` and `version` stand at its head; the version goes up when an older app could no longer read it rightly.
"""

from __future__ import annotations

import json
from typing import Any

from journal.core.messages import UserError
from journal.exchange.import_batch import Archive, ImportBatch
from journal.exchange.source import Source

FORMAT, VERSION = "journal", 1


def fits(source: Source) -> bool:
    """Whether a file is a JSON document of this format."""
    if source.is_folder or source.path.suffix.lower() != ".json":
        return False
    return isinstance(source.document, dict) and source.document.get("format") == FORMAT


def read(source: Source) -> ImportBatch:
    """The journal in a file. Raises UserError for one of a newer version, or whose tables are no lists of rows."""
    document = source.document if isinstance(source.document, dict) else {}
    version, tables = document.get("version"), document.get("tables", {})
    if document.get("format") != FORMAT or not isinstance(version, int) or not _are_tables(tables):
        raise UserError("exchange.broken", path=source.path)
    if version > VERSION:
        raise UserError("exchange.newer", path=source.path)
    return ImportBatch(archive=Archive(tables, str(document.get("settings") or "")))


def written(archive: Archive) -> str:
    """A journal as JSON, Chinese as it is, a row a line."""
    tables = ",\n".join(
        f"{_json(name)}: [\n" + ",\n".join(map(_json, rows)) + "\n]" for name, rows in archive.tables.items()
    )
    head = f'"format": {_json(FORMAT)},\n"version": {VERSION},\n"settings": {_json(archive.settings)}'
    return f'{{\n{head},\n"tables": {{\n{tables}\n}}\n}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _are_tables(tables: Any) -> bool:
    return isinstance(tables, dict) and all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in tables.values()
    )
