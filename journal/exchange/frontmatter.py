"""The YAML between two lines of `---` at the very top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from journal.words import UserError

_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def split(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The entries of the frontmatter and the text below it, untouched; no entries where there is none.

    Raises UserError, with the line in the file that messages call `name`, for YAML that cannot be read.
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, text
    try:
        entries = yaml.safe_load(block["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or " ".join(str(error).split())
        raise UserError("exchange.broken_at", path=name, line=mark.line + 2 if mark else 1, reason=reason) from None
    if not isinstance(entries, dict):
        return {}, text
    return {str(key): value for key, value in entries.items()}, text[block.end() :]


def written(entries: Mapping[str, str | int | date | list[str]]) -> str:
    """Frontmatter with these entries, in their order."""
    told = yaml.safe_dump(dict(entries), allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000)
    return f"---\n{told}---\n"
