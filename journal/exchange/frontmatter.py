"""The YAML between two lines of `---` at the very top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from journal.core.incoming import clean_values
from journal.core.input_files import reading, reason_of
from journal.core.messages import UserError, say

_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 65_536
"""Characters of the longest frontmatter: YAML is read slowly, and nobody writes that much."""
_PLAIN = str | int | float | date | None


class _Loader(yaml.SafeLoader):
    """Reads YAML without aliases: a few lines of them stand for more text than any memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """One node. Raises ComposerError for an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, say("exchange.no_aliases"), mark)
        return super().compose_node(parent, index)


def split(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The entries of the frontmatter and the text below it, untouched; no entries where there is none.

    An entry is a plain value or a list of such; others are left out. Raises UserError, with the line in the file that
    messages call `name`, for YAML that cannot be read.
    """
    block = _BLOCK.match(text)
    if block is None or len(block["yaml"]) > _LONGEST:
        return {}, text
    with reading(name):
        entries = _entries(block["yaml"], name)
    if not isinstance(entries, dict):
        return {}, text
    plain = {str(key): _plain(value) for key, value in clean_values(entries).items() if isinstance(key, _PLAIN)}
    return plain, text[block.end() :]


def written(entries: Mapping[str, str | int | date | list[str]]) -> str:
    """Frontmatter with these entries, in their order."""
    message = yaml.safe_dump(dict(entries), allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000)
    return f"---\n{message}---\n"


def _entries(text: str, name: str) -> Any:
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or reason_of(error)
        raise UserError("exchange.broken_at", path=name, line=mark.line + 2 if mark else 1, reason=reason) from None


def _plain(value: Any) -> Any:
    """A plain value, or the plain values of a list; None for anything else."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, _PLAIN)]
    return value if isinstance(value, _PLAIN) else None
