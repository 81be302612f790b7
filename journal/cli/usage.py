"""Usage errors in the language of the user.

`argparse` reports them in English only. Its messages are recognised by their form; unknown ones are passed on.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from journal.core.messages import say

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
    """The message of `argparse`, translated; for an unknown command, with the nearest one."""
    for key, form in FORMS.items():
        if found := re.fullmatch(form, message, re.DOTALL):
            return _summary(key, found.groupdict())
    return message


def _summary(key: str, values: dict[str, str]) -> str:
    choices = values.pop("choices", "").replace("'", "").split(", ")
    if key == "cli.no_choice":
        return say(key, choices=", ".join(choices), **values)
    near = get_close_matches(values.get("value", ""), choices, n=1) if key == "cli.no_command" else []
    return say("cli.no_command_near", near=near[0], **values) if near else say(key, **values)
