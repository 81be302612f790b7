"""The filter of system calls by its model: what it answers to every number, on either machine, for any arguments."""

from __future__ import annotations

import errno
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from journal.runner.sandbox.seccomp import Instruction, program
from journal.runner.sandbox.system_calls import GROUPS, HIGHEST, MACHINES, table

ALLOWED, REFUSED, UNKNOWN = "allowed", errno.EPERM, errno.ENOSYS
OWN = 4711
REVIEWED = 471
"""The highest number of Linux 7.0. Who raises it has read what each number up to the new one does."""
UNUSED = {"x86_64": {*range(337, 424)}, "aarch64": {*range(244, 260), *range(295, 424)}}
"""Numbers up to that one which no call has."""
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
Arguments = Sequence[int]


def answer(steps: list[Instruction], number: int, arguments: Arguments, audit: int) -> object:
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
            case 0x54:
                loaded &= constant
            case 0x06:
                return ALLOWED if constant == 0x7FFF0000 else constant & 0xFFFF
            case 0x15:
                at += if_true if loaded == constant else if_false
            case 0x35:
                at += if_true if loaded >= constant else if_false
            case 0x45:
                at += if_true if loaded & constant else if_false
        at += 1


def number_of(machine: str, name: str) -> int:
    return next(number for number, (each, _) in table(machine).items() if each == name)


# --- numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", MACHINES)
def test_a_number_is_allowed_if_and_only_if_it_is_listed(machine: str) -> None:
    audit, _ = MACHINES[machine]
    steps, known = program(machine, OWN), table(machine)
    expected = {"allowed": ALLOWED, "refused": REFUSED, "unknown": UNKNOWN}
    for number in range(1024):
        name, kind = known.get(number, ("", "unknown"))
        if kind != "by argument":
            assert answer(steps, number, (), audit) == expected[kind], (number, name)


@pytest.mark.parametrize("machine", MACHINES)
def test_what_was_never_reviewed_does_not_exist_for_a_run(machine: str) -> None:
    assert HIGHEST == REVIEWED
    assert max(table(machine)) <= REVIEWED
    audit, _ = MACHINES[machine]
    steps, rng = program(machine, OWN), random.Random(1)
    later = [*range(REVIEWED + 1, 4096), *(2**bit for bit in range(12, 32)), *rng.sample(range(4096, 2**32), 1000)]
    for number in (*UNUSED[machine], *later):
        assert answer(steps, number, (), audit) == UNKNOWN, number


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_up_to_the_highest_was_reviewed(machine: str) -> None:
    assert set(range(REVIEWED + 1)) == set(table(machine)) | UNUSED[machine]
    assert not set(table(machine)) & UNUSED[machine]


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = next((Path(each) for each in HEADERS[machine] if Path(each).exists()), None)
    if header is None:
        pytest.skip("the headers of the kernel are not installed")
    text = re.sub(r"__NR3264_(\w+)", r"__NR_\1", header.read_text(encoding="utf-8"))
    listed = {int(number): name for name, number in re.findall(r"#define __NR_(\w+)\s+(\d+)\b", text)}
    listed = {number: {"fstatat": "newfstatat"}.get(name, name) for number, name in listed.items()}
    listed = {number: name for number, name in listed.items() if "syscall" not in name}
    both = listed.keys() & table(machine).keys()
    assert len(both) > 300
    assert {number: listed[number] for number in both} == {number: table(machine)[number][0] for number in both}


def test_each_call_is_in_one_group_and_each_group_has_a_reason() -> None:
    names = [name for group in GROUPS for name in group.numbers]
    assert len(names) == len(set(names))
    assert all(group.reason and group.numbers for group in GROUPS)
    for place in range(len(MACHINES)):
        numbers = [each[place] for group in GROUPS for each in group.numbers.values() if each[place] is not None]
        assert len(numbers) == len(set(numbers))


def test_the_calls_of_another_machine_are_refused() -> None:
    assert answer(program("x86_64", OWN), 0, (), MACHINES["aarch64"][0]) == REFUSED
    assert answer(program("x86_64", OWN), 0, (), 0x40000003) == REFUSED, "32 bits"
    assert answer(program("x86_64", OWN), 0x40000000, (), MACHINES["x86_64"][0]) == UNKNOWN, "x32"


# --- arguments ------------------------------------------------------------------------------------------------

NEW_THREAD = 0x003D0F00
"""What the C library asks for."""
FORK = 0x01200011


def low(value: int) -> int:
    """What the kernel takes of an argument that is an int."""
    return value % 2**32


def may_open(flags: int) -> bool:
    return low(flags) & 3 != 3 and not (low(flags) & 3 == 0 and low(flags) & 0o1000)


