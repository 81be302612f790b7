"""The report of a week as Markdown: the log first, as it was written, then what came of it; and read back again.

Importing a report gives the log alone: what stands below the mark is left out, and so is a heading that was added.
"""

from __future__ import annotations

import re

from journal.core.messages import UserError, say
from journal.log.headings import Heading, WeekText, read_heading
from journal.report.report import Report, ReportLine, ReportSection, facts, habit_rows, sections

MARK = "<!-- journal: report -->"
MARK_BELOW_ADDED_HEADING = "<!-- journal: report; heading-added -->"
_MARK = re.compile(r"\r?\n\r?\n<!-- journal: report(?P<added>; heading-added)? -->[ \t]*(?=\r?\n|\Z)")
_ADDED_HEADING = re.compile(r"\A[^\r\n]*\r?\n\r?\n")
_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def report_markdown(report: Report) -> str:
    """The whole report; `log_in` gives back the log in it, character for character."""
    added = not has_heading(report)
    heading = f"# {report.title}\n\n" if added else ""
    mark = MARK_BELOW_ADDED_HEADING if added else MARK
    return f"{heading}{report.text}\n\n{mark}\n\n{summary(report)}"


def summary(report: Report) -> str:
    """The result of the week, without its log."""
    blocks = [f"## {say('report.heading')}", _table(report), " · ".join(facts(report))]
    return "\n\n".join([*blocks, *map(_section, sections(report))]) + "\n"


def log_in(text: str) -> WeekText | None:
    """The log in a report that `report_markdown` wrote; None where `text` is none. Raises as `read_heading` does."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    log = text[: marks[-1].start()]
    line = _first_line(log)
    if marks[-1]["added"]:
        return WeekText(read_heading(line), "", _ADDED_HEADING.sub("", log, count=1))
    return WeekText(read_heading(line), "", log)


def has_heading(report: Report) -> bool:
    """Whether the log itself begins with a heading that names its week, and all of it."""
    try:
        heading = read_heading(_first_line(report.text))
    except UserError:
        return False
    return heading == Heading(report.number, report.starts, report.ends, report.title)


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _table(report: Report) -> str:
    heads = ("", say("report.this_week"), say("report.last_week"), say("report.difference"))
    rows = [heads, ("---", "--:", "--:", "--:"), *habit_rows(report.habits)]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)


def _section(section: ReportSection) -> str:
    lines = [_line(line) for line in section.lines]
    body = " · ".join(lines) if section.flows else "\n".join(f"- {line}" for line in lines)
    return f"### {section.heading}\n\n{body}"


def _line(line: ReportLine) -> str:
    return {None: "", True: "[x] ", False: "[ ] "}[line.done] + line.formatted(plain)


def plain(text: str) -> str:
    """A text in one line, in which no character is taken for a sign of Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
