"""What a user does in a review."""

from __future__ import annotations

from journal.review.asking import AskedCard
from journal.review.screens.review import ReviewScreen
from journal.sample.filling import written
from tests.support.app import User


def asked(user: User) -> AskedCard:
    """The question on the screen."""
    screen = user.app.screen
    assert isinstance(screen, ReviewScreen)
    assert screen.question is not None
    return screen.question


def truth(user: User) -> str:
    """What must be typed to be right."""
    return written(asked(user).variant.truth)


def belief(user: User, idea: str) -> str:
    """What a learner types who holds a misconception."""
    value = asked(user).variant.wrong_answers[idea]
    assert value is not None
    return written(value)


async def answer(user: User, typed: str, sure: str = "3") -> None:
    """Types an answer and says how sure."""
    await user.types(typed)
    await user.press("enter", sure)
