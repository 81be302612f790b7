"""The panel of the weeks: words and minutes."""

from __future__ import annotations

from journal.core.messages import say
from journal.core.sentences import sentence_spans
from journal.db import weeks
from journal.log.counting import body_count
from journal.memory.statistics import weeks_of_study
from journal.opening.journal import Journal
from journal.progress import queries as store
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, entry, line, scene, upright
from journal.progress.statistics.effort import WeeklyTotals, by_week
from journal.runner.figures.scene import Scene


def read(journal: Journal, panel_filter: PanelFilter) -> WeeklyTotals:
    """The words and reviews of each week; narrowed, those in the sentences that speak of the concepts."""
    goal = journal.settings.quota if panel_filter.concepts is None else 0
    with journal.store.read() as session:
        logs = weeks.all_weeks(session)
        spoken = None if panel_filter.concepts is None else store.spoken(session, panel_filter.concepts)
    about = {} if spoken is None else _sentences(spoken)

    def words(body: str) -> int:
        return body_count(body if spoken is None else about.get(body, ""))

    return by_week(weeks_of_study(logs, reading.days(journal, panel_filter), words), goal)


def _sentences(spoken: list[tuple[str, int]]) -> dict[str, str]:
    """Of each body the sentences that hold one of its places, once each."""
    places: dict[str, list[int]] = {}
    for body, place in spoken:
        places.setdefault(body, []).append(place)
    return {
        body: "\n".join(body[start:end] for start, end in sentence_spans(body) if any(start <= n < end for n in found))
        for body, found in places.items()
    }


def summary(figures: WeeklyTotals) -> str:
    """How many weeks reached their goal, or how much was written."""
    if figures.goal:
        return say("panels.weeks_means", n=figures.reached, all=len(figures.weeks), goal=figures.goal)
    return say("panels.weeks_words", n=sum(each.words for each in figures.weeks))


def rows(figures: WeeklyTotals) -> Rows:
    """A line a week."""
    heading = (say("panels.week"), say("panels.words"), say("panels.answers_title"), say("panels.minutes"))
    return [
        heading,
        *((each.starts.isoformat(), str(each.words), str(each.reviews), f"{each.minutes:g}") for each in figures.weeks),
    ]


def draw(figures: WeeklyTotals) -> Scene:
    """The words with their goal as a line; beside them the minutes."""
    places = dated([each.starts for each in figures.weeks], 4)
    words, minutes = [each.words for each in figures.weeks], [each.minutes for each in figures.weeks]
    goal = [line([(-0.5, float(figures.goal)), (len(words) - 0.5, float(figures.goal))], 1, "dashed")]
    written = axes(
        say("panels.words"),
        places,
        counting([*words, figures.goal]),
        bars=[upright(words, 0)],
        lines=goal if figures.goal else [],
        legend=[entry("panels.goal", "line", 1, "dashed")] if figures.goal else [],
    )
    return scene(written, axes(say("panels.minutes"), places, counting(minutes), bars=[upright(minutes, 0)]))


PANEL = Panel("weeks", read, lambda figures: not figures.weeks, summary, rows, draw, requires="words")
