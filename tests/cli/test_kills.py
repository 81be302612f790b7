"""Every command that writes is killed, at its writes and at any moment: a step is taken whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.killed_commands import COMMANDS, Killed, Place, kill
from tests.support.killing import AVAILABLE
from tests.support.library import write_library

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="writes are counted by ptrace, on Linux and x86_64")

AT_LENGTH = 1000 // len(COMMANDS) + 1


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("killed")
    with pytest.MonkeyPatch.context() as patch:
        yield Place(folder, write_library(folder / "library"), patch)


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_command_that_is_killed_has_done_all_or_nothing(command: Killed, place: Place) -> None:
    assert kill(place, command, times=2, seed=1)["killed"]


@pytest.mark.slow
def test_a_thousand_kills_over_all_commands(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    total = 0
    for command in COMMANDS:
        counted = kill(place, command, times=AT_LENGTH, seed=2)
        total += counted["killed"]
        with capsys.disabled():
            print(f"\n{command!s:40} " + "  ".join(f"{n} {what}" for what, n in counted.items()), end="")
    with capsys.disabled():
        print(f"\n{total} kills")
