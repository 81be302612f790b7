"""The settings of one journal: `settings.toml` in its folder, every entry optional.

The line under each field of `Settings` is its manual.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from journal.core.incoming import clean_values, shown_name
from journal.core.input_files import LARGEST_OF_OURS, reading, reason_of, text_if_there
from journal.core.languages import LANGUAGES, Language
from journal.core.marks import brief
from journal.core.messages import UserError
from journal.core.week_rules import RULES, Rule

RETENTIONS = (0.70, 0.99)
"""The desired retentions that may be set."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as they are named in the settings."""

MIRROR_NAMES = ("week", "days")
"""How the notes of a mirrored folder may be called."""

RUNNERS = ("", "fork", "spare")
"""The ways of running demos that may be set."""

LONGEST_ENTRY = 100
"""Characters of a name that a setting there is not is compared with those there are."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("", *LANGUAGES),
    "weeks": RULES,
    "runner": RUNNERS,
    "mirror_names": MIRROR_NAMES,
}
"""The settings that are one of a few words."""

_RANGES: dict[str, tuple[float, float]] = {
    "first_weekday": (0, 6),
    "day_starts": (0, 23),
    "quota": (0, 100_000),
    "days_of_review": (0, 7),
    "weeks_forgiven": (0, 4),
    "retention": RETENTIONS,
    "new_per_day": (0, 1_000),
    "reviews_per_day": (0, 10_000),
    "minutes_per_day": (0, 600),
    "leech_after": (0, 100),
}
"""The settings that are a number, and their range."""

_TABLES: dict[str, tuple[float, float]] = {"retention_of": RETENTIONS, "easy_days": (0, 1)}
"""The settings that are a table of numbers, and their range."""


@dataclass(frozen=True)
class Settings:
    """One journal's settings. `home` comes from the command line or the environment, the rest from the file."""

    home: Path
    """The folder that holds everything of one journal: database, backups, own concepts, settings."""

    language: Language = "en"
    """The language of the app, `en` or `zh`. Empty or left out: that of the locale."""

    theme: str = ""
    """The colours: `journal-dark` (when empty), `journal-light`, or a theme of Textual, such as `ansi-dark`."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys for the actions of the screens: a table of action = "key", or "key,key" for several."""

    weeks: Rule = "follow"
    """The days of a new log. `follow`: as the last log of whole weeks did, a shared day included. `calendar`: seven
    days from `first_weekday`. `iso`: Monday to Sunday, numbered as in the ISO calendar."""

    first_weekday: int = 0
    """The day a new week begins where no log says otherwise (see `weeks`): 0 is Monday, 6 is Sunday."""

    day_starts: int = 4
    """The hour at which a day of study begins: what is done earlier counts for the evening before."""

    quota: int = 800
    """How much a weekly log should hold, in 字数 as Word counts them. 0 asks for nothing."""

    days_of_review: int = 1
    """On how many days a week asks for reviews, besides its quota of words, to count for the streak."""

    weeks_forgiven: int = 1
    """How many missed weeks in a row a streak survives. 0 is strict: the first one breaks it."""

    retention: float = 0.90
    """How likely a question should still be answered right when it comes back, from 0.70 to 0.99."""

    retention_of: Mapping[str, float] = field(default_factory=dict)
    """Another retention for the questions of a topic, by the name of its folder: a table of topic = 0.95."""

    path: str = ""
    """The learning path that new questions follow, by its name in `journal concepts --path`. Empty: none."""

    new_per_day: int = 12
    """How many new questions a day brings at most."""

    reviews_per_day: int = 120
    """How many questions that are due a day brings at most."""

    minutes_per_day: int = 0
    """How many minutes of reviews a day brings at most, repeats of missed questions counted. What does not fit waits,
    new questions first. 0: as many as the other limits allow."""

    easy_days: Mapping[str, float] = field(default_factory=dict)
    """The share of a usual day's reviews that a weekday is to bear: a table of sat = 0.5, sun = 0, and so on."""

    leech_after: int = 8
    """After how many lapses a question is called a leech, and then after every half as many more. 0: never."""

    mirror: str = ""
    """A folder of Markdown notes that is kept in step while the app runs. Empty: none."""

    mirror_names: str = "week"
    """How its notes are called: `week`, 2024-W28.md as in Obsidian, or `days`, 2024-07-08_2024-07-14.md."""

    runner: str = ""
    """How demos run: `fork` a process that is ready, or `spare`, a fresh one each time. Empty: the best there is."""

    def retention_in(self, topic: str) -> float:
        """The retention that is wanted for the questions of a topic."""
        return self.retention_of.get(topic, self.retention)

    @property
    def mirror_folder(self) -> Path | None:
        """The mirrored folder, a relative one from `home` on; None where there is none."""
        return self.home / Path(self.mirror).expanduser() if self.mirror else None

    @property
    def file(self) -> Path:
        """Where these settings are written."""
        return self.home / "settings.toml"

    @property
    def database(self) -> Path:
        """The database of weeks, cards and reviews."""
        return self.home / "journal.db"

    @property
    def concepts(self) -> Path:
        """The folder of the user's own concept files."""
        return self.home / "concepts"

    @property
    def cache(self) -> Path:
        """The folder of what can be made again at any time."""
        return self.home / "cache"

    @property
    def backups(self) -> Path:
        """The folder of the database's copies."""
        return self.home / "backups"

    @property
    def hub(self) -> Path:
        """The file that holds the address of the hub which brings several devices into step."""
        return self.home / "hub"

    @property
    def class_address(self) -> Path:
        """The file that holds the address by which the learner or teacher was invited to a class."""
        return self.home / "class"

    @property
    def assigned(self) -> Path:
        """The file that holds what the learner's classes are to learn, as this device last heard of it."""
        return self.home / "assigned"


