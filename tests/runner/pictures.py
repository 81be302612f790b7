"""Pictures as bytes, right and wrong ones."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))


def png(
    wide: int, high: int, *, depth: int = 8, colour: int = 6, rows: bytes | None = None, more: bytes = b""
) -> bytes:
    """A PNG of black pixels, with other `rows` if given, and `more` chunks before its pixels."""
    header = chunk(b"IHDR", struct.pack("!IIBBBBB", wide, high, depth, colour, 0, 0, 0))
    pixels = rows if rows is not None else (b"\0" + bytes(wide * {2: 3, 6: 4}.get(colour, 1))) * high
    return SIGNATURE + header + more + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
