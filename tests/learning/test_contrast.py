"""Questions of two concepts that are taken for each other come one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal.learning.contrast import Pair, contrasted

CONCEPTS = {1: "bp", 2: "rnn", 3: "cnn", 4: "bn", 5: "bp", 6: "bn", 7: "ln"}


def test_the_second_of_a_pair_comes_directly_behind_the_first() -> None:
    assert contrasted((1, 2, 3, 4), CONCEPTS, {Pair(("bp", "bn"))}) == (1, 4, 2, 3)
    assert contrasted((4, 2, 3, 1), CONCEPTS, {Pair(("bp", "bn"))}) == (4, 1, 2, 3)


def test_only_the_first_question_of_each_moves() -> None:
    assert contrasted((1, 2, 5, 4, 3, 6), CONCEPTS, {Pair(("bp", "bn"))}) == (1, 4, 2, 5, 3, 6)


def test_a_concept_is_drawn_into_one_contrast_only() -> None:
    pairs = {Pair(("bp", "bn")), Pair(("bn", "ln"))}
    assert contrasted((1, 2, 7, 4), CONCEPTS, pairs) in ((1, 4, 2, 7), (1, 2, 7, 4))


def test_nothing_moves_for_one_concept_alone_or_for_a_card_that_may_not() -> None:
    assert contrasted((1, 2, 3), CONCEPTS, {Pair(("bp", "bn"))}) == (1, 2, 3)
    assert contrasted((1, 2, 4), {1: "bp", 2: "rnn"}, {Pair(("bp", "bn"))}) == (1, 2, 4)


@given(
    queue=st.permutations(list(CONCEPTS)),
    pairs=st.frozensets(st.frozensets(st.sampled_from(["bp", "bn", "rnn", "cnn", "ln"]), min_size=2, max_size=2)),
)
def test_nothing_is_lost_and_every_pair_whose_concepts_are_free_ends_side_by_side(
    queue: list[int], pairs: frozenset[Pair]
) -> None:
    asked = contrasted(queue, CONCEPTS, pairs)
    assert sorted(asked) == sorted(queue)
    if len(pairs) == 1:
        [pair] = pairs
        places = [min(asked.index(card) for card, each in CONCEPTS.items() if each == name) for name in pair]
        assert abs(places[0] - places[1]) == 1
