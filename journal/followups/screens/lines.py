"""Follow-ups as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from journal.core.messages import say
from journal.ui.messages import VisitWeek
from journal.ui.widgets.links import LinkLine

if TYPE_CHECKING:
    from journal.followups.listing import Followup

MARKS = {"proposed": "?", "open": "·", "done": "✓", "dismissed": "✗"}
"""How each state looks, besides its colour."""
STYLES = {"proposed": "$accent", "open": "$primary", "done": "$success", "dismissed": "$muted"}

BEFORE = 15
"""How many characters are shown before a part of a long sentence."""


def line(followup: Followup, today: date, width: int) -> Content:
    """One entry in `width` cells: its state, its kind, what it is, and at the right when."""
    over = followup.state in ("done", "dismissed")
    when = Content(followup.status if over else followup.when(today))
    kind = Content(say(f"items.{followup.kind}"))
    room = width - 14 - when.cell_length
    title = Content(followup.title).truncate(room, ellipsis=True)
    if over:
        title = title.stylize("$muted").stylize("strike")
    return Content.assemble(
        (MARKS[followup.state], STYLES[followup.state]),
        " ",
        kind.stylize("$muted"),
        " " * (11 - kind.cell_length),
        title,
        " " * (room - title.cell_length + 1),
        when.stylize("$muted"),
    )


def in_full(followup: Followup) -> Content:
    """The sentence that an entry comes from, the entry itself brighter in it; else all of its text."""
    sentence = followup.sentence or followup.text
    start = sentence.find(followup.text)
    left_out = start - BEFORE if start > 2 * BEFORE else 0
    text = Content(sentence)
    if start >= 0:
        text = text.stylize("$foreground", start, start + len(followup.text))
    where = Content.styled(followup.week_title, "$secondary")
    return Content.assemble(where, "\n" if followup.week_title else "", "…" if left_out else "", text[left_out:])


def followup_lines(followups: Sequence[Followup], proposed: int, today: date, key: str, room: Size) -> list[LinkLine]:
    """A short list for Today in at most this `room`, with how many more there are; none without any.

    `proposed` is how many nobody has decided on yet.
    """
    if not followups and not proposed:
        return []
    more = len(followups) - (room.height - 1)
    hints = [say("items.to_look_at", n=proposed)] if proposed else []
    hints += [say("items.more", n=more)] if more > 0 else []
    heading = Content.assemble(
        (say("items.open"), "bold $secondary"), "  ", (key, "bold $primary"), (f" {' · '.join(hints)}", "$muted")
    )
    lines = [
        LinkLine(_short(followup, today, room.width), _opens(followup)) for followup in followups[: room.height - 1]
    ]
    return [LinkLine(heading), *lines]


def _opens(followup: Followup) -> Callable[[], Message] | None:
    """What opens the log at the sentence that an entry comes from; None for one without a week."""
    return None if followup.week_id is None else partial(VisitWeek, followup.week_id, followup.sentence)


def _short(followup: Followup, today: date, width: int) -> Content:
    when = Content(followup.when(today)).truncate(20, ellipsis=True)
    title = Content(followup.title).truncate(width - 1 - when.cell_length, ellipsis=True)
    return Content.assemble(title, " " * (width - title.cell_length - when.cell_length), when.stylize("$muted"))
