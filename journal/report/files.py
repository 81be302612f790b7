"""The forms that a report can have, and the file that it is written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from journal.core.files import write_whole
from journal.core.messages import UserError
from journal.report.markdown import report_markdown
from journal.report.report import Report


def report_json(report: Report) -> str:
    """Every value of the report, as JSON; days as `2024-07-14`, shares from 0 to 1."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2, default=str) + "\n"


def _html(report: Report) -> str:
    from journal.report.html import report_html  # the only one that needs a Markdown parser

    return report_html(report)


FORMATS: Mapping[str, Callable[[Report], str]] = {"md": report_markdown, "html": _html, "json": report_json}
"""How a report is rendered, by the name of its format."""


def rendered(report: Report, name: str) -> str:
    """The report in one of the FORMATS."""
    return FORMATS[name](report)


def write(path: Path, text: str) -> None:
    """Writes a report to a file as it is, for its owner only. Raises UserError where that cannot be."""
    try:
        path.expanduser().parent.mkdir(parents=True, exist_ok=True)
        write_whole(path.expanduser(), text.encode())
    except OSError as error:
        raise UserError("report.unwritable", path=path, reason=error.strerror) from error
