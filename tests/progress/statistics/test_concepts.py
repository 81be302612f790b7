"""The map of concepts: what is ready to be learned."""

from __future__ import annotations

from journal.progress.statistics.concepts import KnownConcept, concept_map


def concept(name: str, *needs: str, supports: bool = False, begun: bool = False) -> KnownConcept:
    return KnownConcept(name, name.upper(), "images", needs, begun or supports, known=None, supports=supports)


def ready(*concepts: KnownConcept) -> list[tuple[str, str | None]]:
    return [(each.id, each.because) for each in concept_map(concepts) if each.ready]


def test_what_needs_nothing_is_ready_until_it_is_begun() -> None:
    assert ready(concept("rnn")) == [("rnn", None)]
    assert ready(concept("rnn", begun=True)) == []


def test_what_it_needs_must_support_it_and_the_last_of_it_is_named() -> None:
    cnn, bn = concept("cnn", supports=True), concept("bn", supports=True)
    assert ready(cnn, bn, concept("resnet", "cnn", "bn")) == [("resnet", "bn")]
    assert ready(concept("cnn", begun=True), bn, concept("resnet", "cnn", "bn")) == []


def test_a_need_that_the_library_lacks_holds_nothing_up() -> None:
    assert ready(concept("gru", "lost")) == [("gru", None)]


def test_the_order_stays() -> None:
    assert [each.id for each in concept_map([concept("b"), concept("a")])] == ["b", "a"]
