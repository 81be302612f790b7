"""The entry point for text: decodes bytes and removes characters that must not be stored.

Every text from outside (arguments, standard input, an editor, a paste, JSON, YAML, settings, names of files) comes
through one of these functions before anything else looks at it.
"""

from __future__ import annotations

import codecs
import os
import re
from typing import Any

from journal.core.marks import without_controls
from journal.core.messages import UserError

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_COMMON_SHARE = 0.9
_NUL_SHARE = 0.01
_UNWANTED = re.compile("[\x00\ufeff\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without byte order marks; NUL and lone surrogates become U+FFFD, two that make a pair their character."""
    if not _UNWANTED.search(text):
        return text
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\ufeff", "").replace("\x00", "\ufffd")


def pasted(text: str) -> str:
    """A text that was pasted or typed on a screen: cleaned, with marks in place of control and bidi characters."""
    return without_controls(clean(text))[0]


def clean_values(value: Any) -> Any:
    """The same for every text in a value of JSON or YAML, the names of entries included."""
    match value:
        case str():
            return clean(value)
        case list():
            return [clean_values(each) for each in value]
        case dict():
            return {clean_values(name): clean_values(each) for name, each in value.items()}
    return value


def decoded(data: bytes) -> str | None:
    """The text in `data`, cleaned; None where it is no text.

    UTF-8 unless a byte order mark says otherwise; GB18030 only where what comes out is everyday simplified Chinese.
    More than one NUL in a hundred characters is no text.
    """
    return _read_as(data, encoding_of(data))


def encoding_of(data: bytes) -> str:
    """The encoding in which `decoded` reads some bytes; whether they are text in it is another question."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    return "gb18030" if _strictly(data, "utf-8") is None else "utf-8"


def text_of(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text in the bytes of a file or of standard input, which messages call `name`, in an encoding or in the one
    that it shows. Raises UserError.
    """
    text = _read_in(data, encoding) if encoding else decoded(data)
    if text is None:
        raise UserError("weeks.not_text", path=name)
    return text


def argument(text: str, name: str) -> str:
    """A text of the command line, which messages call `name`; its bytes are decoded if the shell's encoding failed.

    Raises UserError where they are no text.
    """
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError:  # from another caller than the shell
        return clean(text)
    decoded_text = decoded(data)
    if decoded_text is None:
        raise UserError("cli.not_text", name=name)
    return decoded_text


def shown_name(path: str | os.PathLike[str]) -> str:
    """The name of a file or folder as a text: for messages and for what is stored, never for opening it."""
    name = os.fspath(path)
    try:
        return decoded(os.fsencode(name)) or clean(name)
    except UnicodeEncodeError:
        return clean(name)


def known_encoding(name: str) -> str:
    """The canonical name of an encoding. Raises UserError for an unknown one."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise UserError("exchange.no_such_encoding", name=name) from None


def _read_in(data: bytes, encoding: str) -> str | None:
    text = _strictly(data, encoding)
    return None if text is None else clean(text)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _read_as(data: bytes, encoding: str) -> str | None:
    text = _strictly(data, encoding)
    if text is None or text.count("\x00") > _NUL_SHARE * len(text):
        return None
    return clean(text) if encoding != "gb18030" or _is_everyday_chinese(text) else None


def _is_everyday_chinese(text: str) -> bool:
    """Whether nearly all characters beyond ASCII are signs or common Han of GB 2312 (rows 1-9 and level 1).

    Bytes of another encoding that happen to decode come out as rare characters, far outside of those rows.
    """
    foreign = [character for character in text if not character.isascii()]
    common = sum(_row(character) in range(0xA1, 0xD8) for character in foreign)
    return common >= _COMMON_SHARE * len(foreign)


def _row(character: str) -> int:
    """The row of `character` in GB 2312 as its first byte, 0 where it is not in it."""
    return (character.encode("gb2312", errors="ignore") or b"\x00")[0]
