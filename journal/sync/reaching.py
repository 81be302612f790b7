"""Whether the computer of a hub answers, found out without waiting for it longer than one wants to."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from journal.sync.connecting import parameters

Place = tuple[str, str]
"""A host and a port."""

STEP = 0.05
"""Seconds until it is asked again whether the waiting is over."""


def answers(url: str, within: float, is_over: Callable[[], bool] = lambda: False) -> bool:
    """Whether one of a hub's computers takes a connection within so many seconds, or before the waiting `is_over`.

    A socket of this computer is taken to answer. Raises UserError for what is no address. Each is tried in a thread
    that ends with the process: the system looks a name up for as long as it likes.
    """
    places = _places(url)
    if not places:
        return True
    found: SimpleQueue[bool] = SimpleQueue()
    for place in places:
        Thread(target=_knock, args=(place, within, found), daemon=True).start()
    unknown, end = len(places), monotonic() + within
    while unknown and monotonic() < end and not is_over():
        with suppress(Empty):
            if found.get(timeout=STEP):
                return True
            unknown -= 1
    return False


def _places(url: str) -> Sequence[Place]:
    """The computers that an address leads to, in the way of libpq: one port for all hosts, or one for each."""
    told = parameters(url)
    hosts = _listed(told.get("hostaddr") or told.get("host") or os.environ.get("PGHOST"))
    ports = _listed(told.get("port") or os.environ.get("PGPORT")) or ["5432"]
    if any(host.startswith(("/", "@")) for host in hosts):
        return []
    return list(zip(hosts, cycle(ports), strict=False))


def _listed(told: object) -> list[str]:
    return [each for each in str(told or "").split(",") if each]


def _knock(place: Place, within: float, found: SimpleQueue[bool]) -> None:
    try:
        socket.create_connection(place, within).close()
    except (OSError, ValueError):
        found.put(False)
    else:
        found.put(True)
