"""What the first screen offers where the journal is not opened: the newest copy, repairing, a new journal, leaving."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.settings import Settings
from journal.ui.dialogs.choose import Choose

if TYPE_CHECKING:
    from journal.opening.recovery import NotOpenedError

LEAVE, NEW = "leave", "new"


def offer(why: NotOpenedError) -> Choose:
    """Asks what is to be done; answers with `restore`, `mend`, NEW, LEAVE, or None."""
    answers = [(NEW, say("recovery.begin_new")), (LEAVE, say("recovery.leave"))]
    if why.error.found.rows:
        answers.insert(0, ("mend", say("recovery.mend")))
    if why.copy is not None:
        answers.insert(0, ("restore", say("recovery.restore", copy=why.copy.path.name, n=why.copy.weeks)))
    return Choose(str(why), answers)


def carry_out(settings: Settings, why: NotOpenedError, answer: str) -> list[str]:
    """Does what was chosen, and says what was done. Raises UserError where it cannot be done."""
    from journal.opening import recovery

    if answer == "restore" and why.copy is not None:
        before = recovery.restore(settings, why.copy.path, datetime.now)
        done = [say("backup.restored", path=why.copy.path)]
    elif answer == NEW:
        before = recovery.begin_new(settings, datetime.now)
        done = [say("backup.begun")]
    else:
        return recovery.repair(settings, datetime.now, lambda question: False)
    return [*done, say("backup.kept", path=before)] if before else done
