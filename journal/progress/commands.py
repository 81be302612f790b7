"""The command that prints figures: progress."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.progress.panel import Panel, PanelFilter
    from journal.today.today import TodayView


def progress(options: Namespace, settings: Settings) -> int:
    """Prints one panel with all its figures, or the summary of each panel; exports pictures on request."""
    from journal.progress.filters import read_panel_filter
    from journal.progress.panels import PANELS, panel_of

    panels = [panel_of(options.panel)] if options.panel else list(PANELS)
    with opened(settings) as journal:
        about = read_panel_filter(journal, f'topic:"{options.topic}"' if options.topic else options.search)
        about = replace(about, range=options.range)
        if options.figure:
            return _write(journal, panels, about, options)
        if options.panel:
            return _print_panel(journal, panels[0], about, as_json=options.json)
        return _print_all(journal, panels, about, as_json=options.json)


def _write(journal: Journal, panels: list[Panel[Any]], about: PanelFilter, options: Namespace) -> int:
    from journal.progress.exporting import export_pictures

    files = export_pictures(journal, panels, about, options.figure)
    if options.json:
        print_json({"files": list(map(str, files))})
    else:
        print_lines(say("panels.written", path=path) for path in files)
        print_lines([panels[0].sentence(panels[0].read(journal, about), about)] if not files else [])
    return 0 if files else 1


def _print_panel(journal: Journal, panel: Panel[Any], about: PanelFilter, *, as_json: bool) -> int:
    figures = panel.whole(journal, about)
    if as_json:
        print_json(panel.data(figures, about))
        return 0
    print_lines([_title(panel, about), panel.sentence(figures, about)])
    print_lines([] if panel.empty(figures) else ["", *table(panel.rows(figures))])
    return 0


def _title(panel: Panel[Any], about: PanelFilter) -> str:
    return f"{panel.title} · {about.name}" if about.name else panel.title


def _print_all(journal: Journal, panels: list[Panel[Any]], about: PanelFilter, *, as_json: bool) -> int:
    from journal.today.today import today

    view, all_figures = today(journal), [(panel, panel.whole(journal, about)) for panel in panels]
    if as_json:
        figures = {panel.name: panel.data(each, about) for panel, each in all_figures}
        print_json({"day": view.day.isoformat(), "today": _now(view), "panels": figures})
        return 0
    print_lines([now_line(view), ""])
    print_lines(table((panel.name, _title(panel, about), panel.sentence(each, about)) for panel, each in all_figures))
    return 0


def _now(view: TodayView) -> dict[str, Any]:
    names = ("due", "new", "minutes", "words", "goal")
    return {**{name: getattr(view, name) for name in names}, "streak": view.streak.current}


def now_line(view: TodayView) -> str:
    """Today in one line: what is due, this week's words, the streak."""
    from journal.habits.streak_of_weeks import streak_text

    counts = say("today.counts", due=view.due, new=view.new)
    waiting = f"{counts} · {say('today.minutes', n=view.minutes)}" if view.due or view.new else say("today.nothing_due")
    words = say("today.quota", words=view.words, goal=view.goal) if view.goal else f"{view.words} {say('write.unit')}"
    return " · ".join([waiting, words, streak_text(view.streak)])
