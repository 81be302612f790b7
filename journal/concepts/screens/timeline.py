"""Then and now: what the log says about a concept in chronological order, the reviews between, a sentence to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from journal.concepts.concepts import Sentence
    from journal.concepts.timeline import ReviewedBetween, TimelineEvent


class Timeline(OptionList):
    """A list in which only the sentences can be chosen."""

    DEFAULT_CSS = "Timeline { height: auto; max-height: 14; margin-bottom: 1; scrollbar-gutter: stable; }"

    class Opened(Message):
        """A sentence that is to be shown in the log."""

        def __init__(self, sentence: Sentence) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self) -> None:
        super().__init__()
        self.sentences: dict[str, Sentence] = {}

    def show(self, moments: Sequence[TimelineEvent]) -> None:
        """Lists the sentences under their weeks and the reviews between; the cursor is on the last sentence."""
        from journal.concepts.timeline import LogSentence

        self.clear_options()
        self.sentences = {}
        week = 0
        for moment in moments:
            if not isinstance(moment, LogSentence):
                self.add_option(Option(studied(moment), disabled=True))
                continue
            if moment.sentence.week != week:
                week = moment.sentence.week
                self.add_option(Option(Content.styled(moment.sentence.week_title, "$muted"), disabled=True))
            name = str(len(self.sentences))
            self.sentences[name] = moment.sentence
            self.add_option(Option(message(moment.sentence), name))
        self.display = bool(self.sentences)
        self.highlighted = self.get_option_index(str(len(self.sentences) - 1)) if self.sentences else None

    def on_focus(self) -> None:
        """Shows the sentence under the cursor."""
        self.call_after_refresh(self.scroll_to_highlight)

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Says which sentence was chosen."""
        event.stop()
        self.post_message(self.Opened(self.sentences[event.option.id or ""]))


def message(sentence: Sentence) -> Content:
    """A sentence, the mentions marked."""
    text = Content(sentence.snippet)
    for start, end in sentence.marks:
        text = text.stylize("$accent", start, end)
    return text


def studied(reviews: ReviewedBetween) -> Content:
    """What was reviewed between two sentences, set in from them."""
    from journal.concepts.timeline import reviewed_lines

    return Content("\n").join(Content.styled(f"    {line}", "$secondary") for line in reviewed_lines(reviews))
