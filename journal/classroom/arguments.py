"""The command of this feature: what stands after `class`, and the module that runs it."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say


def _class(parser: ArgumentParser) -> None:
    several = parser.add_subparsers(dest="action", metavar="ACTION", required=True, title=say("cli.class_actions"))
    for name, arguments in ACTIONS.items():
        text = say(f"cli.class_{name}")
        one = several.add_parser(name.replace("_", "-"), help=text, description=text)
        arguments(one)
        one.add_argument("--json", action="store_true", default=SUPPRESS, help=say("cli.arg_json"))


def _share(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("cli.arg_shared"))
    _which(parser)


def _take(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help=say("cli.arg_take"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_no_question"))
    _which(parser)


def _which(parser: ArgumentParser) -> None:
    parser.add_argument("--class", dest="class_name", metavar="NAME", default="", help=say("cli.arg_class"))


def _sql(parser: ArgumentParser) -> None:
    pass


def _invite(parser: ArgumentParser) -> None:
    parser.add_argument("roster", metavar="ROSTER", type=Path, help=say("cli.arg_roster"))
    parser.add_argument("url", metavar="URL", help=say("cli.arg_owner"))
    parser.add_argument("--class", dest="class_name", metavar="NAME", required=True, help=say("cli.arg_class"))
    parser.add_argument("--teacher", metavar="NAME", action="append", default=[], help=say("cli.arg_teacher"))


def _join(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help=say("cli.arg_invitation"))


def _leave(parser: ArgumentParser) -> None:
    _which(parser)
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_no_question"))


def _hand_in(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", nargs="?", default="", help=say("cli.arg_week"))
    parser.add_argument("--show", action="store_true", help=say("cli.arg_show_only"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_no_question"))
    _which(parser)


def _withdraw(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", help=say("cli.arg_week"))
    _which(parser)


def _status(parser: ArgumentParser) -> None:
    parser.add_argument("--week", metavar="WEEK", default="", help=say("cli.arg_class_week"))
    parser.add_argument("--for", dest="form", choices=("moodle", "canvas", "xapi"), default="", help=say("cli.arg_for"))
    _which(parser)


def _read(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help=say("cli.arg_learner"))
    parser.add_argument("week", metavar="WEEK", nargs="?", default="", help=say("cli.arg_class_week"))
    _which(parser)


def _comment(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=say("cli.arg_learner"))
    parser.add_argument("text", metavar="TEXT", help=say("cli.arg_comment"))
    parser.add_argument("--week", metavar="WEEK", default="", help=say("cli.arg_class_week"))
    _which(parser)


def _assign(parser: ArgumentParser) -> None:
    parser.add_argument("concept", metavar="CONCEPT", help=say("cli.arg_assigned"))
    parser.add_argument("--by", metavar="DAY", default="", help=say("cli.arg_due_by"))
    parser.add_argument("--back", action="store_true", help=say("cli.arg_unassign"))
    _which(parser)


ACTIONS = {
    "invite": _invite,
    "join": _join,
    "hand_in": _hand_in,
    "withdraw": _withdraw,
    "status": _status,
    "read": _read,
    "comment": _comment,
    "assign": _assign,
    "misconceptions": _which,
    "share": _share,
    "take": _take,
    "leave": _leave,
    "sql": _sql,
}

COMMANDS = (Command("class", "classroom.commands", _class),)
