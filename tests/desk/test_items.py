"""What the log leaves open: proposed once, taken or dismissed for good, carried on with its age, done everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journal.demos.library import read_library
from journal.desk import Desk, with_new_settings
from journal.desk.contrast import told_apart
from journal.desk.items import Entry, dismiss, finish, finish_by_id, open_items, park, take
from journal.desk.proposals import all_proposals, proposals, waiting_proposals
from journal.desk.undo import undo
from journal.desk.weeks import add_entry, open_week, save
from journal.store import cards
from journal.store.tables import Card
from journal.words import UserError, use
from tests.desk.conftest import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n"
LOG = f"""{FIRST}我先跳过了MAS（今晚就学），学习了RNN。刚开始学BP的时候，经常容易和RNN搞混。
注意力应该是一切的基础。看了池化（忽然想到一个问题，能不能不池化（比如用步长）），以后再看别的。
"""


def told(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in entries]


TEN_WEEKS = [
    f"{first:%Y.%m.%d} ~ {first + timedelta(days=6):%Y.%m.%d}"
    for first in (date(2024, 3, 4) + timedelta(weeks=n) for n in range(10))
]


def of_kind(entries: list[Entry], kind: str) -> Entry:
    """The one entry of a kind."""
    (entry,) = (each for each in entries if each.kind == kind)
    return entry


def test_a_text_proposes_what_it_leaves_open_and_stores_nothing_of_it(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    assert told(proposals(desk, week.id)) == [
        ("later", "MAS"),
        ("confusion", "BP / RNN"),
        ("claim", "注意力应该是一切的基础"),
        ("idea", "忽然想到一个问题，能不能不池化（比如用步长）"),
        ("parked", "以后再看别的"),
        ("term", "MAS"),
    ]
    assert open_items(desk, and_done=True) == []


def test_s10_a_promise_is_due_on_the_day_it_names_seen_from_the_day_of_the_week_that_it_is(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    assert of_kind(proposals(desk, week.id), "later").due == date(2024, 7, 10)
    clock.now = datetime(2024, 8, 1, 9)
    assert of_kind(proposals(desk, week.id), "later").due == date(2024, 7, 14)


def test_what_is_taken_is_open_and_proposed_no_more(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    taken = take(desk, of_kind(proposals(desk, week.id), "later"))
    assert taken.state == "open"
    assert told(open_items(desk)) == [("later", "MAS")]
    assert of_kind(open_items(desk), "later").sentence.startswith("我先跳过了MAS")
    assert ("later", "MAS") not in told(proposals(desk, week.id))


def test_a_dismissal_holds_for_its_sentence_when_the_text_around_it_changes(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    dismiss(desk, of_kind(proposals(desk, week.id), "later"))
    opened = open_week(desk, week.id)
    save(desk, opened, opened.body.replace("刚开始", "又写了一些。刚开始") + "\n我先跳过了GAN（明天学）。\n")
    assert [each.text for each in proposals(desk, week.id) if each.kind == "later"] == ["GAN"]
    assert open_items(desk) == []


def test_a_dismissal_holds_in_the_week_that_the_sentence_is_copied_to(desk: Desk, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "我先跳过了MAS（今晚就学），学习了RNN。\n")
    dismiss(desk, of_kind(proposals(desk, first.id), "later"))
    assert "later" not in dict(told(proposals(desk, second.id)))


def test_the_same_name_skipped_in_another_sentence_is_proposed_anew(desk: Desk, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "这周又跳过了MAS。\n")
    dismiss(desk, of_kind(proposals(desk, first.id), "later"))
    assert of_kind(proposals(desk, second.id), "later").text == "MAS"


def test_a_new_name_that_was_dismissed_is_proposed_by_no_other_week(desk: Desk, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "又听人说起MAS。\n")
    dismiss(desk, of_kind(proposals(desk, first.id), "term"))
    assert proposals(desk, second.id) == []


def test_s13_two_concepts_taken_for_each_other_bring_the_questions_of_both(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    with desk.store.write() as session:
        for card in cards.all_cards(session):
            session.delete(session.get_one(Card, card.id))
    pair = of_kind(proposals(desk, week.id), "confusion")
    assert (pair.concepts, pair.title) == (("backprop", "rnn"), "BP or RNN?")
    take(desk, pair)
    with desk.store.read() as session:
        assert {card.concept for card in cards.all_cards(session)} == {"backprop", "rnn"}


def test_a_pair_is_named_in_the_language_of_the_user(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    use("zh")
    assert of_kind(proposals(desk, week.id), "confusion").title == "BP 还是 RNN？"


def test_what_stays_open_is_shown_once_in_every_later_week_with_its_age_and_the_texts_stay_as_they_are(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    take(desk, of_kind(proposals(desk, week.id), "later"))
    assert of_kind(open_items(desk), "later").when(desk.today) == "today"
    clock.now = datetime(2024, 7, 18, 9)
    assert of_kind(open_items(desk), "later").when(desk.today) == "was due 07.10 · 1 week old"
    imported(SECOND + "学了GNN。\n" + THIRD + "学了LSTM。\n")
    clock.now = datetime(2024, 7, 22, 9)
    for _ in range(2):
        assert [(each.text, each.weeks_old) for each in open_items(desk)] == [("MAS", 2)]
    assert "MAS" not in open_week(desk, None).body


def test_s10_done_once_is_done_everywhere_and_can_be_opened_again(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    taken = take(desk, of_kind(proposals(desk, week.id), "later"))
    finished = finish(desk, taken)
    assert (finished.state, finished.done) == ("done", clock.now)
    assert open_items(desk) == []
    assert [each.state for each in open_items(desk, and_done=True)] == ["done"]
    assert "later" not in dict(told(proposals(desk, week.id)))
    assert take(desk, finished).state == "open"
    assert len(open_items(desk)) == 1


def test_what_is_only_proposed_can_be_done_at_once(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    finish(desk, of_kind(proposals(desk, week.id), "later"))
    assert "later" not in dict(told(proposals(desk, week.id)))
    assert open_items(desk) == []


def test_deciding_twice_on_the_same_proposal_keeps_one_item(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    entry = take(desk, of_kind(proposals(desk, week.id), "later"))
    for how in (dismiss, take, finish, take):
        entry = how(desk, entry)
    assert [each.id for each in open_items(desk)] == [entry.id]


def test_s12_a_line_is_parked_in_the_week_of_today_with_the_concepts_it_names(desk: Desk, imported: Importing) -> None:
    (week,) = imported(LOG)
    item = park(desk, "  注意力 为什么要\n除以根号d？ ")
    assert (item.kind, item.text) == ("parked", "注意力 为什么要 除以根号d？")
    assert (item.week_id, item.concepts) == (week.id, ["attention"])
    assert open_week(desk, week.id).body == LOG


def test_a_line_is_parked_where_no_week_has_a_log_yet(desk: Desk, clock: Clock) -> None:
    assert park(desk, "GAN?").week_id is None
    clock.now = datetime(2024, 7, 24, 9)
    assert [each.weeks_old for each in open_items(desk)] == [2]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_line_without_words_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(UserError, match="write a line"):
        park(desk, text)
    assert open_items(desk) == []


def test_a_number_that_is_no_item_is_told(desk: Desk) -> None:
    with pytest.raises(UserError, match="no item 7"):
        finish_by_id(desk, 7)


def test_what_is_due_comes_first_and_then_the_oldest(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}我先跳过了LSTM。我先跳过了GRU（后天学）。我先跳过了MAS（今晚就学）。\n")
    for entry in proposals(desk, week.id):
        if entry.kind == "later":
            take(desk, entry)
    assert [each.text for each in open_items(desk)] == ["MAS", "GRU", "LSTM"]


def test_what_is_proposed_waits_over_the_new_week_with_its_age_the_newest_week_first(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    assert waiting_proposals(desk) == []
    imported(LOG + SECOND + "这周跳过了GNN。\n")
    clock.now = datetime(2024, 7, 24, 9)
    waiting = waiting_proposals(desk)
    assert told(waiting)[:3] == [("later", "GNN"), ("term", "GNN"), ("later", "MAS")]
    assert len(waiting) == len(all_proposals(desk)) == 8
    assert [each.weeks_old for each in waiting[:3]] == [1, 1, 2]


def test_a_new_name_in_two_weeks_waits_once_and_none_of_ten_weeks_is_lost(desk: Desk, imported: Importing) -> None:
    weeks = [f"# 第{n}周周记 {day}\n\n听说了VAE。先跳过了第{n}章的TOPIC{n}。\n\n" for n, day in enumerate(TEN_WEEKS, 1)]
    imported("".join(weeks))
    waiting = waiting_proposals(desk)
    assert [each.text for each in waiting].count("VAE") == 1
    skipped = [each.text for each in waiting if each.kind == "later"]
    assert skipped == [f"第{n}章的TOPIC{n}" for n in range(10, 0, -1)]


def test_a_week_that_is_not_there_proposes_nothing(desk: Desk) -> None:
    assert proposals(desk, 99) == []


def test_an_entry_added_from_a_shell_proposes_as_well(desk: Desk) -> None:
    week = add_entry(desk, "今天：先跳过了LSTM（明天学）").week
    assert next((each.text, each.due) for each in proposals(desk, week.id)) == ("LSTM", date(2024, 7, 11))


def test_s14_the_idea_of_the_first_weekly_log_is_noted_with_its_sentence_and_its_concept_until_it_is_done(
    desk: Desk, imported: Importing, seed: Path
) -> None:
    (week,) = imported(seed.read_text(encoding="utf-8"))
    idea = next(each for each in proposals(desk, week.id) if each.kind == "idea")
    assert (len(idea.text), idea.text[:8], idea.text[-6:]) == (110, "忽然想到一个问题", "也已经应用了")
    taken = take(desk, idea)
    assert (taken.state, taken.week_id) == ("open", week.id)
    assert f"（{taken.text}）" in taken.sentence in open_week(desk, week.id).body
    assert "convolution" in taken.concepts, "CNN stands before the bracket"
    assert finish(desk, taken).state == "done"


IDEA = "学了CNN（忽然想到一个问题，卷积核能不能自己决定大小？），也许RNN用不着梯度。\n"


def test_s14_an_idea_is_to_be_looked_into_until_it_holds_or_does_not_or_was_had_before(
    desk: Desk, imported: Importing
) -> None:
    (week,) = imported(f"{FIRST}{IDEA}")
    idea = take(desk, of_kind(proposals(desk, week.id), "idea"))
    assert (idea.state, idea.finding) == ("open", "")
    known = finish(desk, idea, "known")
    assert (known.state, known.finding) == ("done", "known")
    assert [(each.id, each.finding) for each in open_items(desk, and_done=True)] == [(idea.id, "known")]
    assert undo(desk).undone
    assert [(each.id, each.finding) for each in open_items(desk)] == [(idea.id, "")]
    assert take(desk, finish(desk, idea, "refuted")) == idea, "opened again, nothing has come of it yet"


def test_s14_what_cannot_come_of_an_item_is_said_and_leaves_it_open(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}{IDEA}")
    claim = take(desk, of_kind(proposals(desk, week.id), "claim"))
    assert claim.id is not None
    with pytest.raises(UserError):
        finish_by_id(desk, claim.id, "known")
    assert [each.id for each in open_items(desk)] == [claim.id]
    assert finish_by_id(desk, claim.id, "refuted").finding == "refuted"
    with pytest.raises(UserError):
        finish_by_id(desk, park(desk, "GAN?").id, "confirmed")


def test_s2_the_first_weekly_log_offers_its_goal_where_another_one_is_set(
    desk: Desk, imported: Importing, seed: Path
) -> None:
    (week,) = imported(seed.read_text(encoding="utf-8"))
    assert "goal" not in dict(told(proposals(desk, week.id))), "800 is set already"
    modest = replace(desk, settings=replace(desk.settings, quota=500))
    assert of_kind(proposals(modest, week.id), "goal").text == "800"
    assert modest.settings.quota == 500


def test_a_hint_of_a_concept_is_no_unknown_term(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}学了NLP和QRX。\n")
    whole = replace(desk, library=read_library())
    assert [text for kind, text in told(proposals(whole, week.id)) if kind == "term"] == ["QRX"]


def test_a_name_that_joins_the_two_still_proposes_the_pair(desk: Desk, imported: Importing) -> None:
    desk.library.lexicon["BP和RNN"] = ("bp-vs-rnn",)
    (week,) = imported(f"{FIRST}BP 和 RNN 又搞混了。\n")
    assert of_kind(proposals(desk, week.id), "confusion").concepts == ("backprop", "rnn")


def test_s13_the_concept_that_joins_the_names_of_a_pair_says_what_tells_them_apart(desk: Desk) -> None:
    assert told_apart(desk, ("backprop", "rnn")) is None
    desk.library.lexicon["BP和RNN"] = ("pooling",)
    assert told_apart(desk, ("rnn", "backprop")) == desk.library.concepts["pooling"]
    assert told_apart(desk, ("rnn", "pooling")) is None


def test_s13_the_library_says_what_tells_bp_and_bn_apart(desk: Desk) -> None:
    whole = replace(desk, library=read_library())
    apart = told_apart(whole, ("backprop", "batch-norm"))
    assert apart is not None
    assert apart.id == "bp-vs-bn"


def test_s2_a_goal_in_the_text_is_offered_and_never_set_silently(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}周记要求1200字哈，我先写着。\n")
    assert desk.settings.quota == 800
    goal = of_kind(proposals(desk, week.id), "goal")
    assert (goal.text, goal.title, goal.sentence) == ("1200", "1200 字 a week", "周记要求1200字哈，我先写着。")
    desk.settings.file.write_text("# mine\nquota = 700 # low\n", encoding="utf-8")
    assert take(desk, goal).state == "done"
    assert desk.settings.file.read_text(encoding="utf-8") == "# mine\nquota = 1200 # low\n"
    renewed = with_new_settings(desk)
    assert renewed.settings.quota == 1200
    assert proposals(renewed, week.id) == []


def test_s2_a_goal_that_is_set_already_is_not_offered(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}周记要求800字哈，我先写着。\n")
    assert proposals(desk, week.id) == []


def test_what_the_template_asks_proposes_nothing(desk: Desk, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}## 跳过与原因 <!-- 跳过了CNN吗？今晚学？ -->\n\n没有。\n")
    assert proposals(desk, week.id) == []
