"""Every key of the app, in one table: bindings, key bars, help, palette and the README's table come from it.

A key's label is the text `keys.PLACE_NAME` of the catalogue. Each key that an input method would turn into a
full-width character has its twin bound as well. No chord is used that only some terminals can send.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from journal.core.messages import say


@dataclass(frozen=True)
class Key:
    """One key of one context. `keys` are Textual's names; the first is the one that is shown."""

    context: str
    name: str
    keys: str
    action: str
    in_bar: bool = True

    @property
    def id(self) -> str:
        """The name of this key in the settings, as in "today.review"."""
        return f"{self.context}.{self.name}"

    @property
    def label(self) -> str:
        """What the key does, in the language of the user."""
        return say(f"keys.{self.context}_{self.name}")

    def binding(self) -> Binding:
        """This key as Textual binds it."""
        return Binding(self.keys, self.action, self.name, show=False, id=self.id)


SCREENS = ("today", "write", "review", "concepts", "progress", "help")
"""The screens in the order of their digits."""

TABLE: tuple[Key, ...] = (
    Key("anywhere", "today", "t,1,１", "go('today')"),
    Key("anywhere", "write", "w,2,２", "go('write')"),
    Key("anywhere", "review", "r,3,３", "go('review')"),
    Key("anywhere", "concepts", "c,4,４", "go('concepts')"),
    Key("anywhere", "progress", "p,5,５", "go('progress')"),
    Key("anywhere", "search", "s,slash,fullwidth_solidus,ctrl+f", "search"),
    Key("anywhere", "help", "question_mark,fullwidth_question_mark,f1,6,６", "go('help')"),
    Key("anywhere", "items", "f8", "items"),
    Key("anywhere", "park", "f9", "park"),
    Key("anywhere", "cards", "d", "cards", in_bar=False),
    Key("anywhere", "focus", "f10,ctrl+t", "focus_session"),
    Key("anywhere", "glance", "f12,ctrl+g", "glance", in_bar=False),
    Key("anywhere", "undo", "u", "undo", in_bar=False),
    Key("anywhere", "redo", "ctrl+y", "redo", in_bar=False),
    Key("anywhere", "suspend", "ctrl+z", "suspend_process", in_bar=False),
    Key("anywhere", "palette", "ctrl+p,colon,fullwidth_colon", "command_palette"),
    Key("anywhere", "back", "escape", "back"),
    Key("anywhere", "quit", "q", "leave"),
    Key("anywhere", "end", "ctrl+q", "quit"),
    Key("today", "then", "l,f3", "then", in_bar=False),
    Key("today", "import", "i", "app.import", in_bar=False),
    Key("today", "habits", "h", "app.habits", in_bar=False),
    Key("today", "weights", "m", "app.weights", in_bar=False),
    Key("today", "card", "n", "app.new_card", in_bar=False),
    Key("looking", "change", "e,f7", "write_on"),
    Key("write", "weeks", "f2", "weeks"),
    Key("write", "concepts", "f3", "concepts"),
    Key("write", "editor", "f4", "editor"),
    Key("write", "card", "ctrl+o", "new_card"),
    Key("write", "slips", "f5", "slips", in_bar=False),
    Key("write", "template", "ctrl+n", "template", in_bar=False),
    Key("write", "recover", "ctrl+r", "recover", in_bar=False),
    Key("write", "save", "ctrl+s", "save", in_bar=False),
    Key("weeks", "open", "enter", "open"),
    Key("weeks", "report", "o", "report"),
    Key("weeks", "history", "h", "history"),
    Key("weeks", "delete", "x,delete", "delete"),
    Key("weeks", "undelete", "u", "undelete"),
    Key("report", "file", "f,f4", "file"),
    Key("history", "revert", "enter", "revert"),
    Key("items", "take", "enter", "take"),
    Key("items", "finish", "space", "finish"),
    Key("items", "dismiss", "x,delete,backspace", "dismiss_item"),
    Key("items", "log", "l", "log"),
    Key("items", "card", "n", "new_card"),
    Key("search", "card", "ctrl+o", "new_card"),
    Key("slips", "mend", "enter", "mend"),
    Key("slips", "let_be", "x,delete,backspace", "let_be"),
    Key("slips", "all", "a", "all"),
    Key("focus", "pause", "space", "pause"),
    Key("focus", "end", "enter", "end"),
    Key("parked", "learn", "enter", "learn"),
    Key("parked", "schedule", "a", "schedule"),
    Key("parked", "dismiss", "x,delete,backspace", "dismiss_item"),
    Key("parked", "card", "n", "card"),
    Key("parked", "later", "l", "later"),
    Key("habits", "mark", "enter", "mark"),
    Key("habits", "new", "n", "new"),
    Key("habits", "undo", "u", "undo"),
    Key("habits", "measure", "m", "measure"),
    Key("habits", "days", "tab", "app.focus_next"),
    Key("days", "open", "enter", "open"),
    Key("days", "measure", "m", "measure"),
    Key("days", "habits", "tab", "app.focus_next"),
    Key("weights", "take", "enter", "take"),
    Key("weights", "fit", "f", "fit"),
    Key("weights", "leave", "x,delete", "leave_them"),
    Key("weights", "undo", "u", "undo"),
    Key("asking", "submit", "enter", "submit"),
    Key("asking", "skip", "f2", "skip"),
    Key("asking", "bury", "f3", "bury"),
    Key("asking", "suspend", "f4", "suspend"),
    Key("asking", "card", "f5", "card"),
    Key("asking", "picture", "f6", "picture"),
    Key("paused", "resume", "enter", "resume"),
    Key("task", "submit", "f5,ctrl+r", "submit"),
    Key("task", "hint", "f3", "hint"),
    Key("task", "editor", "f4", "editor"),
    Key("task", "give_up", "f2", "give_up"),
    Key("task", "up", "f6", "move_line(-1)", in_bar=False),
    Key("task", "down", "f7", "move_line(1)", in_bar=False),
    Key("sure", "guess", "1,１", "digit(1)"),
    Key("sure", "unsure", "2,２", "digit(2)"),
    Key("sure", "sure", "3,３", "digit(3)"),
    Key("sure", "reason", "y", "reason"),
    Key("sure", "edit", "backspace", "edit"),
    Key("reviewed", "next", "enter", "next"),
    Key("reviewed", "rate", "4,４", "digit(4)"),  # 1 to 3 are those of "sure"
    Key("reviewed", "again", "space", "again"),
    Key("reviewed", "change", "e,f7", "change"),
    Key("reviewed", "card", "i,f5", "card"),
    Key("reviewed", "undo", "u", "undo"),
    Key("reviewed", "picture", "o,f6", "picture"),
    Key("reviewed", "bury", "minus,fullwidth_hyphen_minus,f3", "bury"),
    Key("reviewed", "suspend", "at,fullwidth_commercial_at,f4", "suspend"),
    Key("reviewed", "text", "v", "text"),
    Key("reviewed", "mistakes", "m", "mistakes"),
    Key("reviewed", "note", "n", "new_card"),
    Key("revealed", "good", "enter,space", "good"),
    Key("revealed", "rate", "4,４", "digit(4)"),
    Key("revealed", "picture", "o,f6", "picture"),
    Key("rested", "ahead", "n", "plan('ahead')", in_bar=False),
    Key("rested", "catch_up", "k", "plan('catch_up')", in_bar=False),
    Key("rested", "cram", "x", "plan('cram')", in_bar=False),
    Key("concepts", "open", "enter", "open"),
    Key("concepts", "search", "slash,fullwidth_solidus", "search"),
    Key("concepts", "add", "a,f4", "add"),
    Key("concepts", "path", "l,f3", "path"),
    Key("progress", "before", "left", "step(-1)"),
    Key("progress", "after", "right", "step(1)"),
    Key("progress", "narrow", "n,f3", "narrow"),
    Key("progress", "range", "g,f4", "range"),
    Key("progress", "retention", "enter", "retention"),
    Key("progress", "weights", "m", "app.weights"),
    Key("concept", "run", "space", "run"),
    Key("concept", "change", "e,f7", "change"),
    Key("concept", "add", "a,f4", "add"),
    Key("concept", "picture", "o,f6", "picture"),
    Key("concept", "card", "i,f5", "card"),
    Key("concept", "log", "l,f3", "log"),
    Key("mine", "run", "y", "run_on_mine"),
    Key("cards", "open", "enter", "open"),
    Key("cards", "mark", "tab", "mark"),
    Key("cards", "all", "f2", "mark_all"),
    Key("cards", "bury", "f3", "bury"),
    Key("cards", "suspend", "f4", "suspend"),
    Key("cards", "due", "f5", "due_today"),
    Key("cards", "anew", "f6", "begin_anew"),
    Key("cards", "sort", "f7", "sort"),
    Key("card", "text", "enter,v", "text"),
    Key("card", "change", "e,f7", "change"),
    Key("card", "mistakes", "m", "mistakes"),
    Key("card", "bury", "minus,fullwidth_hyphen_minus,f3", "bury"),
    Key("card", "suspend", "at,fullwidth_commercial_at,f4", "suspend"),
    Key("card", "back", "b,f2", "bring_back", in_bar=False),
    Key("card", "due", "f5", "due_today", in_bar=False),
    Key("card", "anew", "f6", "begin_anew", in_bar=False),
    Key("card", "next", "right", "sibling(1)"),
    Key("card", "previous", "left", "sibling(-1)", in_bar=False),
    Key("contrast", "run", "space", "run"),
    Key("bench", "run", "f5,ctrl+r", "run"),
    Key("class", "comment", "k,f4", "comment"),
    Key("class", "misconceptions", "m,f3", "misconceptions"),
    Key("class", "before", "left", "step(-1)"),
    Key("class", "after", "right", "step(1)"),
    Key("note", "save", "ctrl+s,f4", "save"),
    Key("note", "gap", "f3", "gap"),
    Key("note", "reverse", "f5", "reverse"),
)


