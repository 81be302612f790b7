"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from journal.core.commands import Command, takes_nothing

COMMANDS = (Command("due", "today.commands", takes_nothing),)
