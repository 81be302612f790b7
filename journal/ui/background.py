"""Background work on the open journal: read or store in a thread, then show the result or report the error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast

from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.notifications import SeverityLevel
from textual.timer import Timer
from textual.worker import Worker

from journal.core.messages import UserError
from journal.ui.host import Host

if TYPE_CHECKING:
    from journal.opening.journal import Journal

Result = TypeVar("Result")


def in_background(
    node: DOMNode,
    work: Callable[[Journal], Result],
    on_result: Callable[[Result], object] | None = None,
    *,
    on_error: Callable[[UserError], object] | None = None,
    severity: SeverityLevel = "error",
    group: str = "background",
    exclusive: bool = False,
) -> None:
    """Calls `work` with the open journal in a thread, then `on_result` with its result in the app's own thread.

    Does nothing before a journal is open. A UserError goes to `on_error`, else it is shown as a notification of this
    severity. The result is dropped when `node` has left the screen meanwhile, or, with `exclusive`, when more work of
    the same group was started on it; the work itself is not interrupted.
    """
    app = cast(Host, node.app)
    journal = app.journal
    if journal is None:
        return

    async def run() -> None:
        try:
            result = await asyncio.to_thread(work, journal)
        except UserError as error:
            if on_error is None:
                app.notify(str(error), severity=severity)
            elif not _is_leaving(node):
                on_error(error)
            return
        if on_result is not None and not _is_leaving(node):
            on_result(result)

    _: Worker[None] = node.run_worker(run, group=group, exclusive=exclusive)


def _is_leaving(node: DOMNode) -> bool:
    """Whether the node is being removed, or the app closed: its children may be gone before it is."""
    return node._pruning or not node.is_running or not node.app.is_running


@contextmanager
def reporting(node: DOMNode, severity: SeverityLevel = "error") -> Iterator[None]:
    """Shows a UserError that is raised within as a notification of this severity; the rest of the block is left out."""
    try:
        yield
    except UserError as error:
        node.app.notify(str(error), severity=severity)


def count_seconds(node: MessagePump, show: Callable[[int], bool]) -> Timer:
    """Calls `show` every second with how many have passed, until it returns False or the timer is stopped."""
    seconds = count(1)

    def tick() -> None:
        if not show(next(seconds)):
            timer.stop()

    timer = node.set_interval(1, tick)
    return timer
