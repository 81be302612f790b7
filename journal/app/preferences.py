"""Settings from within the app: the file in the user's editor, and the language."""

from __future__ import annotations

from textual.app import SuspendNotSupported

from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError, language, say, use
from journal.core.settings import load, write_setting
from journal.ui.host import Host
from journal.ui.keys import SCREENS
from journal.ui.messages import SettingsChanged


def edit_settings(app: Host) -> None:
    """Opens the settings file in the user's editor; reports errors in it, and keeps the old settings."""
    from journal.opening.external_editor import open_in_editor

    try:
        with app.suspend():
            open_in_editor(app.settings.file)
        load(app.settings.home, {})
    except SuspendNotSupported:
        app.notify(say("preferences.no_suspend", path=app.settings.file), severity="warning", timeout=10)
    except UserError as error:
        app.notify(str(error), severity="error", timeout=10)
    else:
        app.post_message(SettingsChanged())
        app.notify(say("preferences.read"))


async def switch_language(app: Host) -> None:
    """Goes on in the next language, and notes it in the settings."""
    following: Language = LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]
    try:
        write_setting(app.settings.file, "language", following)
    except UserError as error:
        app.notify(str(error), severity="error")
        return
    use(following)
    await build_screens_anew(app)
    app.notify(say("preferences.language"))


async def build_screens_anew(app: Host) -> None:
    """Has every screen written again, in the language that holds now."""
    present = app.current_mode
    others = [name for name in SCREENS if name != present]
    app.writing = None
    for name in others:
        await _renew(app, name)
    await app.switch_mode(others[0])
    await _renew(app, present)
    await app.switch_mode(present)


async def _renew(app: Host, name: str) -> None:
    await app.remove_mode(name)
    app.add_mode(name, app.MODES[name])
