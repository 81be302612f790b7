"""The command that brings several devices into step."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.core.messages import say
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.opening.commands import opened


def sync(options: Namespace, settings: Settings) -> int:
    """Syncs with the hub, joins the one that is named, or leaves it."""
    from journal.sync.syncing import leave, sync_with

    with opened(settings) as journal:
        if options.leave:
            leave(journal)
            if options.json:
                print_json({"left": True})
            else:
                print_lines([say("sync.left")])
            return 0
        done = sync_with(journal, options.url)
    if options.json:
        print_json(asdict(done))
        return 0
    lines = [say("sync.done", came=done.came, went=done.went, devices=", ".join(done.devices))]
    print_lines([*lines, *([say("exchange.dropped", n=done.dropped)] if done.dropped else [])])
    return 0
