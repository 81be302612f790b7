"""Cues for follow-ups in a log: skipped, promised, confused, ideas, deferred, claims, goals.

A cue has a subject: what a log lists as open (boxes, headings), or what its writer says of oneself. Technical prose,
in which layers are skipped and gradients might vanish, has none. A cue only proposes: the learner takes or dismisses
it; nothing here changes a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.markdown import prose_alone
from journal.core.sentences import Span, sentence_spans
from journal.followups.listed import Listed, listed
from journal.library.mentions import NameMatch
from journal.library.terms import unknown_terms

CueKind = Literal["skipped", "promise", "confusion", "idea", "deferred", "claim", "goal", "listed", "difficulty"]

_WHEN = r"今晚|明天|明晚|后天|周末|下周[一二三四五六日]?|接下来|tonight|tomorrow|this weekend|next week"
_SKIPPED = re.compile(
    r"(?<![没不])(?<!没有)(?P<bare>跳过(?!连接|层)了?)(?:学习?|看|读|复习|做)?"
    r"|(?:先不学|没来得及)(?:学习?|看|读|复习|做)?"
    r"|没[看学听搞弄]?懂[：:]"
    r"|\b(?P<past>skipped|put off)\s+"
    r"|\b(?:haven't|didn't) (?:get|got|gotten) (?:around )?to\s+",
    re.IGNORECASE,
)
_WHEN_LATER = re.compile(_WHEN, re.IGNORECASE)
_PROMISE = re.compile(
    rf"(?P<when>{_WHEN})(?P<how>(?:[再就要会想去来我得把先]|打算|准备|继续)*)(?:学|看|读|补|做|复习|写|练|弄)"
    rf"|\b(?:I'll|I will|going to|plan to)\b[^.!?\n]{{1,60}}?\b(?P<at_last>{_WHEN})"
    rf"|\b(?P<at_first>{_WHEN}),? (?:I'll|I will|I'm going to)\b",
    re.IGNORECASE,
)
_CONFUSION = re.compile(
    r"搞混|弄混|搞反|分不清"
    r"|(?P<said>混淆(?!矩阵)|\bmix(?:ed|ing)?\b[^.!?\n]{0,40}\bup\b|\bconfus(?:e|ed|ing)\b|can't tell)",
    re.IGNORECASE,
)
_DIFFICULTY = re.compile(
    r"[看读听学搞弄]不(?:太|大|怎么)?(?:懂|明白)|没(?:太|怎么)?[看读听学搞弄](?:懂|明白)(?![：:])|(?:很|比较|有点|非常)困惑"
    r"|遇到了?(?:一个|一些)?(?:难题|困难|瓶颈)"
    r"|\b(?:I (?:still |really )?(?:don't|can't|couldn't) (?:understand|get|follow|figure out|see why)"
    r"|I(?:'m| am| was| got| keep getting) (?:still |really )?(?:stuck|lost|struggling|confused|puzzled))\b",
    re.IGNORECASE,
)
_IDEA = re.compile(
    r"忽然想到|突然想到|灵感|想法[：:]|感觉很可以|\bidea:|\b(?:it )?(?:just )?occurred to me|\bwhat if (?:I|we)\b",
    re.IGNORECASE,
)
_DEFERRED = re.compile(
    r"不是我目前需要|以后再(?:说|学|看)|暂时不(?:学|看|管)|\bnot what I need (?:right )?now", re.IGNORECASE
)
_HEDGE = re.compile(
    r"(?<!不)应该(?=(?:就|都|也|还|只|已经|不)*(?:是|有|会|能|可以|算|应用|属于|来自))|也许|感觉|不确定(?![性的])"
    r"|\b(?:I think|I guess|(?P<said>maybe|perhaps|probably|might|not sure))\b"
    r"(?! (?:gonna|going to|will|learn|read|start))",
    re.IGNORECASE,
)
_ONESELF = re.compile(r"我(?!们)|自己|\b(?:I|me|my|mine|myself)\b|\bI'", re.IGNORECASE)
_OF_TODAY = re.compile(r"(?:.*(?:先|暂时|直接|又)|\W*(?:这周|本周|上周|今天|昨天|周[一二三四五六日])?)\Z", re.DOTALL)
"""What stands before 跳过 where its writer is the subject without being named."""
# Beliefs that a demo can put to the test: a name that the line has mentioned, and what must not be said of it.
_DOUBTFUL = (
    (re.compile("attention|注意力", re.IGNORECASE), re.compile("欧[式氏]距离|euclidean", re.IGNORECASE)),
    (re.compile("encoder|编码器", re.IGNORECASE), re.compile("并行启动|同时启动|start in parallel", re.IGNORECASE)),
    (re.compile("^rnn$|循环神经网络", re.IGNORECASE), re.compile("权重缺失|missing weights?", re.IGNORECASE)),
)
_GOAL = re.compile(
    r"(?:要求|至少|不少于|最少|目标|写[够满]|at least|minimum of|goal of)\D{0,6}(?P<goal>\d{2,5})\s*(?:字|words)",
    re.IGNORECASE,
)
_FOR_NOW = re.compile(r" (?:yet|for (?:now|the moment|the time being))\s*$", re.IGNORECASE)
_PAUSE = re.compile(r"[，,；;。！？!?\n]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[，,；;。！？!?（）()\n]|\.(?=\s|$)")


@dataclass(frozen=True)
class Cue:
    """Something that a text leaves open: what to note of it (a part of the text), and the sentence it stands in.

    `about` are the concepts and unknown terms it speaks of, `when` the word for the day that it was promised for.
    """

    kind: CueKind
    start: int
    end: int
    text: str
    sentence: str
    about: tuple[NameMatch, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class _Sentence:
    """A sentence within the whole `text`, whose code and links are blanks in `prose`.

    `terms` are those that stand in it, `so_far` those of its line up to its end.
    """

    text: str
    prose: str
    start: int
    end: int
    terms: tuple[NameMatch, ...]
    so_far: tuple[NameMatch, ...]

    def all(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.prose, self.start, self.end)

    @property
    def is_of_oneself(self) -> bool:
        """Whether its writer is spoken of."""
        return _ONESELF.search(self.prose, self.start, self.end) is not None

    def within(self, start: int, end: int) -> tuple[NameMatch, ...]:
        return tuple(term for term in self.terms if start <= term.start and term.end <= end)

    def cue(self, kind: CueKind, span: Span, about: tuple[NameMatch, ...], when: str = "") -> Cue:
        start, end = _trimmed(self.text, *span)
        about = tuple({_meaning(term): term for term in reversed(about)}.values())[::-1]
        return Cue(kind, start, end, self.text[start:end], self.text[self.start : self.end], about, when)


def find_cues(text: str, mentions: Sequence[NameMatch]) -> list[Cue]:
    """All cues of `text` in its order; `mentions` are the concepts found in it."""
    prose = prose_alone(text)
    terms = sorted([*mentions, *unknown_terms(prose, mentions)], key=_start)
    starts = [term.start for term in terms]
    open_lines = listed(prose)
    cues = [_listed_cue(text, each, terms) for each in open_lines]
    for start, end in sentence_spans(prose):
        if any(each.line[0] <= start and end <= each.line[1] for each in open_lines):
            continue
        line, first, last = (bisect_left(starts, place) for place in (text.rfind("\n", 0, start), start, end))
        sentence = _Sentence(text, prose, start, end, tuple(terms[first:last]), tuple(terms[line:last]))
        for find in (_skipped, _promises, _confusions, _difficulties, _ideas, _deferred, _claims, _goals):
            cues += find(sentence)
    return sorted(cues, key=lambda cue: cue.start)


def _listed_cue(text: str, found: Listed, terms: Sequence[NameMatch]) -> Cue:
    """What a log lists as open, with the day that its words name."""
    whole = text[found.line[0] :].partition("\n")[0].rstrip()
    start, end = _trimmed(text, found.words[0], found.line[0] + len(whole))
    about = tuple(term for term in terms if start <= term.start and term.end <= end)
    when = _WHEN_LATER.search(text, start, end)
    return Cue("listed", start, end, text[start:end], whole, about, when[0] if when else "")


def _skipped(sentence: _Sentence) -> Iterator[Cue]:
    """What was skipped: the words behind the cue, up to the end of the clause, and the day it is put off to."""
    for cue in sentence.all(_SKIPPED):
        end = _clause_end(sentence, cue.end())
        if not _skips_oneself(sentence, cue, end):
            continue
        when = _WHEN_LATER.search(sentence.text, end, sentence.end)
        span = _without_for_now(sentence.text, cue.end(), end)
        if not sentence.text[slice(*span)].strip():
            span = sentence.start, sentence.end
        yield sentence.cue("skipped", span, sentence.within(*span), when[0] if when else "")


def _without_for_now(text: str, start: int, end: int) -> Span:
    said = _FOR_NOW.search(text[start:end])
    return start, start + said.start() if said else end


def _skips_oneself(sentence: _Sentence, cue: re.Match[str], end: int) -> bool:
    """Whether it is the writer who skips: said so, or understood before something that can be learned."""
    before = sentence.prose[_back_to(_PAUSE, sentence, cue.start()) : cue.start()]
    if cue["bare"]:
        learns = bool(sentence.within(cue.end(), end)) or before.rstrip().endswith(("先", "暂时"))
        return _ONESELF.search(before) is not None or (learns and _OF_TODAY.match(before) is not None)
    if cue["past"]:
        learns = bool(sentence.within(cue.end(), end))
        return learns and (not before.strip() or _ONESELF.search(before) is not None)
    return True


def _promises(sentence: _Sentence) -> Iterator[Cue]:
    """What was promised; a promise about something skipped counts as skipped."""
    if _SKIPPED.search(sentence.text, sentence.start, sentence.end):
        return
    for cue in sentence.all(_PROMISE):
        if not _promises_oneself(sentence, cue):
            continue
        span = cue.start(), _clause_end(sentence, cue.end())
        yield sentence.cue("promise", span, sentence.within(*span), cue["when"] or cue["at_last"] or cue["at_first"])


def _promises_oneself(sentence: _Sentence, cue: re.Match[str]) -> bool:
    """Whether it is the writer who promises: "接下来看" and "going to" are also said of what a text goes on with."""
    if not cue["when"]:
        return sentence.is_of_oneself
    return cue["when"] != "接下来" or re.search("我|打算|准备|要", cue["how"]) is not None


def _confusions(sentence: _Sentence) -> Iterator[Cue]:
    """Two terms that are confused: the nearest before the cue, or else those behind it.

    A name of the library that runs into the cue (和BN搞混) hides the terms in it; they are looked for again.
    """
    for cue in sentence.all(_CONFUSION):
        if cue["said"] and not sentence.is_of_oneself:
            continue
        clear = [term for term in sentence.terms if term.end <= cue.start() or term.start >= cue.end()]
        terms = sorted({*clear, *unknown_terms(sentence.text, clear, (sentence.start, sentence.end))}, key=_start)
        before = [term for term in terms if term.end <= cue.start()]
        behind = [term for term in terms if term.start >= cue.end()]
        pair = _first_two([*reversed(before), *behind])
        if len(pair) == 2:
            ends = [*cue.span(), *(place for term in pair for place in (term.start, term.end))]
            yield sentence.cue("confusion", (min(ends), max(ends)), pair)


def _difficulties(sentence: _Sentence) -> Iterator[Cue]:
    """What the writer could not follow, once: the clause that says it where that names a term, else the sentence."""
    said = next(sentence.all(_DIFFICULTY), None)
    if said is None or any(True for _ in _confusions(sentence)):
        return
    clause = _clause(sentence, *said.span())
    named = sentence.within(*clause)
    yield sentence.cue("difficulty", clause if named else (sentence.start, sentence.end), named or sentence.terms)


def _ideas(sentence: _Sentence) -> Iterator[Cue]:
    """An idea, to the end of the bracket that it stands in or of its sentence."""
    end = sentence.start
    for cue in sentence.all(_IDEA):
        if cue.start() >= end:
            closing = _bracket_end(sentence.text, cue.start())
            end = sentence.end if closing is None else closing
            yield sentence.cue("idea", (cue.start(), end), sentence.terms)


def _deferred(sentence: _Sentence) -> Iterator[Cue]:
    """What was put off on purpose: the words from the last pause to the next one."""
    for cue in sentence.all(_DEFERRED):
        span = _back_to(_PAUSE, sentence, cue.start()), _clause_end(sentence, cue.end())
        yield sentence.cue("deferred", span, sentence.within(*span))


def _claims(sentence: _Sentence) -> Iterator[Cue]:
    """A clause that says something of a concept with a hedge, or that holds what is often believed of it and wrong.

    Of the latter the concept that the claim itself names comes first: its demo is the one that puts it to the test.
    """
    claims: dict[Span, tuple[NameMatch, ...]] = {}
    for hedge in sentence.all(_HEDGE):
        if hedge["said"] and not sentence.is_of_oneself:
            continue
        span = _clause(sentence, *hedge.span())
        if not _IDEA.match(sentence.text, hedge.start()):
            claims[span] = sentence.within(*span)
    for name, claim in _DOUBTFUL:
        named = tuple(term for term in sentence.so_far if name.search(term.name))
        for said in sentence.all(claim) if named else ():
            span = _clause(sentence, *said.span())
            near = tuple(term for term in named if term.start >= span[0]) or named
            claims.setdefault(span, (*sentence.within(*said.span()), *near))
    for span, about in claims.items():
        if known := tuple(term for term in about if term.concepts):
            yield sentence.cue("claim", span, known)


def _goals(sentence: _Sentence) -> Iterator[Cue]:
    """The quota that a sentence speaks of."""
    for found in sentence.all(_GOAL):
        yield sentence.cue("goal", found.span("goal"), ())


def _first_two(terms: Sequence[NameMatch]) -> tuple[NameMatch, ...]:
    """The first two terms that mean different things, in the order of the text."""
    different: dict[tuple[str, ...], NameMatch] = {}
    for term in terms:
        different.setdefault(_meaning(term), term)
    return tuple(sorted(list(different.values())[:2], key=_start))


def _start(term: NameMatch) -> int:
    return term.start


def _meaning(term: NameMatch) -> tuple[str, ...]:
    return term.concepts or (term.name,)


def _clause(sentence: _Sentence, start: int, end: int) -> Span:
    """The clause around a place of the sentence."""
    return _back_to(_CLAUSE_END, sentence, start), _clause_end(sentence, end)


def _back_to(mark: re.Pattern[str], sentence: _Sentence, place: int) -> int:
    """The place behind the last `mark` of the sentence before `place`, or else where the sentence starts."""
    while place > sentence.start and not mark.match(sentence.text, place - 1):
        place -= 1
    return place


def _clause_end(sentence: _Sentence, start: int) -> int:
    mark = _CLAUSE_END.search(sentence.text, start, sentence.end)
    return mark.start() if mark else sentence.end


def _bracket_end(text: str, start: int) -> int | None:
    """Where the bracket closes that `start` stands in; None where it stands in none that closes on its line."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in "（(":
            depth += 1
        elif text[place] in "）)":
            if depth == 0:
                return place
            depth -= 1
        elif text[place] == "\n":
            return None
    return None


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without the blanks and closing signs at its ends."""
    part = text[start:end].rstrip(" \t\r\n。！？!?.，,；;")
    return start + len(part) - len(part.lstrip()), start + len(part)