RULES: dict[str, Callable[[Arguments], bool]] = {
    "open": lambda given: may_open(given[1]),
    "openat": lambda given: may_open(given[2]),
    "clone": lambda given: bool(given[0] & 0x10000) and not given[0] & ~0x017D0FFF,
    "kill": lambda given: low(given[0]) == OWN,
    "tgkill": lambda given: low(given[0]) == OWN,
    "fcntl": lambda given: low(given[1]) in {0, 1, 2, 3, 4, 5, 6, 7, 1030},
    "ioctl": lambda given: low(given[1]) in {0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451},
    "prctl": lambda given: low(given[0]) in {3, 15, 16, 0x53564D41},
    "fallocate": lambda given: low(given[1]) == 0,
    "prlimit64": lambda given: low(given[0]) in {0, OWN} and given[2] == 0,
}
"""When a call is allowed by its arguments, said once more."""
NEAR = [0, 1, 2, 3, 7, 8, 10, 15, 16, 19, 1030, 1031, OWN, OWN - 1, 0x5401, 0x5402, 0x541B, 0x53564D41, -1, -OWN]
NEAR += [NEW_THREAD, FORK, 0o1000, 0o1001, 0o1002, 0o1003, 0o101, NEW_THREAD | 0x10000000, NEW_THREAD & ~0x10000]


def some_arguments(rng: random.Random, count: int) -> list[list[int]]:
    """Arguments near those that matter and any others, with the upper halves clear and set; some are all zero."""

    def one() -> int:
        value = rng.choice([rng.choice(NEAR), rng.choice(NEAR) ^ 1 << rng.randrange(32), rng.getrandbits(32)])
        return value % 2**32 | rng.choice([0, 0, rng.getrandbits(32) << 32, 0xFFFFFFFF << 32])

    return [[one() * rng.choice([0, 1, 1]) for _ in range(6)] for _ in range(count)]


def test_every_call_that_depends_on_its_arguments_has_a_rule() -> None:
    listed = [name for group in GROUPS if group.answer == "by argument" for name in group.numbers]
    assert sorted(listed) == sorted(RULES)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", RULES)
def test_a_rule_holds_for_any_arguments(machine: str, name: str) -> None:
    if name not in {each for each, _ in table(machine).values()}:
        assert (machine, name) == ("aarch64", "open")
        return
    rng, met = random.Random(name), set()
    steps, number, audit = program(machine, OWN), number_of(machine, name), MACHINES[machine][0]
    for arguments in some_arguments(rng, 2000):
        expected = RULES[name](arguments)
        got = answer(steps, number, arguments, audit)
        assert got == (ALLOWED if expected else REFUSED), list(map(hex, arguments))
        met.add(expected)
    assert met == {True, False}, "both answers were met"


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("clone", (NEW_THREAD,), ALLOWED),
        ("clone", (NEW_THREAD | 0x00400000,), ALLOWED),  # as musl does
        ("clone", (FORK,), REFUSED),
        ("clone", (NEW_THREAD | 0x20000000,), REFUSED),  # in a namespace of its own
        ("clone", (NEW_THREAD | 2**32,), REFUSED),
        ("clone3", (), UNKNOWN),
        ("kill", (OWN, 9), ALLOWED),
        ("kill", (-1, 9), REFUSED),
        ("kill", (0, 9), REFUSED),
        ("kill", (-OWN, 9), REFUSED),
        ("tgkill", (OWN, OWN + 1, 6), ALLOWED),
        ("tgkill", (1, 1, 6), REFUSED),
        ("tkill", (OWN, 6), REFUSED),
        ("prlimit64", (0, 7, 0, 0x7FFF00001000), ALLOWED),
        ("prlimit64", (0, 7, 0x7FFF00001000, 0), REFUSED),
        ("prlimit64", (0, 7, 2**32, 0), REFUSED),
        ("prlimit64", (1, 7, 0, 0x7FFF00001000), REFUSED),
        ("prctl", (15, 0), ALLOWED),
        ("prctl", (1, 0), REFUSED),  # the signal at the parent's death
        ("fcntl", (3, 8, 1), REFUSED),  # F_SETOWN
        ("fcntl", (3, 15, 1), REFUSED),  # F_SETOWN_EX
        ("fcntl", (3, 10, 9), REFUSED),  # F_SETSIG
        ("fcntl", (3, 1031, 2**20), REFUSED),  # F_SETPIPE_SZ
        ("ioctl", (3, 0x5412, 0), REFUSED),  # TIOCSTI
        ("ioctl", (3, 0x8901, 0), REFUSED),  # FIOSETOWN
        ("ioctl", (3, 0x40086602, 0), REFUSED),  # FS_IOC_SETFLAGS
        ("openat", (-100, 0, 0), ALLOWED),
        ("openat", (-100, 0, 0o1101), ALLOWED),
        ("openat", (-100, 0, 0o1000), REFUSED),
        ("openat", (-100, 0, 3), REFUSED),
        ("openat", (-100, 0, 0o1003), REFUSED),
    ],
)
def test_the_filter_answers(machine: str, name: str, arguments: Arguments, expected: object) -> None:
    audit, _ = MACHINES[machine]
    assert answer(program(machine, OWN), number_of(machine, name), arguments, audit) == expected


def test_every_jump_of_the_filter_stays_within_it() -> None:
    for machine in MACHINES:
        steps = program(machine, OWN)
        for at, (code, if_true, if_false, _) in enumerate(steps):
            assert at + 1 + max(if_true, if_false) < len(steps) or code == 0x06
            assert max(if_true, if_false) < 256
        assert len(steps) < 4096
