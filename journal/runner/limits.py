"""Resource limits of one run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

OUTPUT_SHOWN = 64 * 2**10
"""Bytes of what was printed that are kept; the rest is cut off."""
OUTPUT_FLOOD = 8 * 2**20
"""Bytes printed at which a run is stopped; also the size of the largest file that it may write."""
RESULT_LARGEST = 4 * 2**20
"""Bytes of the largest result, as JSON."""
FOLDER_LARGEST = 32 * 2**20
"""Bytes that all files in the run's own folder may hold together."""
FILES_MOST = 256
"""Files that may lie in the run's own folder."""
DESCRIPTORS_MOST = 64
"""Files that may be open at once."""


@dataclass(frozen=True)
class Limits:
    """Seconds on the clock, seconds of computing (whole ones), and MB above what the worker itself takes."""

    wall_s: float = 5.0
    cpu_s: int = 4
    memory_mb: int = 1024

    def longer(self, times: int) -> Limits:
        """The same with `times` the time, for work that runs a demo many times over."""
        return replace(self, wall_s=self.wall_s * times, cpu_s=self.cpu_s * times)

    def to_json(self) -> dict[str, Any]:
        """These limits as plain JSON."""
        return asdict(self)


ORDINARY = Limits()
"""What a run may use if nobody says otherwise."""
