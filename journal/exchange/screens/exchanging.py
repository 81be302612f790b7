"""Logs in and out by the palette: a path is asked for, its ending or its content tells the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.host import Host

if TYPE_CHECKING:
    from journal.exchange.anki_decks import Step, Tell
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
        app.clear_notifications()
        app.notify("\n".join(lines), timeout=10)
        imported()

    on_status = _every_second(app)
    _ask(
        app,
        "import",
        lambda path: in_background(app, lambda journal: _import(journal, path, on_status), message, group="import"),
    )


def _every_second(app: Host) -> Tell:
    """Shows how far an import is, once a second, from the thread that it runs in."""
    told = monotonic()

    def show(line: str) -> None:
        app.clear_notifications()
        app.notify(line, timeout=10)

    def on_status(step: Step, done: int, every: int) -> None:
        nonlocal told
        if monotonic() - told >= 1:
            told = monotonic()
            app.call_from_thread(show, say(f"anki.{step}", done=done, all=every))

    return on_status


def _ask(app: Host, what: str, then: Callable[[Path], None]) -> None:
    from journal.ui.dialogs.ask_line import AskLine

    def chosen(line: str | None) -> None:
        if line and line.strip():
            then(Path(line.strip().strip("'\"")).expanduser())

    app.push_screen(AskLine(say(f"exchange.ask_{what}"), say(f"exchange.example_{what}")), chosen)


def _export(journal: Journal, path: Path) -> str:
    from journal.exchange import card_transfer
    from journal.exchange.exporting import export, write

    if card_transfer.is_package(path):
        made = card_transfer.export_package(journal, path)
        return "\n".join(card_transfer.exported_lines(made, path))
    if card_transfer.is_card_file(path):
        return say("notes.exported", n=card_transfer.export_cards(journal, path), path=path)
    exported = export(journal, path)
    write(exported)
    return say("exchange.exported", n=len(exported.weeks), path=path)


def _import(journal: Journal, path: Path, on_status: Tell) -> list[str]:
    from journal.exchange import card_transfer
    from journal.exchange.anki_decks import import_deck
    from journal.exchange.importing import import_path

    if card_transfer.is_package(path):
        return list(card_transfer.deck_lines(import_deck(journal, path, on_status=on_status)))
    if card_transfer.is_card_file(path):
        return list(card_transfer.import_cards(journal, path).lines)
    done = import_path(journal, path)
    lines = [say(f"cli.import_{outcome}", n=n) for outcome, n in sorted(done.outcomes.items()) if n]
    if done.new_cards:
        lines.append(say("cli.import_cards", n=done.new_cards, daily=journal.settings.new_per_day))
    if done.left:
        lines.append(say("exchange.left", n=len(done.left)))
    return lines or [say("exchange.nothing_new")]
