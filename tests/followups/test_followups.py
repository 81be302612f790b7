"""What the log leaves open: proposed once, taken or dismissed for good, carried on with its age, done everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journal.concepts.contrast import distinguishing_concept
from journal.core.messages import UserError, use
from journal.db import cards, versions
from journal.db.tables import Card
from journal.followups.followups import accept, dismiss, finish, finish_by_id, park
from journal.followups.listing import Followup, open_followups
from journal.followups.proposals import all_proposals, proposals, waiting_proposals
from journal.history.undo import undo
from journal.library.library import read_library
from journal.opening.journal import Journal, with_new_settings
from journal.weeks.weeks import add_entry, open_week, save
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n"
LOG = f"""{FIRST}我先跳过了MAS（今晚就学），学习了RNN。刚开始学BP的时候，经常容易和RNN搞混。
注意力应该是一切的基础。看了池化（忽然想到一个问题，能不能不池化（比如用步长）），以后再看别的。
"""


def told(followups: list[Followup]) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in followups]


TEN_WEEKS = [
    f"{first:%Y.%m.%d} ~ {first + timedelta(days=6):%Y.%m.%d}"
    for first in (date(2024, 3, 4) + timedelta(weeks=n) for n in range(10))
]


def of_kind(followups: list[Followup], kind: str) -> Followup:
    """The one entry of a kind."""
    (followup,) = (each for each in followups if each.kind == kind)
    return followup


def test_a_text_proposes_what_it_leaves_open_and_stores_nothing_of_it(journal: Journal, imported: Importing) -> None:
    (week,) = imported(LOG)
    assert told(proposals(journal, week.id)) == [
        ("later", "MAS"),
        ("confusion", "BP / RNN"),
        ("claim", "注意力应该是一切的基础"),
        ("idea", "忽然想到一个问题，能不能不池化（比如用步长）"),
        ("parked", "以后再看别的"),
        ("term", "MAS"),
    ]
    assert open_followups(journal, and_done=True) == []


def test_s10_a_promise_is_due_on_the_day_it_names_seen_from_the_day_of_the_week_that_it_is(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    assert of_kind(proposals(journal, week.id), "later").due == date(2024, 7, 10)
    clock.now = datetime(2024, 8, 1, 9)
    assert of_kind(proposals(journal, week.id), "later").due == date(2024, 7, 14)


def test_what_is_taken_is_open_and_proposed_no_more(journal: Journal, imported: Importing) -> None:
    (week,) = imported(LOG)
    taken = accept(journal, of_kind(proposals(journal, week.id), "later"))
    assert taken.state == "open"
    assert told(open_followups(journal)) == [("later", "MAS")]
    assert of_kind(open_followups(journal), "later").sentence.startswith("我先跳过了MAS")
    assert ("later", "MAS") not in told(proposals(journal, week.id))


def test_a_dismissal_holds_for_its_sentence_when_the_text_around_it_changes(
    journal: Journal, imported: Importing
) -> None:
    (week,) = imported(LOG)
    dismiss(journal, of_kind(proposals(journal, week.id), "later"))
    opened = open_week(journal, week.id)
    save(journal, opened, opened.body.replace("刚开始", "又写了一些。刚开始") + "\n我先跳过了GAN（明天学）。\n")
    assert [each.text for each in proposals(journal, week.id) if each.kind == "later"] == ["GAN"]
    assert open_followups(journal) == []


def test_a_dismissal_holds_in_the_week_that_the_sentence_is_copied_to(journal: Journal, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "我先跳过了MAS（今晚就学），学习了RNN。\n")
    dismiss(journal, of_kind(proposals(journal, first.id), "later"))
    assert "later" not in dict(told(proposals(journal, second.id)))


def test_the_same_name_skipped_in_another_sentence_is_proposed_anew(journal: Journal, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "这周又跳过了MAS。\n")
    dismiss(journal, of_kind(proposals(journal, first.id), "later"))
    assert of_kind(proposals(journal, second.id), "later").text == "MAS"


def test_a_new_name_that_was_dismissed_is_proposed_by_no_other_week(journal: Journal, imported: Importing) -> None:
    first, second = imported(LOG + SECOND + "又听人说起MAS。\n")
    dismiss(journal, of_kind(proposals(journal, first.id), "term"))
    assert proposals(journal, second.id) == []


def test_s13_two_concepts_taken_for_each_other_bring_the_questions_of_both(
    journal: Journal, imported: Importing
) -> None:
    (week,) = imported(LOG)
    with journal.store.write() as session:
        for card in cards.all_cards(session):
            session.delete(session.get_one(Card, card.id))
    pair = of_kind(proposals(journal, week.id), "confusion")
    assert (pair.concepts, pair.title) == (("backprop", "rnn"), "BP or RNN?")
    accept(journal, pair)
    with journal.store.read() as session:
        assert {card.concept for card in cards.all_cards(session)} == {"backprop", "rnn"}


def test_a_pair_is_named_in_the_language_of_the_user(journal: Journal, imported: Importing) -> None:
    (week,) = imported(LOG)
    use("zh")
    assert of_kind(proposals(journal, week.id), "confusion").title == "BP 还是 RNN？"


def test_what_stays_open_is_shown_once_in_every_later_week_with_its_age_and_the_texts_stay_as_they_are(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    accept(journal, of_kind(proposals(journal, week.id), "later"))
    assert of_kind(open_followups(journal), "later").when(journal.today) == "today"
    clock.now = datetime(2024, 7, 18, 9)
    assert of_kind(open_followups(journal), "later").when(journal.today) == "was due 07.10 · 1 week old"
    imported(SECOND + "学了GNN。\n" + THIRD + "学了LSTM。\n")
    clock.now = datetime(2024, 7, 22, 9)
    for _ in range(2):
        assert [(each.text, each.weeks_old) for each in open_followups(journal)] == [("MAS", 2)]
    assert "MAS" not in open_week(journal, None).body


def test_s10_done_once_is_done_everywhere_and_can_be_opened_again(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (week,) = imported(LOG)
    taken = accept(journal, of_kind(proposals(journal, week.id), "later"))
    finished = finish(journal, taken)
    assert (finished.state, finished.done) == ("done", clock.now)
    assert open_followups(journal) == []
    assert [each.state for each in open_followups(journal, and_done=True)] == ["done"]
    assert "later" not in dict(told(proposals(journal, week.id)))
    assert accept(journal, finished).state == "open"
    assert len(open_followups(journal)) == 1


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_follow_up_that_is_done_ticks_its_box_as_one_step_and_the_text_before_is_kept(
    journal: Journal, imported: Importing, is_taken: bool
) -> None:
    (week,) = imported(f"{FIRST}- [ ] 读论文\n- [ ] 学RNN\n")
    before = open_week(journal, week.id).body
    followup = proposals(journal, week.id)[1]
    assert (followup.kind, followup.text, followup.concepts) == ("later", "学RNN", ("rnn",))
    if is_taken:
        taken = accept(journal, followup)
        assert taken.id is not None
        finish_by_id(journal, taken.id)
    else:
        finish(journal, followup)
    assert open_week(journal, week.id).body == before.replace("- [ ] 学RNN", "- [x] 学RNN")
    with journal.store.read() as session:
        assert [each.body for each in versions.of_week(session, week.id)][-1] == before
    assert told(proposals(journal, week.id)) == [("later", "读论文")]
    undo(journal)
    assert open_week(journal, week.id).body == before
    assert [each.state for each in open_followups(journal)] == ["open"] * is_taken


def test_a_box_that_its_writer_ticked_or_deleted_meanwhile_is_left_alone(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}- [ ] 读论文\n")
    taken = accept(journal, proposals(journal, week.id)[0])
    opened = open_week(journal, week.id)
    save(journal, opened, opened.body.replace("[ ]", "[x]"))
    ticked = open_week(journal, week.id).body
    finish(journal, taken)
    assert open_week(journal, week.id).body == ticked


def test_what_is_only_proposed_can_be_done_at_once(journal: Journal, imported: Importing) -> None:
    (week,) = imported(LOG)
    finish(journal, of_kind(proposals(journal, week.id), "later"))
    assert "later" not in dict(told(proposals(journal, week.id)))
    assert open_followups(journal) == []


def test_deciding_twice_on_the_same_proposal_keeps_one_item(journal: Journal, imported: Importing) -> None:
    (week,) = imported(LOG)
    followup = accept(journal, of_kind(proposals(journal, week.id), "later"))
    for how in (dismiss, accept, finish, accept):
        followup = how(journal, followup)
    assert [each.id for each in open_followups(journal)] == [followup.id]


def test_s12_a_line_is_parked_in_the_week_of_today_with_the_concepts_it_names(
    journal: Journal, imported: Importing
) -> None:
    (week,) = imported(LOG)
    item = park(journal, "  注意力 为什么要\n除以根号d？ ")
    assert (item.kind, item.text) == ("parked", "注意力 为什么要 除以根号d？")
    assert (item.week_id, item.concepts) == (week.id, ["attention"])
    assert open_week(journal, week.id).body == LOG


def test_a_line_is_parked_where_no_week_has_a_log_yet(journal: Journal, clock: Clock) -> None:
    assert park(journal, "GAN?").week_id is None
    clock.now = datetime(2024, 7, 24, 9)
    assert [each.weeks_old for each in open_followups(journal)] == [2]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_line_without_words_is_refused(journal: Journal, text: str) -> None:
    with pytest.raises(UserError, match="write a line"):
        park(journal, text)
    assert open_followups(journal) == []


def test_a_number_that_is_no_item_is_told(journal: Journal) -> None:
    with pytest.raises(UserError, match="no item 7"):
        finish_by_id(journal, 7)


def test_what_is_due_comes_first_and_then_the_oldest(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}我先跳过了LSTM。我先跳过了GRU（后天学）。我先跳过了MAS（今晚就学）。\n")
    for followup in proposals(journal, week.id):
        if followup.kind == "later":
            accept(journal, followup)
    assert [each.text for each in open_followups(journal)] == ["MAS", "GRU", "LSTM"]


def test_what_is_proposed_waits_over_the_new_week_with_its_age_the_newest_week_first(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    assert waiting_proposals(journal) == []
    imported(LOG + SECOND + "这周跳过了GNN。\n")
    clock.now = datetime(2024, 7, 24, 9)
    waiting = waiting_proposals(journal)
    assert told(waiting)[:3] == [("later", "GNN"), ("term", "GNN"), ("later", "MAS")]
    assert len(waiting) == len(all_proposals(journal)) == 8
    assert [each.weeks_old for each in waiting[:3]] == [1, 1, 2]


def test_a_new_name_in_two_weeks_waits_once_and_none_of_ten_weeks_is_lost(
    journal: Journal, imported: Importing
) -> None:
    weeks = [f"# 第{n}周周记 {day}\n\n听说了VAE。先跳过了第{n}章的TOPIC{n}。\n\n" for n, day in enumerate(TEN_WEEKS, 1)]
    imported("".join(weeks))
    waiting = waiting_proposals(journal)
    assert [each.text for each in waiting].count("VAE") == 1
    skipped = [each.text for each in waiting if each.kind == "later"]
    assert skipped == [f"第{n}章的TOPIC{n}" for n in range(10, 0, -1)]


def test_a_week_that_is_not_there_proposes_nothing(journal: Journal) -> None:
    assert proposals(journal, 99) == []


def test_an_entry_added_from_a_shell_proposes_as_well(journal: Journal) -> None:
    week = add_entry(journal, "今天：先跳过了LSTM（明天学）").week
    assert next((each.text, each.due) for each in proposals(journal, week.id)) == ("LSTM", date(2024, 7, 11))


def test_s14_the_idea_of_the_first_weekly_log_is_noted_with_its_sentence_and_its_concept_until_it_is_done(
    journal: Journal, imported: Importing, seed: Path
) -> None:
    (week,) = imported(seed.read_text(encoding="utf-8"))
    idea = next(each for each in proposals(journal, week.id) if each.kind == "idea")
    assert (len(idea.text), idea.text[:8], idea.text[-6:]) == (110, "忽然想到一个问题", "也已经应用了")
    taken = accept(journal, idea)
    assert (taken.state, taken.week_id) == ("open", week.id)
    assert f"（{taken.text}）" in taken.sentence in open_week(journal, week.id).body
    assert "convolution" in taken.concepts, "CNN stands before the bracket"
    assert finish(journal, taken).state == "done"


IDEA = "学了CNN（忽然想到一个问题，卷积核能不能自己决定大小？），也许RNN用不着梯度。\n"


def test_s14_an_idea_is_to_be_looked_into_until_it_holds_or_does_not_or_was_had_before(
    journal: Journal, imported: Importing
) -> None:
    (week,) = imported(f"{FIRST}{IDEA}")
    idea = accept(journal, of_kind(proposals(journal, week.id), "idea"))
    assert (idea.state, idea.finding) == ("open", "")
    known = finish(journal, idea, "known")
    assert (known.state, known.finding) == ("done", "known")
    assert [(each.id, each.finding) for each in open_followups(journal, and_done=True)] == [(idea.id, "known")]
    assert undo(journal).undone
    assert [(each.id, each.finding) for each in open_followups(journal)] == [(idea.id, "")]
    assert accept(journal, finish(journal, idea, "refuted")) == idea, "opened again, nothing has come of it yet"


def test_s14_what_cannot_come_of_an_item_is_said_and_leaves_it_open(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}{IDEA}")
    claim = accept(journal, of_kind(proposals(journal, week.id), "claim"))
    assert claim.id is not None
    with pytest.raises(UserError):
        finish_by_id(journal, claim.id, "known")
    assert [each.id for each in open_followups(journal)] == [claim.id]
    assert finish_by_id(journal, claim.id, "refuted").finding == "refuted"
    with pytest.raises(UserError):
        finish_by_id(journal, park(journal, "GAN?").id, "confirmed")


def test_s2_the_first_weekly_log_offers_its_goal_where_another_one_is_set(
    journal: Journal, imported: Importing, seed: Path
) -> None:
    (week,) = imported(seed.read_text(encoding="utf-8"))
    assert "goal" not in dict(told(proposals(journal, week.id))), "800 is set already"
    modest = replace(journal, settings=replace(journal.settings, quota=500))
    assert of_kind(proposals(modest, week.id), "goal").text == "800"
    assert modest.settings.quota == 500


def test_a_hint_of_a_concept_is_no_unknown_term(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}学了NLP和QRX。\n")
    whole = replace(journal, library=read_library())
    assert [text for kind, text in told(proposals(whole, week.id)) if kind == "term"] == ["QRX"]


def test_a_name_that_joins_the_two_still_proposes_the_pair(journal: Journal, imported: Importing) -> None:
    journal.library.lexicon["BP和RNN"] = ("bp-vs-rnn",)
    (week,) = imported(f"{FIRST}BP 和 RNN 又搞混了。\n")
    assert of_kind(proposals(journal, week.id), "confusion").concepts == ("backprop", "rnn")


def test_s13_the_concept_that_joins_the_names_of_a_pair_says_what_tells_them_apart(journal: Journal) -> None:
    assert distinguishing_concept(journal, ("backprop", "rnn")) is None
    journal.library.lexicon["BP和RNN"] = ("pooling",)
    assert distinguishing_concept(journal, ("rnn", "backprop")) == journal.library.concepts["pooling"]
    assert distinguishing_concept(journal, ("rnn", "pooling")) is None


def test_s13_the_library_says_what_tells_bp_and_bn_apart(journal: Journal) -> None:
    whole = replace(journal, library=read_library())
    apart = distinguishing_concept(whole, ("backprop", "batch-norm"))
    assert apart is not None
    assert apart.id == "bp-vs-bn"


def test_s2_a_goal_in_the_text_is_offered_and_never_set_silently(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}周记要求1200字哈，我先写着。\n")
    assert journal.settings.quota == 800
    goal = of_kind(proposals(journal, week.id), "goal")
    assert (goal.text, goal.title, goal.sentence) == ("1200", "1200 字 a week", "周记要求1200字哈，我先写着。")
    journal.settings.file.write_text("# mine\nquota = 700 # low\n", encoding="utf-8")
    assert accept(journal, goal).state == "done"
    assert journal.settings.file.read_text(encoding="utf-8") == "# mine\nquota = 1200 # low\n"
    renewed = with_new_settings(journal)
    assert renewed.settings.quota == 1200
    assert proposals(renewed, week.id) == []


def test_s2_a_goal_that_is_set_already_is_not_offered(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}周记要求800字哈，我先写着。\n")
    assert proposals(journal, week.id) == []


def test_what_the_template_asks_proposes_nothing(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}## 跳过与原因 <!-- 跳过了CNN吗？今晚学？ -->\n\n没有。\n")
    assert proposals(journal, week.id) == []
