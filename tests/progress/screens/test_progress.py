"""Progress: one panel at a time, reached by keys, narrowed by a line, with the numbers of the journal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import ContentSwitcher, Static

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.progress.panel import ALL
from journal.progress.panels import NAMES, PANELS, panel_of
from journal.ui.widgets.plot import Plot
from tests.concepts.screens.test_figures import study
from tests.support.app import LARGE, SMALL, Opening, User

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


async def to(user: User, name: str) -> Any:
    """Goes to a panel from Progress as it opens; returns its figures."""
    await user.press("p", *["right"] * NAMES.index(name))
    return panel_of(name).read(user.journal, ALL)


def says(user: User, name: str) -> bool:
    """Whether the screen says what the figures of a panel mean."""
    panel = panel_of(name)
    said = user.app.screen.query_one("#says", Static)
    return said.region.height > 0 and str(said.render()) == panel.sentence(panel.whole(user.journal))


@SIZES
@LANGUAGE
async def test_every_panel_is_reached_by_one_key_and_says_what_it_means(
    opened: Opening, with_log: None, size: tuple[int, int], language: Language
) -> None:
    async with opened(size, language) as user:
        await study(user)
        await user.press("p")
        for name in NAMES:
            assert user.sees(panel_of(name).title), name
            assert says(user, name), name
            assert max(map(cell_len, user.lines)) <= size[0]
            await user.press("right")
        assert says(user, NAMES[0])
        await user.press("left")
        assert says(user, NAMES[-1])


@SIZES
async def test_an_empty_journal_says_what_to_press(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        await user.press("p")
        assert user.sees("No concepts yet: this fills as you write about what you learn.")
        assert any(line.strip().endswith("w  write") for line in user.lines[3:])
        await user.press(*["right"] * NAMES.index("retention"))
        assert user.sees("No answers yet: this fills as you review.")
        assert any(line.strip().endswith("r  review") for line in user.lines[3:])


async def test_a_plot_shows_the_scene_of_the_figures(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await study(user)
        figures = await to(user, "sureness")
        assert user.app.screen.query_one(Plot).scene == panel_of("sureness").scene(figures)
        assert user.sees("50%  1/2")


async def test_the_map_shows_how_well_each_concept_is_known_and_what_comes_next(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await study(user)
        topics = await to(user, "concepts")
        known = [each for topic in topics for each in topic.concepts if each.known is not None]
        assert known
        for each in known:
            assert any(re.search(rf"{100 * each.known:.0f}\s+{each.title[:18]}", line) for line in user.lines)
        ready = [each for topic in topics for each in topic.concepts if each.ready]
        for each in ready:
            assert any(f"+  {each.title[:18]}" in line for line in user.lines)


async def test_a_concept_on_the_map_opens_by_a_click(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await study(user)
        await to(user, "concepts")
        row = next(n for n, line in enumerate(user.lines) if "Recurrent" in line)
        await user.pilot.click(offset=(user.lines[row].index("Recurrent") + 1, row))
        await user.settled()
        assert user.screen_name == "concepts"
        await user.press("escape")
        assert user.screen_name == "progress"


async def test_one_key_takes_a_retention_and_the_bar_names_it_on_its_panel_only(
    opened: Opening, with_log: None
) -> None:
    async with opened(LARGE) as user:
        await study(user)
        await user.press("p")
        assert not user.sees("take a retention")
        await user.press("enter", *["right"] * NAMES.index("workload"))
        assert user.sees("take a retention")
        await user.press("enter", "2")
        assert user.messages[-1] == "80% from the next answers on."
        assert "retention = 0.8" in user.journal.settings.file.read_text(encoding="utf-8")
        assert user.app.journal is not None
        assert user.app.journal.settings.retention == 0.8
        assert panel_of("workload").read(user.app.journal, ALL).current.retention == 0.8


async def test_wrong_ideas_are_listed_with_what_refutes_them(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await study(user)
        (idea,) = await to(user, "ideas")
        assert user.sees(idea.says)
        assert any("✗" in line and idea.title in line and "unresolved · once" in line for line in user.lines)


async def test_only_the_panel_that_is_shown_is_read(
    opened: Opening, with_log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for panel in PANELS:

        def noting(*arguments: Any, name: str = panel.name, before: Any = panel.read) -> Any:
            read.append(name)
            return before(*arguments)

        monkeypatch.setitem(vars(panel), "read", noting)
    async with opened() as user:
        await user.press("p", "right", "right")
    assert read == list(NAMES[:3])


# --- narrowed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"), [("topic:images", "Images"), ("池化", "池化"), ("concept:RNN", "Recurrent")]
)
async def test_the_panels_are_narrowed_on_a_line_and_esc_shows_everything_again(
    opened: Opening, with_log: None, typed: str, name: str
) -> None:
    async with opened() as user:
        await study(user)
        figures = await to(user, "concepts")
        whole = sum(len(topic.concepts) for topic in figures)
        await user.press("n")
        await user.types(typed)
        await user.press("enter")
        assert name in user.lines[0]
        assert not user.sees(f"of {whole} concepts begun")
        await user.press("left")
        assert name in user.lines[0]
        await user.press("right", "escape")
        assert name not in user.lines[0]
        assert user.sees(f"of {whole} concepts begun")
        await user.press("escape")
        assert user.screen_name == "today"


async def test_what_cannot_be_found_is_said_and_the_line_stays(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("p", "n")
        await user.types("topic:imagse")
        await user.press("enter")
        assert user.messages == ["There is no topic 'imagse'; did you mean 'Images'?"]
        assert user.sees("topic:imagse")
        await user.press("escape")
        assert user.screen_name == "progress"
        assert not user.sees("topic:imagse")


async def test_what_has_nothing_says_how_to_see_everything(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await study(user)
        await to(user, "retention")
        await user.press("n")
        await user.types("concept:attention")
        await user.press("enter")
        assert user.sees("Nothing about Attention yet.")
        assert user.sees("esc  everything")


# --- the frame --------------------------------------------------------------------------------------------------


async def test_the_names_stand_in_a_line_or_beside_the_panel_where_there_is_room(opened: Opening) -> None:
    async with opened(LARGE) as user:
        await user.press("p")
        titles = [panel.title for panel in PANELS]
        assert [line[2:26].strip(" ▸") for line in user.lines[2 : 2 + len(titles)]] == titles
    async with opened(SMALL) as user:
        await user.press("p")
        assert titles[0] in user.lines[2]
        assert titles[1] in user.lines[2]
        await user.press("left")
        assert titles[-1] in user.lines[2]
        assert titles[-2] in user.lines[2]


async def test_a_name_may_be_clicked(opened: Opening, with_log: None) -> None:
    async with opened(LARGE) as user:
        await user.press("p")
        await user.pilot.click("#names", offset=(4, NAMES.index("weeks")))
        await user.settled()
        assert says(user, "weeks")


async def test_progress_paints_anew_when_it_changes_its_size(opened: Opening, with_log: None) -> None:
    async with opened(SMALL) as user:
        await study(user)
        await to(user, "concepts")
        for size in ((40, 10), LARGE, SMALL):
            await user.pilot.resize_terminal(*size)
            await user.settled()
            assert max(map(cell_len, user.lines)) <= size[0]
            assert user.app.screen.query_one(ContentSwitcher).current == "text"


async def test_keys_pressed_quickly_end_where_they_lead(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await study(user)
        await user.press("p")
        for _ in range(4):
            await user.pilot.press("right")
        await user.settled()
        assert says(user, NAMES[4])


def test_no_panel_is_named_twice_in_either_language() -> None:
    for language in LANGUAGES:
        messages.use(language)
        assert len({panel.title for panel in PANELS}) == len(PANELS)
    messages.use("en")
