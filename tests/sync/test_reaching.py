"""Whether a hub answers is known without waiting for one that does not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count

import pytest

from journal.sync.reaching import answers

LONG = 3600.0
"""Seconds that no test lasts: who waits for them is found out."""


@pytest.fixture
def silent() -> Iterator[int]:
    """A port of this computer that takes no connection and refuses none: its queue is full."""
    with ExitStack() as stack:
        server = stack.enter_context(closing(socket.create_server(("127.0.0.1", 0), backlog=0)))
        for _ in range(4):
            client = stack.enter_context(closing(socket.socket()))
            client.setblocking(False)
            client.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def test_one_that_listens_answers() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        assert answers(f"postgresql://me@127.0.0.1:{server.getsockname()[1]}/journal", LONG)


def test_of_several_hosts_one_is_enough(silent: int) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        ports = f"{silent},{server.getsockname()[1]}"
        assert answers(f"postgresql://me@/journal?host=127.0.0.1,127.0.0.1&port={ports}", LONG)


def test_one_that_refuses_is_not_waited_for() -> None:
    assert not answers("postgresql://me@127.0.0.1:1/journal", LONG)


def test_a_silent_one_is_waited_for_until_it_is_over(silent: int) -> None:
    asked = count(1)
    assert not answers(f"postgresql://me@127.0.0.1:{silent}/journal", LONG, lambda: next(asked) > 2)


def test_a_socket_of_this_computer_is_not_tried() -> None:
    assert answers("postgresql://me@/journal?host=/nowhere", 0)
