"""What a verdict on a solution says, and the solution beside the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.runner.tasks.verdict import TaskVerdict
    from journal.tasks.setting import TaskAsked


def verdict(asked: TaskAsked, verdict: TaskVerdict) -> Content:
    """The result first; then what is believed, what is the case, and the smallest input that shows it."""
    from journal.tasks.tasks import FoundTask, verdict_lines

    return message(verdict_lines(FoundTask(asked.concept, asked.task), verdict), right=verdict.outcome == "right")


def message(lines: list[str] | tuple[str, ...], *, right: bool) -> Content:
    """Lines of a verdict, the first in the colour of what it says."""
    first = Content.styled(lines[0], "bold $success" if right else "bold $error")
    return Content("\n").join([first, *map(line_content, lines[1:])])


def difference(asked: TaskAsked) -> Content:
    """The reference beside the learner's code, line by line."""
    from journal.tasks.tasks import FoundTask, difference_lines

    colours = {"+": "$success", "-": "$error"}
    lines = difference_lines(FoundTask(asked.concept, asked.task), asked.attempt.text)
    if not any(line[:1] in colours for line in lines):
        return Content.styled(say("task.as_reference"), "$muted")
    head = Content.styled(say("task.beside"), "bold $secondary")
    return Content("\n").join([head, *(Content.styled(line, colours.get(line[:1], "$muted")) for line in lines)])
