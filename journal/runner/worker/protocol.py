"""Messages between the app and the processes that run demos: a length of four bytes, then JSON in UTF-8."""

from __future__ import annotations

import json
import struct
from typing import Any

Message = dict[str, Any]

LARGEST = 32 * 2**20
"""Bytes of the longest message that is read. A result is far below it; more is a broken stream."""

_LENGTH = struct.Struct("!I")


class BrokenStreamError(ConnectionError):
    """The data received is not a message; the connection is unusable."""


def encode(message: Message) -> bytes:
    """The bytes of one message."""
    body = json.dumps(message, separators=(",", ":")).encode()
    return _LENGTH.pack(len(body)) + body


class Frames:
    """Assembles messages from the chunks in which they arrive."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes; raises BrokenStreamError when it holds none."""
        self._pending += data
        complete = []
        while (message := self._next()) is not None:
            complete.append(message)
        return complete

    def _next(self) -> Message | None:
        if len(self._pending) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._pending)
        if length > LARGEST:
            raise BrokenStreamError(f"a message of {length} bytes")
        end = _LENGTH.size + length
        if len(self._pending) < end:
            return None
        body = bytes(self._pending[_LENGTH.size : end])
        del self._pending[:end]
        return _decode(body)


def _decode(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrokenStreamError(str(error)) from None
    if not isinstance(message, dict):
        raise BrokenStreamError("a message that is not an object")
    return message
