"""An editor for Python: indents, pairs brackets, highlights syntax, and protects locked lines."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Sequence

from rich.style import Style
from rich.text import Text
from textual import events
from textual.color import Color
from textual.document._document import EditResult, Location, Selection

from journal.ui.widgets.area import Area

INDENT = "    "
PAIRS = {"(": ")", "[": "]", "{": "}"}
BLANK = "____"
"""What is to be filled in; tab and enter lead from one to the next."""

_COLOURS = (
    ("secondary", re.compile(rf"\b(?:{'|'.join(keyword.kwlist)})\b")),
    ("accent", re.compile(r"(?<![\w.])\d[\w.]*")),
    ("success", re.compile(r"\"[^\"\n]*\"?|'[^'\n]*'?")),
    ("warning", re.compile(BLANK)),
)
_WORD = re.compile(r"(?<![\w.])[A-Za-z_.][\w.]*$")
_COMMENT = re.compile(r"#.*")
_LEAVES = re.compile(r"\s*(?:return|raise|pass|break|continue)\b")


class CodeArea(Area):
    """Python code. `locked` are the rows that cannot be changed; with `one_line` no line is added or taken away."""

    locked: Collection[int] = ()
    names: Sequence[str] = ()
    """What can be completed, as in `torch.softmax`; `.sum` is of any value."""
    one_line: bool = False

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted; a locked one quieter."""
        line = super().get_line(line_index)
        for name, pattern in _COLOURS:
            for found in pattern.finditer(line.plain):
                line.stylize(self._style(name), *found.span())
        for found in _COMMENT.finditer(line.plain):
            line.stylize(Style(dim=True), *found.span())
        if line_index in self.locked:
            line.stylize(Style(dim=True))
        return line

    def _style(self, name: str) -> Style:
        return Style(color=Color.parse(self.app.theme_variables[name]).rich_color)

    # --- what may be changed --------------------------------------------------------------------------------------

    def _may_change(self, start: Location, end: Location, text: str) -> bool:
        """Whether these places may be replaced: no locked row, but a new line may begin at the end of one."""
        (top, column), (bottom, _) = sorted((start, end))
        if self.one_line:
            return top == bottom and top not in self.locked and "\n" not in text
        if any(row in self.locked for row in range(top, bottom + 1)):
            return start == end and text.startswith("\n") and column == len(self.document[top])
        return True

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        if not self._may_change(start, end, insert):
            self.app.bell()
            return None
        return super()._replace_via_keyboard(insert, start, end)

    def _delete_via_keyboard(self, start: Location, end: Location) -> EditResult | None:
        if not self._may_change(start, end, ""):
            self.app.bell()
            return None
        return super()._delete_via_keyboard(start, end)

    # --- keys -----------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        """What a key means in Python; any other is typed as it is."""
        keys = {"enter": self.new_line, "tab": self.indent, "shift+tab": self.dedent}
        if event.key in keys:
            keys[event.key]()
        elif not (event.character and self.selection.is_empty and self._pair(event.character)):
            return
        event.stop()
        event.prevent_default()

    def new_line(self) -> None:
        """A new line that is indented as the code asks; where only blanks are filled in, the next one."""
        if self.one_line:
            self.next_blank()
            return
        row, column = self.cursor_location
        before = self.document[row][:column]
        depth = len(before) - len(before.lstrip())
        depth += len(INDENT) * before.rstrip().endswith(":")
        depth -= len(INDENT) * bool(_LEAVES.match(before))
        self._replace_via_keyboard("\n" + " " * max(0, depth), *self.selection)

    def completions(self) -> list[str]:
        """How the name before the cursor may go on: as names of modules, of a tensor, or of the code itself."""
        row, column = self.cursor_location
        word = _WORD.search(self.document[row][:column])
        if not word or not self.selection.is_empty:
            return []
        head, dot, tail = word[0].rpartition(".")
        if not dot:
            own = {*re.findall(r"[A-Za-z_]\w+", self.text), *(name.partition(".")[0] for name in self.names)} - {
                tail,
                "",
            }
            return sorted(name for name in own if len(tail) > 1 and name.startswith(tail))
        known = [name for name in self.names if name.startswith(word[0])]
        if any(name.startswith(f"{head}.") for name in self.names):
            return known
        return [head + name for name in self.names if name.startswith(f".{tail}")] if head or tail else []

    def complete(self) -> bool:
        """Types what all completions of the name before the cursor have in common; whether there was any."""
        found = self.completions()
        if not found:
            return False
        row, column = self.cursor_location
        word = _WORD.search(self.document[row][:column])
        common = _in_common(found)[len(word[0]) if word else 0 :]
        if common:
            self._replace_via_keyboard(common, *self.selection)
        return True

    def indent(self) -> None:
        """Completes the name before the cursor, or moves the selected lines or the cursor to the right."""
        if self.complete():
            return
        if self.one_line:
            self.next_blank()
        elif self.selection.is_empty:
            self._replace_via_keyboard(" " * self._find_columns_to_next_tab_stop(), *self.selection)
        else:
            self._shift(INDENT)

    def dedent(self) -> None:
        """Moves the lines of the selection, or that of the cursor, to the left."""
        self._shift("")

    def _shift(self, by: str) -> None:
        start, end = sorted(self.selection)
        for row in range(start[0], end[0] + 1):
            line = self.document[row]
            away = 0 if by else min(len(INDENT), len(line) - len(line.lstrip(" ")))
            if row not in self.locked and not self.one_line and (by or away):
                self.replace(by, (row, 0), (row, away))

    def action_delete_left(self) -> None:
        """Deletes to the left: a whole step of indentation, and a pair of brackets that is empty."""
        row, column = self.cursor_location
        line = self.document[row]
        if self.selection.is_empty and column and not line[:column].strip():
            self._delete_via_keyboard((row, (column - 1) // len(INDENT) * len(INDENT)), (row, column))
        elif self.selection.is_empty and column and PAIRS.get(line[column - 1]) == line[column : column + 1]:
            self._delete_via_keyboard((row, column - 1), (row, column + 1))
        else:
            super().action_delete_left()

    def _pair(self, character: str) -> bool:
        """Types a bracket with its other half, or steps over that; whether it did either."""
        row, column = self.cursor_location
        after = self.document[row][column : column + 1]
        if character in PAIRS.values() and after == character:
            self.move_cursor((row, column + 1))
            return True
        if character not in PAIRS or after.isalnum() or after == "_":
            return False
        if self._replace_via_keyboard(character + PAIRS[character], *self.selection):
            self.move_cursor((row, column + 1))
        return True

    def next_blank(self) -> None:
        """Selects the next part that is left out."""
        row, column = max(self.selection)
        places = [(at, found.span()) for at, line in enumerate(self.text.split("\n")) for found in _blanks(line)]
        behind = [place for place in places if (place[0], place[1][0]) >= (row, column)] or places
        if behind:
            at, (start, end) = behind[0]
            self.selection = Selection((at, start), (at, end))

    def move_line(self, way: int) -> None:
        """Moves the line of the cursor up or down, past those that are locked not at all."""
        row, column = self.cursor_location
        other = row + way
        if self.one_line or not 0 <= other < self.document.line_count or {row, other} & set(self.locked):
            self.app.bell()
            return
        top = min(row, other)
        lines = self.document[top], self.document[top + 1]
        self.replace(f"{lines[1]}\n{lines[0]}", (top, 0), (top + 1, len(lines[1])))
        self.move_cursor((other, column))


def _in_common(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    same = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(same, len(first))]


def _blanks(line: str) -> list[re.Match[str]]:
    return list(re.finditer(BLANK, line))
