"""The panels of Progress: the same numbers on the screen, as text, as JSON and in pictures, and those of Today."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journal.core import messages
from journal.core.formatting import percent
from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError
from journal.opening.journal import Journal
from journal.progress.filters import read_panel_filter
from journal.progress.panel import ALL, Panel
from journal.progress.panels import FIRST, NAMES, PANELS, panel_of
from journal.progress.statistics.recall import PERIODS, Recall
from journal.progress.statistics.reviewed import AGES
from journal.runner.figures.scene import Axes
from journal.today.today import today
from journal.ui.plotting.page import draw_scene
from tests.support.journal import Clock, Importing
from tests.support.library import LOG

EACH = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    messages.use("en")
    yield
    messages.use("en")


def figures(journal: Journal, name: str, about: str = "") -> Any:
    """The figures of a panel as JSON holds them."""
    panel, scope = panel_of(name), read_panel_filter(journal, about)
    return panel.data(panel.read(journal, scope), scope)["figures"]


def drawn(axes: Axes) -> list[float]:
    """The lengths of the bars of some axes, in the order in which they are drawn."""
    return [
        box[2] - box[0] if bars["across"] else round(box[3] - box[1], 9)
        for bars in axes["bars"]
        for box in bars["boxes"]
    ]


# --- every panel ------------------------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_says_what_it_means_in_one_line(studied: Journal, panel: Panel[Any], language: Language) -> None:
    messages.use(language)
    found = panel.read(studied, ALL)
    assert not panel.empty(found)
    said = panel.sentence(found)
    assert "\n" not in said
    assert said.rstrip().endswith("." if language == "en" else "。")
    assert panel.title


@EACH
def test_every_panel_is_plain_json(studied: Journal, panel: Panel[Any]) -> None:
    data = panel.data(panel.read(studied, ALL))
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert (data["panel"], data["about"]) == (panel.name, "")


@EACH
def test_every_panel_is_a_table_whose_rows_are_as_long_as_its_heading(studied: Journal, panel: Panel[Any]) -> None:
    rows = panel.rows(panel.read(studied, ALL))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@EACH
def test_every_panel_is_a_picture_of_plain_values(studied: Journal, panel: Panel[Any]) -> None:
    scene = json.loads(json.dumps(panel.scene(panel.read(studied, ALL)), allow_nan=False))
    assert scene["axes"]
    assert any(axes[kind] for axes in scene["axes"] for kind in ("bars", "lines", "images"))


@EACH
def test_of_an_empty_journal_every_panel_says_what_it_waits_for(journal: Journal, panel: Panel[Any]) -> None:
    found = panel.whole(journal)
    if panel.name != "concepts":  # the library is there from the beginning
        assert panel.empty(found)
        assert "this fills as you" in panel.sentence(found)


# --- the same numbers everywhere --------------------------------------------------------------------------------


def test_what_is_due_is_the_same_in_each_form(studied: Journal) -> None:
    panel = panel_of("due")
    found = panel.read(studied, ALL)
    told = figures(studied, "due")
    days = [each["due"] for each in told["days"]]
    first = panel.scene(found)["axes"][0]
    assert sum(drawn(first)) == sum(days)
    assert [row[1] for row in panel.rows(found)[1 : 1 + len(days)]] == list(map(str, days))
    assert f"{days[0]} due today ({told['backlog']} overdue), {sum(days)} within" in panel.sentence(found)


@pytest.mark.parametrize("height", range(15, 41))
def test_no_bar_of_the_retention_covers_another_one(height: int) -> None:
    """Six periods of two bars each, in a terminal of 24 lines and in larger ones."""
    found = tuple(
        Recall(period, age, 40, right, right / 40)
        for period in PERIODS
        for age, right in (("young", 35), ("mature", 33), ("all", 34))
    )
    shown = "\n".join(draw_scene(panel_of("retention").scene(found), 76, height).lines())
    assert (shown.count("35/40"), shown.count("33/40")) == (len(PERIODS), len(PERIODS))


def test_retention_is_the_same_in_each_form(studied: Journal) -> None:
    panel = panel_of("retention")
    found = panel.read(studied, ALL)
    told = figures(studied, "retention")
    shares = [each["share"] for each in told if each["age"] != "all" and each["share"]]
    (axes,) = panel.scene(found)["axes"]
    assert sorted(drawn(axes)) == sorted(shares)
    texts = {text["text"] for text in axes["texts"]}
    cells = {cell for row in panel.rows(found)[1:] for cell in row[1:3] if cell != "–"}
    assert (
        texts
        == cells
        == {
            f"{percent(each['share'])}  {each['right']}/{each['asked']}"
            for each in told[:]
            if (each["age"] != "all" and each["asked"])
        }
    )


def test_knowledge_is_the_same_in_each_form_and_ends_with_what_is_known_today(studied: Journal) -> None:
    panel = panel_of("knowledge")
    found = panel.read(studied, ALL)
    told = figures(studied, "knowledge")
    known, begun = panel.scene(found)["axes"][0]["lines"]
    assert [point[1] for point in known["points"] if point] == [each["known"] for each in told]
    assert [point[1] for point in begun["points"] if point] == [each["begun"] for each in told]
    assert [row[1] for row in panel.rows(found)[1:]] == [f"{each['known']:g}" for each in told]
    shares = [each["known"] for topic in figures(studied, "concepts") for each in topic["concepts"] if each["known"]]
    assert told[-1]["begun"] == 6
    assert told[-1]["known"] / 6 == pytest.approx(sum(shares) / len(shares), abs=0.1)


def test_the_days_are_the_same_in_each_form(studied: Journal) -> None:
    panel = panel_of("reviews")
    found = panel.read(studied, ALL)
    told = figures(studied, "reviews")
    answers, minutes = panel.scene(found)["axes"]
    assert sum(drawn(answers)) == sum(each["right"] + each["wrong"] for each in told) > 0
    assert drawn(minutes) == [each["minutes"] for each in told if each["minutes"]]
    assert [row[3] for row in panel.rows(found)[1:]] == [f"{each['minutes']:g}" for each in told if each["minutes"]]


def test_the_heat_map_is_the_same_in_each_form(studied: Journal) -> None:
    panel = panel_of("days")
    found = panel.read(studied, ALL)
    told = figures(studied, "days")
    done, due = panel.scene(found)["axes"][0]["images"]
    for image, name in ((done, "done"), (due, "due")):
        assert image["numbers"] is not None
        shown = [value for row in image["numbers"] for value in row if value is not None]
        assert sorted(shown) == sorted(each["reviews"] for each in told[name])
    cells = [int(cell) for row in panel.rows(found)[1:] for cell in row[1:] if cell.isdigit()]
    assert sum(cells) == sum(each["reviews"] for half in ("done", "due") for each in told[half])


def test_histograms_hours_and_buttons_are_the_same_in_each_form(studied: Journal) -> None:
    memory = panel_of("memory")
    for axes, told in zip(memory.scene(memory.read(studied, ALL))["axes"], figures(studied, "memory"), strict=True):
        assert drawn(axes) == [each["questions"] for each in told["bins"] if each["questions"]]
    hours = panel_of("hours")
    assert sum(drawn(hours.scene(hours.read(studied, ALL))["axes"][0])) == sum(
        each["answers"] for each in figures(studied, "hours")
    )
    buttons = panel_of("buttons")
    shares = [share for axes in buttons.scene(buttons.read(studied, ALL))["axes"] for share in drawn(axes)]
    assert shares == pytest.approx([each["share"] for each in figures(studied, "buttons") if each["share"]])


def test_sureness_weeks_and_ideas_are_the_same_in_each_form(studied: Journal) -> None:
    sureness = panel_of("sureness")
    found = sureness.read(studied, ALL)
    told = figures(studied, "sureness")
    assert drawn(sureness.scene(found)["axes"][0]) == [each["share"] for each in told if each["share"]]
    assert [row[2] for row in sureness.rows(found)[1:]] == [f"{each['right']}/{each['answers']}" for each in told]
    weeks = panel_of("weeks")
    written, minutes = weeks.scene(weeks.read(studied, ALL))["axes"]
    (week,) = figures(studied, "weeks")["weeks"]
    assert (drawn(written), drawn(minutes)) == ([week["words"]], [week["minutes"]])
    ideas = panel_of("ideas")
    assert sorted(drawn(ideas.scene(ideas.read(studied, ALL))["axes"][0])) == sorted(
        each["times"] for each in figures(studied, "ideas")
    )


def test_the_map_is_the_same_in_each_form(studied: Journal) -> None:
    panel = panel_of("concepts")
    found = panel.read(studied, ALL)
    told = [each for topic in figures(studied, "concepts") for each in topic["concepts"]]
    (axes,) = panel.scene(found)["axes"]
    shades = [shade for row in axes["images"][0]["shades"] for shade in row if shade is not None]
    assert sorted(shades) == sorted(each["known"] or 0 for each in told)
    assert len(axes["texts"]) == len(told) == len(panel.rows(found)) - 1


def test_the_cards_are_the_same_in_each_form(studied: Journal) -> None:
    counts = panel_of("counts")
    found = counts.read(studied, ALL)
    assert [row[1] for row in counts.rows(found)[1:]] == [str(each["cards"]) for each in figures(studied, "counts")]
    assert sum(drawn(counts.scene(found)["axes"][0])) == sum(each["cards"] for each in figures(studied, "counts"))
    intervals = panel_of("intervals")
    told = figures(studied, "intervals")
    assert sum(drawn(intervals.scene(intervals.read(studied, ALL))["axes"][0])) == sum(
        each["questions"] for each in told["bins"]
    )
    assert f"about {told['load']:g} a day" in intervals.sentence(intervals.read(studied, ALL))
    added = panel_of("added").read(studied, ALL)
    assert sum(each.cards for each in added) == added[-1].total == sum(each.cards for each in found)


def test_what_was_reviewed_is_the_same_in_each_form(studied: Journal) -> None:
    today_panel, maturity = panel_of("today"), panel_of("maturity")
    told = figures(studied, "today")
    lengths = drawn(today_panel.scene(today_panel.read(studied, ALL))["axes"][0])
    assert sum(lengths) == sum(each["answers"] for each in told) > 0
    spans = figures(studied, "maturity")
    assert sum(drawn(maturity.scene(maturity.read(studied, ALL))["axes"][0])) == sum(
        each[age] for each in spans for age in ("new", "young", "mature", "repeats")
    )
    last = maturity.read(studied, replace(ALL, range="month"))[-1]
    assert (last.starts, last.days) == (studied.today, 1)
    assert {each["age"]: each["answers"] for each in told} == {age: last.of(age) for age in AGES}


@pytest.mark.parametrize("name", ["maturity", "hours", "buttons", "sureness", "added"])
def test_a_range_goes_so_far_back_and_no_further(studied: Journal, clock: Clock, name: str) -> None:
    panel = panel_of(name)
    whole = panel.read(studied, replace(ALL, range="all"))
    assert panel.read(studied, replace(ALL, range="month")) != () != whole
    clock.now += timedelta(days=40)
    assert panel.read(studied, replace(ALL, range="quarter")) != panel.read(studied, replace(ALL, range="month"))
    assert panel.read(studied, replace(ALL, range="month")) != panel.read(studied, replace(ALL, range="year"))


# --- the same as on Today ---------------------------------------------------------------------------------------


def test_today_and_progress_count_the_same(studied: Journal) -> None:
    view = today(studied)
    due = figures(studied, "due")
    assert (due["days"][0]["due"], due["new"]) == (view.all_due, view.new)
    ahead = {each["day"]: each["reviews"] for each in figures(studied, "days")["due"]}
    assert ahead == {day.isoformat(): view.due_by_day[day] for day in sorted(view.due_by_day)[1 : len(ahead) + 1]}
    done = {each["day"]: each["reviews"] for each in figures(studied, "days")["done"] if each["reviews"]}
    assert done == {day.isoformat(): count for day, count in view.reviews_by_day.items()}
    (whole,) = (each for each in figures(studied, "retention") if (each["period"], each["age"]) == ("all", "all"))
    assert whole["share"] == view.retention
    ready = [each["id"] for topic in figures(studied, "concepts") for each in topic["concepts"] if each["ready"]]
    assert sorted(ready) == sorted(each.concept.id for each in view.ready)
    held = [each for each in figures(studied, "ideas") if not each["cured"]]
    assert [(each["title"], each["says"]) for each in held] == list(view.misconceptions)


def test_today_and_progress_count_the_same_words(journal: Journal, imported: Importing) -> None:
    imported(LOG)
    assert [each["words"] for each in figures(journal, "weeks")["weeks"]] == [today(journal).words]


def test_the_panels_agree_among_one_another(studied: Journal) -> None:
    asked = sum(each["answers"] for each in figures(studied, "hours"))
    assert asked == sum(each["answers"] for each in figures(studied, "buttons"))
    assert asked == sum(each["answers"] for each in figures(studied, "sureness"))
    assert asked == sum(each["right"] + each["wrong"] for each in figures(studied, "reviews"))
    (whole,) = (each for each in figures(studied, "retention") if (each["period"], each["age"]) == ("all", "all"))
    new = sum(each["answers"] for each in figures(studied, "buttons") if each["age"] == "new")
    assert whole["asked"] == asked - new


# --- narrowed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("", None),
        ("topic:images", {"convolution", "pooling"}),
        ("topic：图像", {"convolution", "pooling"}),
        ("topic:Seq", {"rnn", "backprop", "attention"}),
        ("Images", {"convolution", "pooling"}),
        ("序列", {"rnn", "backprop", "attention"}),
        ("concept:CNN", {"convolution"}),
        ("池化", {"pooling"}),
        ("conv", {"convolution"}),
        ("topic:sequences RNN", {"rnn"}),
        ('topic:"images"', {"convolution", "pooling"}),
    ],
)
def test_the_figures_may_be_narrowed(journal: Journal, text: str, concepts: set[str] | None) -> None:
    assert read_panel_filter(journal, text).concepts == concepts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("topic:imagse", "There is no topic 'imagse'; did you mean 'Images'?"),
        ("concept:poling", "poling"),
        ("quaternion", "No concept matches 'quaternion'"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(journal: Journal, text: str, says: str) -> None:
    with pytest.raises(UserError, match=re.escape(says)):
        read_panel_filter(journal, text)


@EACH
def test_every_panel_can_be_narrowed_to_what_has_nothing(studied: Journal, panel: Panel[Any]) -> None:
    about = read_panel_filter(studied, "concept:attention")
    found = panel.whole(studied, about)
    if panel.name not in ("concepts", "weeks"):  # these have it, unread and unwritten
        assert panel.sentence(found, about) == "Nothing about Attention yet."


def test_the_topics_together_are_everything(studied: Journal) -> None:
    for name in ("due", "buttons", "sureness", "hours"):
        parts = [figures(studied, name, f"topic:{topic}") for topic in ("images", "sequences")]
        if name == "due":
            assert sum(part["new"] for part in parts) == figures(studied, name)["new"]
            assert [sum(part["weeks"][n]["due"] for part in parts) for n in range(26)] == [
                each["due"] for each in figures(studied, name)["weeks"]
            ]
        else:
            whole = [each["answers"] for each in figures(studied, name)]
            assert [
                sum(counts) for counts in zip(*([e["answers"] for e in part] for part in parts), strict=True)
            ] == whole


def test_narrowed_words_are_those_of_the_sentences_that_speak_of_it(journal: Journal, imported: Importing) -> None:
    imported(LOG)
    (whole,) = figures(journal, "weeks")["weeks"]
    (week,) = figures(journal, "weeks", "concept:rnn")["weeks"]
    assert 0 < week["words"] < whole["words"]
    assert figures(journal, "weeks", "concept:rnn")["goal"] == 0
    assert figures(journal, "weeks", "concept:attention")["weeks"][0]["words"] == 0


# --- what is to be expected -------------------------------------------------------------------------------------


def test_what_is_to_be_expected_comes_after_what_is_due(studied: Journal) -> None:
    panel = panel_of("due")
    found = panel.read(studied, ALL)
    whole = panel.whole(studied)
    assert found.weeks[0].middle is None
    assert all(each.low <= each.middle <= each.high for each in whole.weeks)
    assert whole.weeks[0].middle > 0
    assert [each.due for each in whole.weeks] == [each.due for each in found.weeks]
    band = whole.weeks[-1]
    most = max(each.middle for each in whole.weeks)
    told = f"up to about {most} reviews a week, {band.low} to {band.high} in half a year"
    assert told in panel.sentence(whole)
    weeks = panel.scene(whole)["axes"][1]
    assert [point[1] for point in weeks["lines"][0]["points"] if point] == [each.middle for each in whole.weeks]
    corners = [point[1] for point in weeks["areas"][0]["points"] if point]
    assert corners == [each.low for each in whole.weeks] + [each.high for each in reversed(whole.weeks)]


# --- the table --------------------------------------------------------------------------------------------------


def test_a_panel_that_there_is_not_is_told_with_the_nearest() -> None:
    with pytest.raises(UserError, match="no panel 'retenton'; did you mean 'retention'"):
        panel_of("retenton")
    assert len(set(NAMES)) == len(PANELS) >= len(FIRST)
    assert NAMES[: len(FIRST)] == FIRST
