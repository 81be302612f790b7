"""Logs in and out by the palette: a path is asked for, its ending or its content tells the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.host import Host

if TYPE_CHECKING:
    from journal.opening.journal import Journal


def export_journal(app: Host) -> None:
    """Asks for a file or folder, and writes the whole log there."""
    _ask(
        app,
        "export",
        lambda path: in_background(app, lambda journal: _export(journal, path), app.notify, group="export"),
    )


def import_logs(app: Host, imported: Callable[[], object]) -> None:
    """Asks for a file or folder, takes in the logs that it holds, says what came, and calls `imported`."""

    def message(lines: list[str]) -> None:
        app.notify("\n".join(lines), timeout=10)
        imported()

    _ask(
        app, "import", lambda path: in_background(app, lambda journal: _import(journal, path), message, group="import")
    )


def _ask(app: Host, what: str, then: Callable[[Path], None]) -> None:
    from journal.ui.dialogs.ask_line import AskLine

    def chosen(line: str | None) -> None:
        if line and line.strip():
            then(Path(line.strip().strip("'\"")).expanduser())

    app.push_screen(AskLine(say(f"exchange.ask_{what}"), say(f"exchange.example_{what}")), chosen)


def _export(journal: Journal, path: Path) -> str:
    from journal.exchange.exporting import export, write

    exported = export(journal, path)
    write(exported)
    return say("exchange.exported", n=len(exported.weeks), path=path)


def _import(journal: Journal, path: Path) -> list[str]:
    from journal.exchange.importing import import_path

    done = import_path(journal, path)
    lines = [say(f"cli.import_{outcome}", n=n) for outcome, n in sorted(done.outcomes.items()) if n]
    if done.new_cards:
        lines.append(say("cli.import_cards", n=done.new_cards, daily=journal.settings.new_per_day))
    if done.left:
        lines.append(say("exchange.left", n=len(done.left)))
    return lines or [say("exchange.nothing_new")]
