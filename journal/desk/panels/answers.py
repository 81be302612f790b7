"""The panels of the answers: by hour of the day, by button, how sure against how right."""

from __future__ import annotations

from journal.demos.figures.scene import Scene
from journal.desk import Desk
from journal.desk.panels.panel import Narrowed, Panel, Rows
from journal.desk.panels.scenes import axes, counting, entry, lying, named, scene, shares, text, upright
from journal.learning.panels.effort import AGES, Answers, HourOfDay, by_button, by_hour
from journal.learning.panels.recall import Sure, sureness
from journal.learning.scheduling import Rating
from journal.store import figures as store
from journal.store import progress
from journal.text.figures import percent
from journal.words import say

Hours = tuple[HourOfDay, ...]
Buttons = tuple[Answers, ...]
Sureness = tuple[Sure, ...]


def read_hours(desk: Desk, narrowed: Narrowed) -> Hours:
    """The answers by hour of the day."""
    with desk.store.read() as session:
        return by_hour(store.hours(session, narrowed.concepts))


def hours_means(figures: Hours) -> str:
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
    hours_means,
    hours_rows,
    draw_hours,
)


def read_buttons(desk: Desk, narrowed: Narrowed) -> Buttons:
    """The ratings by age."""
    with desk.store.read() as session:
        return by_button(store.pressed(session, narrowed.concepts))


def buttons_means(figures: Buttons) -> str:
    """How often an answer was right at once: of what was new, young and mature."""
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
    buttons_means,
    buttons_rows,
    draw_buttons,
)


def read_sureness(desk: Desk, narrowed: Narrowed) -> Sureness:
    """How sure against how right."""
    with desk.store.read() as session:
        return sureness(progress.sureness(session, concepts=narrowed.concepts))


def sureness_means(figures: Sureness) -> str:
    """How often right when sure, and when guessing."""
    share = {each.confidence: percent(each.share) for each in figures}
    return say("panels.sureness_means", **share)


def sureness_rows(figures: Sureness) -> Rows:
    """A line a confidence."""
    heading = ("", say("panels.share"), say("panels.right_of_all"))
    return [
        heading,
        *((_confidence(each), percent(each.share), f"{each.right}/{each.answers}") for each in figures),
    ]


def _confidence(each: Sure) -> str:
    return say(f"review.{each.confidence}")


def draw_sureness(figures: Sureness) -> Scene:
    """A bar a confidence, the surest on top, with how many answers it stands on."""
    shown = [each.share or 0.0 for each in figures]
    ends = [
        text(share + 0.02, place, f"{percent(each.share)}  {each.right}/{each.answers}")
        for place, (each, share) in enumerate(zip(figures, shown, strict=True))
        if each.answers
    ]
    names = named([_confidence(each) for each in figures], down=True)
    return scene(axes("", {**shares(), "high": 1.25}, names, bars=[lying(shown, 0, wide=0.5)], texts=ends))


SURENESS = Panel(
    "sureness",
    read_sureness,
    lambda figures: not any(each.answers for each in figures),
    sureness_means,
    sureness_rows,
    draw_sureness,
)
