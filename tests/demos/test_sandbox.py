"""The layers by themselves: which hold, and what the filter of system calls answers on either machine."""

from __future__ import annotations

import errno
import sys

import pytest

from journal.demos.sandbox import LAYERS
from journal.demos.sandbox.calls import BY_ARCHITECTURE, NUMBERS
from journal.demos.sandbox.probe import sandbox_layers
from journal.demos.sandbox.seccomp import Instruction, program

ALLOWED, REFUSED, UNKNOWN = "allowed", errno.EPERM, errno.ENOSYS
OWN = 4711

CALLS: list[tuple[str, tuple[int, ...], object]] = [
    ("socket", (2, 1, 0), REFUSED),
    ("execve", (), REFUSED),
    ("ptrace", (16, 1), REFUSED),
    ("mount", (), REFUSED),
    ("io_uring_setup", (), REFUSED),
    ("clone3", (), UNKNOWN),
    ("clone", (0x003D0F00,), ALLOWED),  # what a thread of the C library asks for
    ("clone", (0x01200011,), REFUSED),  # what fork() asks for
    ("kill", (OWN, 9), ALLOWED),
    ("kill", (OWN - 1, 9), REFUSED),
    ("kill", (-1, 9), REFUSED),
    ("kill", (0, 9), REFUSED),
    ("tgkill", (OWN, OWN + 1, 6), ALLOWED),
    ("tgkill", (1, 1, 6), REFUSED),
    ("prctl", (15, 0), ALLOWED),  # a thread's name
    ("prctl", (1, 0), REFUSED),  # the signal at the parent's death
    ("prlimit64", (0, 7, 0, 0x7FFF00001000), ALLOWED),  # asks for a limit
    ("prlimit64", (0, 7, 0x7FFF00001000, 0), REFUSED),  # sets one
    ("prlimit64", (0, 7, 0x100000000, 0), REFUSED),
]
HARMLESS = {"x86_64": (0, 1, 9, 12, 257, 231, 202), "aarch64": (63, 64, 222, 214, 56, 94, 98)}
"""read, write, mmap, brk, openat, exit_group, futex."""


def answer(steps: list[Instruction], number: int, arguments: tuple[int, ...], audit: int) -> object:
    """What the kernel's machine makes of a call; the codes are those of include/uapi/linux/bpf_common.h."""
    words = {0: number, 4: audit}
    for index in range(6):
        value = (arguments[index] if index < len(arguments) else 0) % 2**64
        words |= {16 + 8 * index: value % 2**32, 20 + 8 * index: value >> 32}
    at = loaded = 0
    while True:
        code, if_true, if_false, constant = steps[at]
        match code:
            case 0x20:
                loaded = words[constant]
            case 0x06:
                return ALLOWED if constant == 0x7FFF0000 else constant & 0xFFFF
            case 0x15:
                at += if_true if loaded == constant else if_false
            case 0x35:
                at += if_true if loaded >= constant else if_false
            case 0x45:
                at += if_true if loaded & constant else if_false
        at += 1


@pytest.mark.parametrize("machine", BY_ARCHITECTURE)
@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_the_filter_answers(machine: str, name: str, arguments: tuple[int, ...], expected: object) -> None:
    audit, column = BY_ARCHITECTURE[machine]
    number = NUMBERS[name][column]
    assert number is not None
    assert answer(program(machine, OWN), number, arguments, audit) == expected


@pytest.mark.parametrize("machine", BY_ARCHITECTURE)
def test_the_filter_lets_everyday_calls_pass(machine: str) -> None:
    audit, _ = BY_ARCHITECTURE[machine]
    assert {answer(program(machine, OWN), number, (), audit) for number in HARMLESS[machine]} == {ALLOWED}


def test_the_filter_refuses_the_calls_of_another_machine() -> None:
    assert answer(program("x86_64", OWN), 0, (), BY_ARCHITECTURE["aarch64"][0]) == REFUSED
    assert answer(program("x86_64", OWN), 0x40000000, (), BY_ARCHITECTURE["x86_64"][0]) == REFUSED, "x32"


def test_every_jump_of_the_filter_stays_within_it() -> None:
    for machine in BY_ARCHITECTURE:
        steps = program(machine, OWN)
        for at, (code, if_true, if_false, _) in enumerate(steps):
            assert at + 1 + max(if_true, if_false) < len(steps) or code == 0x06
            assert max(if_true, if_false) < 256
        assert len(steps) < 4096


def test_every_layer_holds_or_says_why_not() -> None:
    found = sandbox_layers()
    assert list(found) == list(LAYERS)
    assert all(holds is True or holds for holds in found.values())
    if sys.platform == "linux":
        assert found["rlimits"] is True
