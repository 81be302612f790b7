"""The panels of the cards: how many are in each state, how far apart their reviews are, and when they were added."""

from __future__ import annotations

from journal.core.messages import say
from journal.memory.scheduling import study_day
from journal.opening.journal import Journal
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, line, lying, named, scene, short, text, upright
from journal.progress.statistics.cards import AddedCards, CardCount, Intervals, added, card_counts, intervals
from journal.runner.figures.scene import Scene, Tick

Counts = tuple[CardCount, ...]
Added = tuple[AddedCards, ...]


def read_counts(journal: Journal, panel_filter: PanelFilter) -> Counts:
    """The cards by state."""
    return card_counts(reading.listed(journal, panel_filter), journal.today)


def counts_summary(figures: Counts) -> str:
    """How many there are, and how many of them are mature."""
    counts = {each.state: each.cards for each in figures}
    return say("panels.counts_means", n=sum(counts.values()), **counts)


def counts_rows(figures: Counts) -> Rows:
    """A line a state."""
    return [("", say("panels.questions")), *((say(f"panels.{each.state}"), str(each.cards)) for each in figures)]


def draw_counts(figures: Counts) -> Scene:
    """A bar a state, with its number."""
    counts = [each.cards for each in figures]
    room = 1.15 * max([*counts, 1])
    ends = [text(count + room / 60, place, str(count)) for place, count in enumerate(counts)]
    names = named([say(f"panels.{each.state}") for each in figures], down=True)
    return scene(axes("", {**counting(counts), "high": room}, names, bars=[lying(counts, 0, wide=0.5)], texts=ends))


COUNTS = Panel(
    "counts",
    read_counts,
    lambda figures: not any(each.cards for each in figures),
    counts_summary,
    counts_rows,
    draw_counts,
    requires="cards",
)


def read_intervals(journal: Journal, panel_filter: PanelFilter) -> Intervals:
    """The intervals by length."""
    return intervals(reading.listed(journal, panel_filter))


def intervals_summary(figures: Intervals) -> str:
    """The usual interval, and what the intervals ask of a day."""
    return say("panels.intervals_means", days=f"{figures.median or 0:g}", load=f"{figures.load:g}")


def intervals_rows(figures: Intervals) -> Rows:
    """A line a bin."""
    heading = (say("panels.interval"), say("panels.questions"))
    last = figures.bins[-1]
    return [heading, *((_from_to(each.low, each.high, each is last), str(each.questions)) for each in figures.bins)]


def _from_to(low: float, high: float, is_last: bool) -> str:
    if is_last:
        return f"≥ {low:g}"
    return f"{low:g}" if high - low == 1 else f"{low:g} – {high - 1:g}"


def draw_intervals(figures: Intervals) -> Scene:
    """A histogram; each edge stands where its bin begins."""
    counts = [each.questions for each in figures.bins]
    ticks: list[Tick] = [{"value": place - 0.5, "label": f"{each.low:g}"} for place, each in enumerate(figures.bins)]
    across = {**named([""] * len(counts), say("panels.interval")), "ticks": ticks}
    return scene(axes("", across, counting(counts), bars=[upright(counts, 0, wide=0.9)]))  # type: ignore[arg-type]


INTERVALS = Panel(
    "intervals",
    read_intervals,
    lambda figures: figures.median is None,
    intervals_summary,
    intervals_rows,
    draw_intervals,
)


def read_added(journal: Journal, panel_filter: PanelFilter) -> Added:
    """The cards that were added, by day or by weeks."""
    starts = journal.settings.day_starts
    days = [study_day(card.created, starts) for card in reading.listed(journal, panel_filter)]
    if not days:
        return ()
    first = panel_filter.since(journal.today, "quarter") or min(days)
    return added(days, min(first, journal.today), journal.today)


def added_summary(figures: Added) -> str:
    """How many were added, and since when."""
    return say(
        "panels.added_means", n=sum(each.cards for each in figures), day=short(figures[0].starts), all=figures[-1].total
    )


def added_rows(figures: Added) -> Rows:
    """A line a span in which something was added; the last one always."""
    heading = (say("panels.from_day"), say("panels.added"), say("panels.in_all"))
    told = [each for each in figures if each.cards or each is figures[-1]]
    return [heading, *((each.starts.isoformat(), str(each.cards), str(each.total)) for each in told)]


def draw_added(figures: Added) -> Scene:
    """What was added, beside how many there were."""
    places = dated([each.starts for each in figures], max(1, len(figures) // 4))
    cards, total = [each.cards for each in figures], [(n, float(each.total)) for n, each in enumerate(figures)]
    title = say("panels.by_day") if figures[0].days == 1 else say("panels.by_days", n=figures[0].days)
    return scene(
        axes(title, places, counting(cards), bars=[upright(cards, 0)]),
        axes(say("panels.in_all"), places, counting(each.total for each in figures), lines=[line([*total], 0)]),
    )


ADDED = Panel("added", read_added, lambda figures: not figures, added_summary, added_rows, draw_added, requires="cards")
