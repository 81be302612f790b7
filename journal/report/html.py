"""The report of a week as one HTML file for a teacher: figures inside, made for paper as well, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from journal.core.messages import say
from journal.log.prompts import answered
from journal.report.bars import Bar, bars
from journal.report.markdown import has_heading
from journal.report.page import from_markdown, page
from journal.report.report import Report, ReportLine, ReportSection, facts, habit_rows, sections

_STYLE = Path(__file__).with_name("report.css")


def report_html(report: Report) -> str:
    """The whole page. What the log holds is shown as text: no script runs and no picture is fetched."""
    parts = f'<div class="parts">\n{_parts(sections(report))}\n</div>'
    body = "\n".join([_header(report), _habits(report), _figures(report), parts, _log(report)])
    return page(report.title, _STYLE, body)


def _header(report: Report) -> str:
    days = escape(say("report.days", starts=report.starts, ends=report.ends, made=report.made))
    return f"<header>\n<h1>{escape(report.title)}</h1>\n<p>{days}</p>\n</header>"


def _habits(report: Report) -> str:
    heads = ("", say("report.this_week"), say("report.last_week"), say("report.difference"))
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    rows = "\n".join(_row(row) for row in habit_rows(report.habits))
    message = escape(" · ".join(facts(report)))
    table = f'<table class="habits">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>'
    return f'{table}\n<p class="facts">{message}</p>'


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _figures(report: Report) -> str:
    names = say("dates.weekdays").split()
    words = [Bar(week.words, week.words, week.label) for week in report.weeks]
    reviews = [Bar(week.reviews, week.right, week.label) for week in report.weeks]
    minutes = [Bar(week.minutes, week.minutes, week.label) for week in report.weeks]
    days = [Bar(day.reviews, day.right, f"{names[day.day.weekday()]} {day.day:%d}") for day in report.days]
    charts = [
        (say("report.words_by_week"), words, report.goal),
        (say("report.reviews_by_week"), reviews, 0),
        (say("report.minutes_by_week"), minutes, 0),
        (say("report.reviews_by_day"), days, 0),
    ]
    drawn = [
        f"<figure>\n<figcaption>{escape(title)}</figcaption>\n{bars(title, data, goal)}\n</figure>"
        for title, data, goal in charts
        if any(bar.value for bar in data)
    ]
    return '<div class="figures">\n' + "\n".join(drawn) + "\n</div>"


def _parts(parts: Sequence[ReportSection]) -> str:
    return "\n".join(f"<section>\n<h2>{escape(part.heading)}</h2>\n{_lines(part)}\n</section>" for part in parts)


def _lines(part: ReportSection) -> str:
    if part.flows:
        return f"<p>{' · '.join(escape(line.formatted()) for line in part.lines)}</p>"
    return f"<ul>\n{''.join(map(_item, part.lines))}</ul>"


def _item(line: ReportLine) -> str:
    state = {None: "", True: ' class="done"', False: ' class="open"'}[line.done]
    note = f' <span class="note">{escape(line.note)}</span>' if line.note else ""
    return f'<li{state}><span class="what">{escape(line.text)}</span>{note}</li>\n'


def _log(report: Report) -> str:
    heading = "" if has_heading(report) else f"<h1>{escape(report.title)}</h1>\n"
    return f"<article>\n{heading}{from_markdown(answered(report.text))}</article>"
