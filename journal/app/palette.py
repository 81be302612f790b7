"""The palette: all that the app can do, found by its name in either language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from journal.app.preferences import edit_settings, switch_language
from journal.concepts.screens.choosing_path import choose_path
from journal.core.messages import in_every_language, say
from journal.exchange.screens.exchanging import export_journal
from journal.ui.host import Host
from journal.ui.keys import SCREENS, keys_of, shown

OTHERS = (
    ("keys.today_habits", "habits", "habits"),
    ("keys.anywhere_search", "search", "search"),
    ("keys.anywhere_items", "items", "items"),
    ("keys.anywhere_park", "park", "park"),
    ("keys.anywhere_cards", "cards", "cards"),
    ("keys.anywhere_focus", "focus", "focus_session"),
    ("keys.anywhere_glance", "glance", "glance"),
    ("keys.anywhere_report", "report", "report"),
    ("keys.progress_weights", "weights", "weights"),
    ("keys.today_import", "import", "import"),
    ("keys.anywhere_undo", "undo", "undo"),
    ("keys.anywhere_redo", "redo", "redo"),
    ("keys.anywhere_sync", "sync", "sync"),
    ("keys.anywhere_class", "class", "class"),
    ("keys.anywhere_theme", "theme", "change_theme"),
    ("keys.anywhere_end", "end", "quit"),
)
"""What there is beside the screens: the text that names it, what the help says of it, and the action of the app."""
PREFERENCES: tuple[tuple[str, str, Callable[[Host], Awaitable[None] | None]], ...] = (
    ("keys.anywhere_settings", "settings", edit_settings),
    ("keys.anywhere_language", "language", switch_language),
    ("keys.anywhere_export", "export", export_journal),
    ("keys.concepts_path", "path", choose_path),
)
"""What has no key: the text that names it, what the help says of it, and what does it."""


LEAST = 0.01
"""The score of what is found by what it is for."""


class PaletteCommand(NamedTuple):
    """One line of the palette: its name, its name in every language, its key and what it is for, what it does."""

    name: str
    names: tuple[str, ...]
    about: str
    run: IgnoreReturnCallbackType


class Palette(Provider):
    """The screens in their order, then everything else."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for each in self.commands():
            yield DiscoveryHit(each.name, each.run, help=each.about)

    async def search(self, query: str) -> Hits:
        """What has a name that holds the letters of `query` in their order, the closest first; then what it is for.

        One line says so where nothing has.
        """
        matcher = self.matcher(query)
        found = False
        for each in self.commands():
            score = max(map(matcher.match, each.names)) or LEAST * (query.casefold() in each.about.casefold())
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(each.name), each.run, help=each.about)
        if not found:
            yield Hit(LEAST, say("places.no_command"), _nothing)

    def commands(self) -> Iterator[PaletteCommand]:
        """All there is, named in the language of the user."""
        app = cast(Host, self.app)
        press = {f"keys.anywhere_{key.name}": shown(key, app.keymap) for key in keys_of("anywhere")}
        for place in SCREENS:
            key = f"keys.anywhere_{place}"
            yield _command(key, place, press[key], partial(app.run_action, f"app.go('{place}')"))
        for key, about, action in OTHERS:
            yield _command(key, about, press.get(key, ""), partial(app.run_action, f"app.{action}"))
        for key, about, do in PREFERENCES:
            yield _command(key, about, "", partial(do, app))


def _nothing() -> None:
    """What the line does that says that nothing was found."""


def _command(key: str, about: str, press: str, run: IgnoreReturnCallbackType) -> PaletteCommand:
    names = tuple(in_every_language(key))
    message = say(f"help.{about}")
    return PaletteCommand(say(key), names, f"{press} · {message}" if press else message, run)
