"""Resource limits: CPU time, memory, size and number of files."""

from __future__ import annotations

import resource
import sys

from journal.runner.limits import DESCRIPTORS_MOST, OUTPUT_FLOOD, Limits


def apply(limits: Limits) -> None:
    """Limits this process; memory and time count on top of what it has used already."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu_s
    _lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    if sys.platform == "linux":  # elsewhere the address space says nothing; the worker watches the memory
        _lower(resource.RLIMIT_AS, address_space() + limits.memory_mb * 2**20)
    _lower(resource.RLIMIT_FSIZE, OUTPUT_FLOOD)
    _lower(resource.RLIMIT_NOFILE, DESCRIPTORS_MOST)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(kind)[1]
    highest = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, highest = min(soft, ceiling), min(highest, ceiling)
    resource.setrlimit(kind, (soft, highest))


def address_space() -> int:
    """Bytes of address space that this process has, from proc(5), statm."""
    with open("/proc/self/statm") as file:  # noqa: PTH123  (a child that starts has no time for paths)
        return int(file.read().split()[0]) * resource.getpagesize()
