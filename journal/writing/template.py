"""The template of a week: the user's own, in their journal's folder, else ours in the language of the user."""

from __future__ import annotations

from journal.core.input_files import LARGEST_OF_OURS, text_if_there
from journal.core.messages import say
from journal.log.prompts import has_prompts
from journal.opening.journal import Journal

NAME = "template.md"


def template_of(journal: Journal) -> str:
    """The text that a week can be started from. Raises UserError when the user's own cannot be read."""
    own = text_if_there(journal.settings.home / NAME, LARGEST_OF_OURS)
    return say("template.text").strip("\n") + "\n" if own is None else own


def with_template(journal: Journal, body: str) -> str:
    """`body` with the template below it; as it is where it holds prompts already."""
    if has_prompts(body):
        return body
    return f"{body.rstrip()}\n\n{template_of(journal)}".lstrip("\n")
