"""Checks a picture that a run left, so that whatever shows it gets nothing but rows of pixels, and not too many."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from journal.core.forms import MalformedError

MOST_WIDE, MOST_HIGH = 2240, 1440
"""Pixels; the child draws half as many each way."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
"""Bytes of a pixel for each type of colour that is read: RGB and RGBA."""
_FILTERS = range(5)


def checked(data: bytes) -> bytes:
    """The picture with its pixels only, see the PNG specification; raises MalformedError for anything else."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise MalformedError("no picture")
    header = chunks[0][1]
    pixels = b"".join(body for name, body in chunks if name == b"IDAT")
    _check_rows(_unpacked(pixels, _size(header)), _row(header))
    return _SIGNATURE + b"".join(_chunk(*each) for each in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk up to the last one."""
    at = len(_SIGNATURE)
    if data[:at] != _SIGNATURE:
        raise MalformedError("no picture")
    while at + 8 <= len(data):
        (length,), name = struct.unpack_from("!I", data, at), data[at + 4 : at + 8]
        yield name, data[at + 8 : at + 8 + length]
        at += length + 12
        if name == b"IEND":
            return


def _row(header: bytes) -> int:
    """Bytes of one row of pixels with the number of its filter."""
    width, height, depth, colour, *ways = struct.unpack("!IIBBBBB", header)
    if not (
        0 < width <= MOST_WIDE and 0 < height <= MOST_HIGH and depth == 8 and colour in _CHANNELS and not any(ways)
    ):
        raise MalformedError("not a picture that a run draws")
    return 1 + int(width) * _CHANNELS[colour]


def _size(header: bytes) -> int:
    (height,) = struct.unpack_from("!I", header, 4)
    return _row(header) * int(height)


def _unpacked(pixels: bytes, size: int) -> bytes:
    """The bytes that `pixels` hold, which must be `size`; no more than that is ever made of them."""
    machine = zlib.decompressobj()
    try:
        rows = machine.decompress(pixels, size)
        complete = len(rows) == size and not machine.decompress(machine.unconsumed_tail, 1) and machine.eof
    except zlib.error:
        complete = False
    if not complete:
        raise MalformedError("not the pixels of its size")
    return rows


def _check_rows(rows: bytes, row: int) -> None:
    if not set(rows[::row]) <= set(_FILTERS):
        raise MalformedError("an unknown filter")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))
