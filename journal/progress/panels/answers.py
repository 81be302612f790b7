"""The panels of the answers: by hour of the day, by button, how sure against how right."""

from __future__ import annotations

from datetime import date

from journal.core.formatting import percent
from journal.core.messages import say
from journal.core.ratings import Rating
from journal.db import totals
from journal.opening.journal import Journal
from journal.progress import queries as store
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, entry, lying, named, scene, shares, text, upright
from journal.progress.statistics.effort import AGES, Answers, HourOfDay, by_button, by_hour
from journal.progress.statistics.recall import ConfidenceShare, confidence_shares
from journal.runner.figures.scene import Scene

Hours = tuple[HourOfDay, ...]
Buttons = tuple[Answers, ...]
Calibrations = tuple[ConfidenceShare, ...]


def read_hours(journal: Journal, panel_filter: PanelFilter) -> Hours:
    """The answers by hour of the day."""
    with journal.store.read() as session:
        return by_hour(store.hours(session, panel_filter.concepts, panel_filter.since(journal.today, "all")))


def hours_summary(figures: Hours) -> str:
    """When most is answered, and when best."""
    most = max(figures, key=lambda each: each.answers)
    said = say("panels.hours_means", hour=most.hour, until=(most.hour + 1) % 24, n=most.answers)
    judged = [each for each in figures if each.share is not None]
    if len(judged) < 2:
        return said
    best = max(judged, key=lambda each: each.share or 0.0)
    return said + say("panels.hours_best", hour=best.hour, percent=percent(best.share))


def hours_rows(figures: Hours) -> Rows:
    """A line an hour in which something was answered."""
    heading = (say("panels.hour"), say("panels.share"), say("panels.right_of_all"))
    return [
        heading,
        *(
            (f"{each.hour:02}:00", percent(each.share), f"{each.right}/{each.answers}")
            for each in figures
            if each.answers
        ),
    ]


def draw_hours(figures: Hours) -> Scene:
    """How many answers, and which share of them is right."""
    hours = named([f"{each.hour}" if each.hour % 6 == 0 else "" for each in figures], say("panels.hour"))
    right, wrong = [each.right for each in figures], [each.answers - each.right for each in figures]
    answers = axes(
        say("panels.answers_title"),
        hours,
        counting(each.answers for each in figures),
        bars=[upright(right, 0), upright(wrong, 3, base=right)],
        legend=[entry("panels.right", "bars", 0), entry("panels.wrong", "bars", 3)],
    )
    judged = axes(say("panels.share"), hours, shares(), bars=[upright([each.share or 0.0 for each in figures], 0)])
    return scene(answers, judged)


HOURS = Panel(
    "hours",
    read_hours,
    lambda figures: not any(each.answers for each in figures),
    hours_summary,
    hours_rows,
    draw_hours,
)


def read_buttons(journal: Journal, panel_filter: PanelFilter) -> Buttons:
    """The ratings by age."""
    with journal.store.read() as session:
        return by_button(store.rating_counts(session, panel_filter.concepts, panel_filter.since(journal.today, "all")))


def buttons_summary(figures: Buttons) -> str:
    """The share of answers right at first try: new, young and mature."""
    again = {each.age: each.share for each in figures if each.rating == Rating.AGAIN}
    right = {age: percent(None if share is None else 1 - share) for age, share in again.items()}
    ratings = " · ".join(f"{rating:d} {_rating(rating)}" for rating in Rating)
    return say("panels.buttons_means", ratings=ratings, **right)


def buttons_rows(figures: Buttons) -> Rows:
    """A line an age."""
    heading = ("", *map(_rating, Rating))
    cells = {(each.age, each.rating): _shown(each) for each in figures}
    return [heading, *((say(f"panels.{age}"), *(cells[age, rating] for rating in Rating)) for age in AGES)]


def _rating(rating: Rating) -> str:
    return say(f"rating.{rating.name.lower()}")


def _shown(each: Answers) -> str:
    return f"{each.answers}  {percent(each.share)}" if each.answers else "–"


def draw_buttons(figures: Buttons) -> Scene:
    """One picture an age: which share of its answers had which rating."""
    return scene(
        *(
            axes(
                say("panels.of_age", age=say(f"panels.{age}"), n=sum(each.answers for each in own)),
                named([f"{each.rating:d}" for each in own]),
                shares(),
                bars=[upright([each.share or 0.0 for each in own], 0)],
            )
            for age in AGES
            if (own := [each for each in figures if each.age == age])
        )
    )


BUTTONS = Panel(
    "buttons",
    read_buttons,
    lambda figures: not any(each.answers for each in figures),
    buttons_summary,
    buttons_rows,
    draw_buttons,
)


def read_calibration(journal: Journal, panel_filter: PanelFilter) -> Calibrations:
    """Confidence against correctness."""
    with journal.store.read() as session:
        since = panel_filter.since(journal.today, "all") or date.min
        return confidence_shares(totals.confidence_counts(session, concepts=panel_filter.concepts, since=since))


def calibration_summary(figures: Calibrations) -> str:
    """How often right when sure, and when guessing."""
    share = {each.confidence: percent(each.share) for each in figures}
    return say("panels.sureness_means", **share)


def calibration_rows(figures: Calibrations) -> Rows:
    """A line a confidence."""
    heading = ("", say("panels.share"), say("panels.right_of_all"))
    return [
        heading,
        *((_confidence(each), percent(each.share), f"{each.right}/{each.answers}") for each in figures),
    ]


def _confidence(each: ConfidenceShare) -> str:
    return say(f"review.{each.confidence}")


def draw_calibration(figures: Calibrations) -> Scene:
    """A bar per confidence, the surest on top, with the number of answers."""
    shown = [each.share or 0.0 for each in figures]
    ends = [
        text(share + 0.02, place, f"{percent(each.share)}  {each.right}/{each.answers}")
        for place, (each, share) in enumerate(zip(figures, shown, strict=True))
        if each.answers
    ]
    names = named([_confidence(each) for each in figures], down=True)
    return scene(axes("", {**shares(), "high": 1.25}, names, bars=[lying(shown, 0, wide=0.5)], texts=ends))


CALIBRATION = Panel(
    "sureness",
    read_calibration,
    lambda figures: not any(each.answers for each in figures),
    calibration_summary,
    calibration_rows,
    draw_calibration,
)
