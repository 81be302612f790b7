"""The commands: what each takes, and where it lives. A command's module is imported when the command runs."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from journal import __version__
from journal.cli.arguments import decoded_options, whole
from journal.core import diagnostics, messages
from journal.core.marks import visible_line
from journal.core.messages import UserError, say
from journal.core.output import print_aside, print_error, print_lines
from journal.core.settings import Settings, load, locale_language
from journal.followups.resolutions import EVERY_RESOLUTION
from journal.notes.kinds import KINDS

YEARS = 36_500
"""Days of a century: so far ahead may be reviewed."""

Handler = Callable[[argparse.Namespace, Settings], int]


class Help(argparse.HelpFormatter):
    """Help whose usage line is in the current language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Prefixes the usage line with the translated word."""
        super().add_usage(usage, actions, groups, say("cli.usage_prefix") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that reports errors in one line, in the user's language."""

    def __init__(self, prog: str, *, add_help: bool = True, **more: Any) -> None:
        super().__init__(prog, formatter_class=Help, add_help=False, **more)
        self._positionals.title = say("cli.arguments")
        self._optionals.title = say("cli.options")
        if add_help:
            self.add_argument("-h", "--help", action="help", help=say("cli.arg_help"))

    def error(self, message: str) -> NoReturn:
        """Prints the line and exits with 2."""
        from journal.cli.usage import what_is_wrong

        told = say("cli.usage", message=what_is_wrong(message), command=self.prog)
        self.exit(2, visible_line(f"{self.prog}: {told}"))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Prints through `output`, like everything else."""
        (print_aside if file is sys.stderr else print_lines)([message.removesuffix("\n")])


@dataclass(frozen=True)
class Command:
    """One command: its name, the module with a function of that name, its arguments."""

    name: str
    module: str
    arguments: Callable[[Parser], object]
    json: bool = True

    def handler(self) -> Handler:
        """The function that runs the command; its name ends in `_` where the name is a Python keyword."""
        module = importlib.import_module(f"journal.{self.module}")
        found: Handler = getattr(module, self.name, None) or getattr(module, f"{self.name}_")
        return found


def _nothing(_parser: Parser) -> None:
    """A command without arguments."""


def _week(parser: Parser) -> None:
    parser.add_argument("week", metavar="WEEK", help=say("cli.arg_week"))


def _count(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("cli.arg_count_file"))
    parser.add_argument("--goal", type=whole(), metavar="N", help=say("cli.arg_goal"))
    parser.add_argument("--by", choices=["paragraph"], help=say("cli.arg_by"))


def _slips(parser: Parser) -> None:
    parser.add_argument("target", metavar="TEXT", type=Path, help=say("cli.arg_slips"))
    parser.add_argument("--fix", action="store_true", help=say("cli.arg_fix"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


def _query(parser: Parser) -> None:
    parser.add_argument("query", metavar="QUERY", nargs="?", default="", help=say("cli.arg_query"))


def _concepts(parser: Parser) -> None:
    _query(parser)
    parser.add_argument("--path", metavar="NAME", nargs="?", const="", help=say("cli.arg_path"))


def _search(parser: Parser) -> None:
    parser.add_argument("query", metavar="QUERY", nargs="+", help=say("cli.arg_search"))


def _concept(parser: Parser) -> None:
    parser.add_argument("concept", metavar="ID", help=say("cli.arg_concept"))


def _concept_page(parser: Parser) -> None:
    _concept(parser)
    parser.add_argument("--timeline", action="store_true", help=say("cli.arg_timeline"))


def _demo(parser: Parser) -> None:
    _concept(parser)
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))
    parser.add_argument("--mine", action="store_true", help=say("cli.arg_mine"))
    parser.add_argument("--set", action="append", default=[], metavar="k=3", help=say("cli.arg_set"))
    parser.add_argument("--figure", type=Path, metavar="FILE", help=say("cli.arg_figure"))


def _ask(parser: Parser) -> None:
    _concept(parser)
    parser.add_argument("question", metavar="QUESTION", nargs="?", help=say("cli.arg_question"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))
    parser.add_argument("--answer", metavar="TEXT", help=say("cli.arg_answer"))


def _write(parser: Parser) -> None:
    parser.add_argument("task", metavar="TASK", nargs="?", help=say("cli.arg_task"))
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("cli.arg_solution_file"))
    parser.add_argument("--form", choices=["order", "blank", "mend", "write"], help=say("cli.arg_form"))
    parser.add_argument("--hints", type=whole(), default=0, metavar="N", help=say("cli.arg_hints"))
    parser.add_argument("--solution", action="store_true", help=say("cli.arg_solution"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))


def _quiz(parser: Parser) -> None:
    plan = parser.add_mutually_exclusive_group()
    plan.add_argument("--concept", metavar="ID", help=say("cli.arg_concept"))
    plan.add_argument("--ahead", type=whole(high=YEARS), metavar="N", help=say("cli.arg_ahead"))
    plan.add_argument("--catch-up", action="store_true", help=say("cli.arg_catch_up"))
    plan.add_argument("--cram", metavar="NAME", help=say("cli.arg_cram"))
    parser.add_argument("--count", type=whole(), metavar="N", help=say("cli.arg_quiz_count"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))


def _add(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="?", help=say("cli.arg_add"))


def _version(parser: Parser) -> None:
    parser.add_argument("version", metavar="WEEK@N", help=say("cli.arg_version"))


def _undo(parser: Parser) -> None:
    parser.add_argument("--list", action="store_true", help=say("cli.arg_undo_list"))


def _items(parser: Parser) -> None:
    parser.add_argument("--all", action="store_true", help=say("cli.arg_items_all"))


def _park(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", help=say("cli.arg_park"))


def _done(parser: Parser) -> None:
    parser.add_argument("item", metavar="N", type=whole(), help=say("cli.arg_done"))
    parser.add_argument("--found", choices=EVERY_RESOLUTION, default="", help=say("cli.arg_found"))


def _focus(parser: Parser) -> None:
    parser.add_argument("topic", metavar="TOPIC", nargs="?", default="", help=say("cli.arg_topic"))
    parser.add_argument("minutes", metavar="MINUTES", nargs="?", type=whole(), help=say("cli.arg_minutes"))
    parser.add_argument("--at", metavar="20:30", default="", help=say("cli.arg_at"))
    does = parser.add_mutually_exclusive_group()
    for name in ("stop", "pause", "resume", "status"):
        does.add_argument(f"--{name}", dest="does", action="store_const", const=name, help=say(f"cli.arg_{name}"))


def _habit(parser: Parser) -> None:
    parser.add_argument("habit", metavar="NAME", help=say("cli.arg_habit"))
    parser.add_argument("amount", metavar="AMOUNT", nargs="?", type=float, default=1.0, help=say("cli.arg_amount"))
    parser.add_argument("--undo", action="store_true", help=say("cli.arg_undo"))


def _heatmap(parser: Parser) -> None:
    parser.add_argument("--of", choices=["words", "reviews", "minutes"], default="words", help=say("cli.arg_of"))
    parser.add_argument("--weeks", type=whole(), metavar="N", help=say("cli.arg_weeks"))
    parser.add_argument("--ascii", action="store_true", help=say("cli.arg_ascii"))


def _import(parser: Parser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help=say("cli.arg_import"))
    parser.add_argument("--format", metavar="F", help=say("cli.arg_import_format"))
    parser.add_argument("--from", dest="begins", metavar="DAY", help=say("cli.arg_import_from"))
    parser.add_argument("--encoding", metavar="NAME", help=say("cli.arg_import_encoding"))
    parser.add_argument("--dry-run", action="store_true", help=say("cli.arg_dry_run"))
    parser.add_argument("--strict", action="store_true", help=say("cli.arg_strict"))


def _mirror(parser: Parser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help=say("cli.arg_mirror"))
    parser.add_argument("--names", choices=["week", "days"], default="week", help=say("cli.arg_mirror_names"))


def _export(parser: Parser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help=say("cli.arg_export"))
    parser.add_argument("week", metavar="WEEK", nargs="*", help=say("cli.arg_export_week"))
    parser.add_argument("--format", metavar="F", help=say("cli.arg_export_format"))
    parser.add_argument("--force", action="store_true", help=say("cli.arg_force"))


def _backup(parser: Parser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, nargs="?", help=say("cli.arg_backup"))


def _restore(parser: Parser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("cli.arg_restore"))
    what.add_argument("--new", action="store_true", help=say("cli.arg_new_journal"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


def _doctor(parser: Parser) -> None:
    parser.add_argument("--fix", action="store_true", help=say("cli.arg_fix"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


def _card(parser: Parser) -> None:
    parser.add_argument("cards", metavar="CARDS", nargs="*", help=say("cli.arg_card"))
    what = parser.add_mutually_exclusive_group()
    for name in ("bury", "suspend", "back"):
        what.add_argument(f"--{name}", action="store_true", help=say(f"cli.arg_{name}"))
    parser.add_argument("--kind", choices=KINDS, help=say("cli.arg_note_kind"))
    parser.add_argument("--answer", action="append", default=[], metavar="TEXT", help=say("cli.arg_accept"))
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help=say("cli.arg_tag"))
    parser.add_argument("--deck", default="", metavar="DECK", help=say("cli.arg_deck"))
    parser.add_argument("--about", action="append", default=[], metavar="CONCEPT", help=say("cli.arg_note_about"))


def _beliefs(parser: Parser) -> None:
    parser.add_argument("concept", metavar="ID", nargs="?", help=say("cli.arg_concept"))


def _train(parser: Parser) -> None:
    parser.add_argument("--apply", action="store_true", help=say("cli.arg_train_apply"))
    parser.add_argument("--back", action="store_true", help=say("cli.arg_train_back"))


def _progress(parser: Parser) -> None:
    parser.add_argument("panel", metavar="PANEL", nargs="?", help=say("cli.arg_panel"))
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--topic", metavar="T", default="", help=say("cli.arg_topic"))
    about.add_argument("--search", metavar="Q", default="", help=say("cli.arg_about"))
    parser.add_argument("--figure", type=Path, metavar="DIR", help=say("cli.arg_figures"))


def _report(parser: Parser) -> None:
    parser.add_argument("week", metavar="WEEK", nargs="?", help=say("cli.arg_report_week"))
    parser.add_argument("--format", choices=["md", "html", "json"], default="md", help=say("cli.arg_format"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=say("cli.arg_output"))


def _new(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=say("cli.arg_new"))
    parser.add_argument("--task", action="store_true", help=say("cli.arg_with_task"))
    parser.add_argument("--no-edit", action="store_true", help=say("cli.arg_no_edit"))


def _lint(parser: Parser) -> None:
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="*", help=say("cli.arg_lint"))
    parser.add_argument("--seeds", type=whole(high=100_000), default=200, metavar="N", help=say("cli.arg_seeds"))


COMMANDS: tuple[Command, ...] = (
    Command("add", "writing.commands.weeks", _add),
    Command("import", "exchange.commands.transfer", _import),
    Command("export", "exchange.commands.transfer", _export),
    Command("mirror", "exchange.commands.transfer", _mirror),
    Command("weeks", "writing.commands.weeks", _nothing),
    Command("show", "writing.commands.weeks", _week),
    Command("edit", "writing.commands.weeks", _week),
    Command("recover", "writing.commands.weeks", _nothing),
    Command("history", "history.commands.versions", _week),
    Command("diff", "history.commands.versions", _version),
    Command("revert", "history.commands.versions", _version),
    Command("delete", "weeks.commands", _week),
    Command("undelete", "weeks.commands", _nothing),
    Command("bin", "weeks.commands", _nothing),
    Command("undo", "history.commands.undo", _undo),
    Command("redo", "history.commands.undo", _nothing),
    Command("count", "writing.commands.weeks", _count),
    Command("slips", "writing.commands.typos", _slips),
    Command("template", "writing.commands.typos", _nothing, json=False),
    Command("search", "search.commands", _search),
    Command("tags", "search.commands", _nothing),
    Command("items", "followups.commands", _items),
    Command("park", "followups.commands", _park),
    Command("done", "followups.commands", _done),
    Command("focus", "habits.commands.focus", _focus),
    Command("habit", "habits.commands.habits", _habit),
    Command("habits", "habits.commands.habits", _nothing),
    Command("heatmap", "habits.commands.heatmap", _heatmap),
    Command("concepts", "concepts.commands.concepts", _concepts),
    Command("concept", "concepts.commands.concepts", _concept_page),
    Command("demo", "concepts.commands.demos", _demo),
    Command("ask", "review.commands.reviews", _ask),
    Command("quiz", "review.commands.reviews", _quiz),
    Command("write", "tasks.commands", _write),
    Command("due", "today.commands", _nothing),
    Command("card", "review.commands.cards", _card),
    Command("beliefs", "review.commands.cards", _beliefs),
    Command("progress", "progress.commands", _progress),
    Command("train", "weights.commands", _train),
    Command("report", "report.commands", _report),
    Command("new", "concepts.commands.concepts", _new),
    Command("lint", "concepts.commands.lint", _lint),
    Command("backup", "maintenance.commands", _backup),
    Command("restore", "maintenance.commands", _restore),
    Command("doctor", "maintenance.commands", _doctor),
    Command("trust", "maintenance.commands", _concept, json=False),
)


def parser() -> Parser:
    """The parser of the whole command line, in the current language."""
    top = Parser("journal", description=say("cli.journal"), epilog=say("cli.epilog"))
    top.add_argument("--home", type=Path, metavar="DIR", help=say("cli.arg_home"))
    top.add_argument("--sample", action="store_true", help=say("cli.arg_sample"))
    top.add_argument("--version", action="version", version=f"journal {__version__}", help=say("cli.arg_version_of"))
    several = top.add_subparsers(dest="command", metavar="COMMAND", title=say("cli.commands"))
    for command in COMMANDS:
        text = say(f"cli.{command.name}")
        one = several.add_parser(command.name, help=text, description=text)
        one.set_defaults(handler=command.handler)
        command.arguments(one)
        if command.json:
            one.add_argument("--json", action="store_true", help=say("cli.arg_json"))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit status: 0, 1 (no, or a check failed) or 2 (wrong usage).

    An unexpected error prints one line that names the diagnostic log, and returns 1.
    """
    if arguments is None:
        arguments = sys.argv[1:]
        _note_what_nobody_hears()
    try:
        return _answered(arguments)
    except Exception as error:
        from journal.cli.unforeseen import report_error

        return report_error(error, _named(arguments))


