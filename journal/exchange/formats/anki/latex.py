"""Pictures that an Anki with LaTeX has drawn of formulas: they come along where no line of Unicode shows these."""

from __future__ import annotations

import re
from collections.abc import Container
from hashlib import sha1
from html import unescape

from journal.notes.formulas import unicode
from journal.notes.markup import LATEX

_LINES = re.compile(r"<br( /)?>|<div>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


def with_pictures(field: str, media: Container[str]) -> str:
    """A field whose formulas are followed by their pictures, where these are needed and there."""
    return LATEX.sub(lambda found: found[0] + _picture(found, media), field)


def picture_name(latex: str, ending: str) -> str:
    """What Anki calls the picture of a formula: by the SHA-1 of its text.

    Source: `fname_for_latex` in rslib/src/latex.rs of https://github.com/ankitects/anki
    """
    text = unescape(_TAGS.sub("", _LINES.sub("\n", latex))).replace("\xa0", " ")
    return f"latex-{sha1(text.encode(), usedforsecurity=False).hexdigest()}.{ending}"


def _picture(found: re.Match[str], media: Container[str]) -> str:
    text, displayed, inline = found.groups()
    latex = text or (f"\\begin{{displaymath}}{displayed}\\end{{displaymath}}" if displayed else f"${inline}$")
    if unicode(unescape(text or displayed or inline).strip().strip("$").strip()) is not None:
        return ""
    name = next((name for ending in ("png", "svg") if (name := picture_name(latex, ending)) in media), None)
    return f' <img alt="LaTeX" src="{name}">' if name else ""
