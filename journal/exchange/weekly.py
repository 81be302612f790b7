"""Reads a file of weekly logs, as a learner keeps them: Markdown or plain text, one heading a week."""

from __future__ import annotations

import codecs
from pathlib import Path

from journal.exchange.readout import Log, Note, Readout
from journal.exchange.report_markdown import log_in
from journal.text.weeks import WeekText, split_weeks
from journal.words import UserError, say

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_COMMON_SHARE = 0.9


def logs_of(text: str, name: str) -> Readout:
    """The weekly logs in a text that messages call `name`; words above the first heading are skipped.

    Of a report only its log is read. Raises UserError for an empty text, and for a week whose heading does not say
    its days.
    """
    if not text.strip():
        raise UserError("weeks.empty_file", path=name)
    report = log_in(text)
    weeks = [report] if report else split_weeks(text)
    above = weeks[0].heading is None and len(weeks) > 1
    skipped = (Note(f"{name}:1", say("exchange.above")),) if above else ()
    return Readout(logs=tuple(_log(week, name) for week in weeks[above:]), skipped=skipped)


def _log(week: WeekText, name: str) -> Log:
    heading = week.heading
    if heading is None or heading.starts is None or heading.ends is None:
        raise UserError("weeks.no_period", path=name)
    return Log(heading.number, heading.starts, heading.ends, heading.title, week.text)


def read_text_file(path: Path) -> str:
    """The text of the file at `path`. Raises UserError where there is no file, or none that can be read as text."""
    return text_of(bytes_of(path), str(path))


def text_of(data: bytes, name: str) -> str:
    """The text in the bytes of a file or of standard input, which messages call `name`. Raises UserError."""
    text = decoded(data)
    if text is None:
        raise UserError("weeks.not_text", path=name)
    return text


def decoded(data: bytes) -> str | None:
    """The text in `data` without its byte order mark; None where it is no text.

    UTF-8 unless a mark says otherwise; GB18030 only where what comes out is everyday simplified Chinese.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    text = _strictly(data, "utf-8")
    if text is None:
        chinese = _strictly(data, "gb18030")
        text = chinese if chinese is not None and _is_everyday_chinese(chinese) else None
    return None if text is None or "\x00" in text else text


def bytes_of(path: Path) -> bytes:
    """The bytes of the file at `path`. Raises UserError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("weeks.missing_file", path=path) from None
    except IsADirectoryError:
        raise UserError("weeks.is_folder", path=path) from None
    except OSError as error:
        raise UserError("weeks.unreadable", path=path, reason=error.strerror) from None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


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