def load(home: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings of the journal in `home`, else in `JOURNAL_HOME`, else in the user's own data folder.

    Raises UserError, one line that names file, entry and remedy, for a file that cannot be used.
    """
    folder = home or _default_home(environ)
    settings = Settings(folder.expanduser().absolute())
    entries = _read(settings.file)
    _check_all(settings.file, entries)
    entries["language"] = entries.get("language") or locale_language(environ)
    return Settings(settings.home, **entries)


def write_setting(file: Path, name: str, value: str | int | float) -> None:
    """Sets one entry of a settings file; all else in it, comments too, stays as it is. Raises UserError."""
    import tomlkit  # only needed to write

    from journal.core.files import write_whole

    _check(file, name, value)
    _read(file)
    document = tomlkit.parse(text_if_there(file, LARGEST_OF_OURS) or "")
    document[name] = value
    try:
        write_whole(file, tomlkit.dumps(document).encode())
    except OSError as error:
        raise UserError("settings.unwritable", file=file) from error


def check_text(file: Path, text: str) -> None:
    """Raises UserError unless `text` could stand in the settings file `file`."""
    _check_all(file, _parse(file, text))


def locale_language(environ: Mapping[str, str]) -> Language:
    """The app's language for the locale that LC_ALL, LC_MESSAGES or LANG names, the first that is set."""
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return next((each for each in LANGUAGES if locale.lower().startswith(each)), LANGUAGES[0])


def _default_home(environ: Mapping[str, str]) -> Path:
    if named := environ.get("JOURNAL_HOME"):
        return Path(named)
    from platformdirs import user_data_path  # only needed when no home is named

    return user_data_path("journal", appauthor=False)


def _read(file: Path) -> dict[str, Any]:
    text = text_if_there(file, LARGEST_OF_OURS)
    return {} if text is None else _parse(file, text)


def _parse(file: Path, text: str) -> dict[str, Any]:
    with reading(shown_name(file)):
        try:
            entries: dict[str, Any] = clean_values(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise UserError("settings.unreadable", file=file, reason=reason_of(error)) from error
    return entries


def _check_all(file: Path, entries: Mapping[str, object]) -> None:
    with reading(shown_name(file)):
        for name, value in entries.items():
            _check(file, name, value)


def _check(file: Path, name: str, value: object) -> None:
    """Raises UserError unless `value` may be set for `name`: a word of a few, a number, a table, else a text."""
    types = {each.name: each.type for each in fields(Settings) if each.name != "home"}
    if name not in types:
        raise UserError("settings.unknown", file=file, name=brief(name), nearest=_nearest(name[:LONGEST_ENTRY], types))
    if name in _CHOICES:
        _check_choice(file, name, value, _CHOICES[name])
    elif name in _RANGES:
        _check_number(file, name, value, _RANGES[name], whole=types[name] == "int")
    elif name in _TABLES:
        _check_table(file, name, value, _TABLES[name])
    elif name == "keys":
        _check_keys(file, name, value)
    elif not isinstance(value, str):
        raise UserError("settings.text", file=file, name=name, value=brief(str(value)))


def _check_choice(file: Path, name: str, value: object, choices: Sequence[str]) -> None:
    if value not in choices:
        known = ", ".join(map(_quoted, choices))
        raise UserError("settings.choice", file=file, name=name, value=brief(str(value)), choices=known)


def _quoted(text: str) -> str:
    return f'"{text}"'


def _check_table(file: Path, name: str, value: object, allowed: tuple[float, float]) -> None:
    if not isinstance(value, dict):
        raise UserError("settings.table", file=file, name=name)
    for entry, number in value.items():
        if name == "easy_days" and entry not in WEEKDAYS:
            raise UserError("settings.weekday", file=file, value=brief(entry), days=" ".join(WEEKDAYS))
        _check_number(file, f"{name}.{brief(entry)}", number, allowed)


def _check_keys(file: Path, name: str, value: object) -> None:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise UserError("settings.keys", file=file, name=name)


def _check_number(file: Path, name: str, value: object, allowed: tuple[float, float], *, whole: bool = False) -> None:
    low, high = allowed
    number = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, number) or not low <= value <= high:
        key = "settings.whole" if whole else "settings.number"
        raise UserError(key, file=file, name=name, value=brief(str(value)), low=low, high=high)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # only needed to explain a mistake

    return next(iter(get_close_matches(name, known, n=1, cutoff=0)))
