"""Nine ways in which a file is damaged: by a disk, by a program that writes where it should not, by a full disk."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

Way = Callable[[random.Random, bytes], bytes]
PAGE = 4096


def flip(rng: random.Random, data: bytes, times: int = 1) -> bytes:
    """Some bits are turned."""
    changed = bytearray(data)
    for _ in range(times if data else 0):
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def flip_twenty(rng: random.Random, data: bytes) -> bytes:
    """Twenty bits are turned."""
    return flip(rng, data, 20)


def truncate(rng: random.Random, data: bytes) -> bytes:
    """The end is missing, from anywhere on."""
    return data[: rng.randrange(len(data))] if data else b""


def zero_a_page(rng: random.Random, data: bytes) -> bytes:
    """A page was never written."""
    start = rng.randrange(max(1, len(data) // PAGE)) * PAGE
    return data[:start] + bytes(len(data[start : start + PAGE])) + data[start + PAGE :]


def zero_all(rng: random.Random, data: bytes) -> bytes:
    """Nothing was ever written, though the length is right."""
    return bytes(len(data))


def swap_pages(rng: random.Random, data: bytes) -> bytes:
    """Two pages lie in each other's place."""
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    if len(pages) > 1:
        one, other = rng.sample(range(len(pages)), 2)
        pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def change_the_header(rng: random.Random, data: bytes) -> bytes:
    """One byte of the first hundred is another."""
    changed = bytearray(data)
    if data:
        changed[rng.randrange(min(100, len(data)))] ^= rng.randrange(1, 256)
    return bytes(changed)


def empty(rng: random.Random, data: bytes) -> bytes:
    """The file is there, and nothing in it."""
    return b""


def append_a_byte(rng: random.Random, data: bytes) -> bytes:
    """There is one byte more."""
    return data + bytes([rng.randrange(256)])


WAYS: Mapping[str, Way] = {
    way.__name__: way
    for way in (
        flip,
        flip_twenty,
        truncate,
        zero_a_page,
        zero_all,
        swap_pages,
        change_the_header,
        empty,
        append_a_byte,
    )
}


def damage(path: Path, way: str, rng: random.Random) -> None:
    """Damages a file in one of the WAYS, as a program would that knows nothing of the journal."""
    data = path.read_bytes()
    path.write_bytes(WAYS[way](rng, data))
