"""What is wrong with a line of the shell, in the language of the user.

`argparse` says it in English only. Its messages are known by their form; one of another form is passed on as it is.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from journal.words import say

FORMS = {
    "cli.no_command": r"argument COMMAND: invalid choice: '(?P<value>.*?)' \(choose from (?P<choices>.*)\)",
    "cli.no_choice": r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.*)\)",
    "cli.no_number": r"argument (?P<name>.+?): invalid (?:whole|float) value: '(?P<value>.*)'",
    "cli.out_of_range": r"argument (?P<name>.+?): (?P<low>\S+)\.\.(?P<high>\S+)",
    "cli.without_value": r"argument (?P<name>.+?): expected (?:one|at least one) argument",
    "cli.not_with": r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
    "cli.missing": r"the following arguments are required: (?P<names>.+)",
    "cli.too_much": r"unrecognized arguments: (?P<names>.+)",
}


def what_is_wrong(message: str) -> str:
    """The message of `argparse` in the user's words; for a command that there is not, with the nearest one."""
    for key, form in FORMS.items():
        if found := re.fullmatch(form, message, re.DOTALL):
            return _told(key, found.groupdict())
    return message


def _told(key: str, values: dict[str, str]) -> str:
    choices = values.pop("choices", "").replace("'", "").split(", ")
    if key == "cli.no_choice":
        return say(key, choices=", ".join(choices), **values)
    near = get_close_matches(values.get("value", ""), choices, n=1) if key == "cli.no_command" else []
    return say("cli.no_command_near", near=near[0], **values) if near else say(key, **values)
