"""The command `class`: what the owner, the learners and the teachers of a class do with it."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

from journal.core.settings import Settings

MODULES = {
    "sql": "owner",
    "invite": "owner",
    "join": "learner",
    "leave": "learner",
    "hand_in": "learner",
    "withdraw": "learner",
    "status": "both",
    "read": "both",
    "misconceptions": "both",
    "comment": "teacher",
    "assign": "teacher",
    "share": "teacher",
    "take": "learner",
}
"""What the command does, each a function of that name in a module of this package."""


def class_(options: Namespace, settings: Settings) -> int:
    """Does what is named after `class`."""
    name = options.action.replace("-", "_")
    module = import_module(f"{__name__}.{MODULES[name]}")
    status: int = getattr(module, name)(options, settings)
    return status
