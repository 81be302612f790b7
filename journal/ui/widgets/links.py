"""Lines of which some open what they name, by enter and by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


@dataclass(frozen=True)
class LinkLine:
    """One or more lines of text, and the message that opens what they name; without one they are only read."""

    text: Content
    opens: Callable[[], Message] | None = None

    @property
    def height(self) -> int:
        """How many lines it has, not wrapped."""
        return self.text.plain.count("\n") + 1


class Links(OptionList):
    """A list that looks like text until one goes into it with tab, or points at it."""

    DEFAULT_CSS = """
    Links > .option-list--option-disabled { color: $foreground; }
    """

    lines: Sequence[LinkLine] = ()

    def show(self, lines: Sequence[LinkLine]) -> None:
        """Shows these lines in place of those before; the cursor stays where it was."""
        before = self.highlighted
        self.lines = lines
        self.clear_options()
        self.add_options([Option(line.text, disabled=line.opens is None) for line in lines])
        self.can_focus = any(line.opens for line in lines)
        if self.has_focus and before is not None:
            self.highlighted = min(before, len(lines) - 1)

    def on_focus(self) -> None:
        """The cursor is on the first line that opens anything."""
        self.action_first()

    def on_blur(self) -> None:
        """No line stands out while the cursor is elsewhere."""
        self.highlighted = None

    @on(OptionList.OptionSelected)
    def follow(self, event: OptionList.OptionSelected) -> None:
        """Opens what the line names."""
        opens = self.lines[event.option_index].opens
        if opens is not None:
            self.post_message(opens())
