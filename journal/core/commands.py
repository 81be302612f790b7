"""What a command is: its name, the function that runs it, its arguments. Each feature declares its own in `arguments`.

A command's module is imported when the command runs, so that the command line starts quickly.
"""

from __future__ import annotations

import importlib
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from journal.core.settings import Settings

Handler = Callable[[Namespace, Settings], int]


@dataclass(frozen=True)
class Command:
    """One command: its name, the module with a function of that name, its arguments."""

    name: str
    module: str
    arguments: Callable[[ArgumentParser], object]
    json: bool = True

    def handler(self) -> Handler:
        """The function that runs the command; its name ends in `_` where the name is a Python keyword."""
        module = importlib.import_module(f"journal.{self.module}")
        found: Handler = getattr(module, self.name, None) or getattr(module, f"{self.name}_")
        return found


def takes_nothing(_parser: ArgumentParser) -> None:
    """The arguments of a command that has none."""