def keys_of(context: str) -> tuple[Key, ...]:
    """The keys of one context, in display order."""
    return tuple(key for key in TABLE if key.context == context)


def bindings_of(*contexts: str) -> list[BindingType]:
    """The bindings of some contexts."""
    return [key.binding() for context in contexts for key in keys_of(context)]


NAMES = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "minus": "-",
    "at": "@",
    "escape": "esc",
    "left": "←",
    "right": "→",
}


def types(name: str) -> bool:
    """Whether a key, by Textual's name for it, would be typed into a text."""
    signs = ("question_mark", "colon", "slash", "space", "minus", "at")
    return len(name) == 1 or name in signs or name.startswith("fullwidth_")


def shown(key: Key, keymap: Mapping[str, str] | None = None, *, typing: bool = False) -> str:
    """A key as a reader knows it, after the user's own choice; while `typing` the first that is no letter, or ""."""
    if key.id in ("reviewed.rate", "revealed.rate") and not (keymap or {}).get(key.id):
        return "1-4"
    names = ((keymap or {}).get(key.id) or key.keys).split(",")
    name = next((name for name in names if not (typing and types(name))), "")
    if name.startswith("ctrl+"):
        return f"^{name.removeprefix('ctrl+')}"
    return NAMES.get(name, name.upper() if name[:1] == "f" and name[1:].isdigit() else name)


Press = Callable[[str], str]
"""What to press for a key by its id."""


def press(key_id: str, keymap: Mapping[str, str] | None = None) -> str:
    """What to press for the key with this id, as in "today.habits", after the user's own choice."""
    return next(shown(key, keymap) for key in TABLE if key.id == key_id)