def _answered(arguments: Sequence[str]) -> int:
    """Runs a command line; maps user-facing errors and interruptions to exit statuses."""
    os.umask(0o077)  # whatever is written, in the home or elsewhere, is the user's alone
    _print_any_character()
    try:
        return _run(arguments)
    except UserError as error:
        print_error(error)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _print_any_character() -> None:
    """Replaces characters that the terminal's encoding lacks by question marks from now on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _note_what_nobody_hears() -> None:
    """Sends errors of threads and finalizers to the diagnostic log instead of the screen."""
    threading.excepthook = lambda heard: diagnostics.note_error("unheard", heard.exc_value or RuntimeError())
    sys.unraisablehook = lambda heard: diagnostics.note_error("unheard", heard.exc_value or RuntimeError())


def _named(arguments: Sequence[str]) -> str:
    """The command named on a command line; empty for the app."""
    return next((each for each in arguments if each in {command.name for command in COMMANDS}), "")


def _run(arguments: Sequence[str]) -> int:
    messages.use(locale_language(os.environ))
    settings = _settings(arguments)
    diagnostics.keep_in(settings.cache)
    messages.use(settings.language)
    options = decoded_options(parser().parse_args(arguments))
    if options.command:
        handler: Handler = options.handler()
        status = handler(options, settings)
    else:
        from journal.app.start import start

        status = start(options, settings)
    sys.stdout.flush()
    return status


def _settings(arguments: Sequence[str]) -> Settings:
    """The settings of the home named on the command line; read before parsing, because the help needs the language."""
    early = Parser("journal", add_help=False)
    early.add_argument("--home", type=Path)
    return load(early.parse_known_args(arguments)[0].home, os.environ)
