"""What may come of something that the log wonders about, once somebody has looked into it."""

from __future__ import annotations

RESOLUTIONS = {"idea": ("confirmed", "refuted", "known"), "claim": ("confirmed", "refuted")}
"""Of an idea and of a claim: it holds, it does not, somebody has done it before."""
EVERY_RESOLUTION = tuple(dict.fromkeys(each for findings in RESOLUTIONS.values() for each in findings))
