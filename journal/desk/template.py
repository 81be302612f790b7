"""The template of a week: the user's own, in their journal's folder, else ours in the language of the user."""

from __future__ import annotations

from journal.desk import Desk
from journal.text.prompts import has_prompts
from journal.words import UserError, say

NAME = "template.md"


def template_of(desk: Desk) -> str:
    """The text that a week can be started from. Raises UserError when the user's own cannot be read."""
    path = desk.settings.home / NAME
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return say("template.text").strip("\n") + "\n"
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("template.unreadable", path=path) from error


def with_template(desk: Desk, body: str) -> str:
    """`body` with the template below it; as it is where it holds prompts already."""
    if has_prompts(body):
        return body
    return f"{body.rstrip()}\n\n{template_of(desk)}".lstrip("\n")
