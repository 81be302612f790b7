"""Reads a file of weekly logs, as a learner keeps them: Markdown or plain text, one heading a week."""

from __future__ import annotations

from journal.exchange.readout import Log, Note, Readout, joined
from journal.exchange.report_markdown import log_in
from journal.exchange.source import Source
from journal.text.weeks import WeekText, sections
from journal.words import UserError, say


def read(source: Source) -> Readout:
    """The weekly logs of a file, as `logs_of` reads its text."""
    return logs_of(source, source.text, source.name)


def logs_of(source: Source, text: str, name: str) -> Readout:
    """The weekly logs in a text of a source that messages call `name`; words above the first heading are skipped.

    Of a report only its log is read. Raises UserError for an empty text; a week whose heading does not say its days is
    damaged.
    """
    if not text.strip():
        raise UserError("weeks.empty_file", path=name)
    if report := log_in(text):
        return Readout(logs=(_log(report, name),))
    weeks = sections(text)
    above = not weeks[0].line and len(weeks) > 1
    skipped = (Note(f"{name}:1", say("exchange.above")),) if above else ()
    parts = ((f"{name}:{week.at}", week) for week in weeks[above:])
    logs = source.gather(parts, lambda week: Readout(logs=(_log(week.read(), name),)))
    return joined([Readout(skipped=skipped), logs])


def _log(week: WeekText, name: str) -> Log:
    heading = week.heading
    if heading is None or heading.starts is None or heading.ends is None:
        raise UserError("weeks.no_period", path=name)
    return Log(heading.number, heading.starts, heading.ends, heading.title, week.text)
