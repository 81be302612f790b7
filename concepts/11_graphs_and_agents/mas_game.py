"""Learners with goals of their own

Where every agent improves its own score, each answers what the others do now: a best response. In a Nash equilibrium
nobody gains by changing alone. It need not be best for the group (prisoner's dilemma) and need not be unique. If one
wants to match and the other to differ, best responses circle for ever; the only equilibrium then is mixed: each plays
at random, so that the other is indifferent, with probability ½ if all wins count alike. Which of these happens is
decided by the scores, not by the character of the agents.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """多智能体博弈

每个智能体都只改善自己的得分时，各自针对别人当前的做法作出最佳反应。在纳什均衡中，谁也不能靠单方面改变而获益。
均衡对群体未必最好（囚徒困境），也未必只有一个。如果一方想与对方相同，另一方想与对方不同，最佳反应就会一直循环下去；
这时唯一的均衡是混合的：各自随机出招，使对方选哪个都一样，若各种赢法得分相同，概率就是 ½。会出现哪种情况，取决于得分，
而不是智能体的“性格”。
"""
NAMES = [
    "Nash equilibrium",
    "best response",
    "prisoner's dilemma",
    "stag hunt",
    "纳什均衡",
    "最佳反应",
    "囚徒困境",
    "多智能体博弈",
]
SHARED = ["game theory", "multi-agent learning", "博弈论"]
NEEDS = ["mas-consensus"]
SOURCES = [
    "Nash, Equilibrium points in n-person games, PNAS 36 (1950)",
    "Shoham & Leyton-Brown, Multiagent systems (2009), chapters 3 and 7",
]


@where(lambda first: first[0][0] != first[1][0] and first[0][1] != first[1][1])
@where(lambda second: second[0][0] != second[0][1] and second[1][0] != second[1][1])
def demo(
    first=several(2, several(2, whole(0, 9))),
    second=several(2, several(2, whole(0, 9))),
    start=one_of([0, 0], [0, 1], [1, 0], [1, 1]),
):
    a, b = start
    a = max((0, 1), key=lambda own: first[own][b])
    b = max((0, 1), key=lambda own: second[a][own])
    return "CD"[a] + "CD"[b]


@question(
    "`first[a][b]` and `second[a][b]` are the two scores. Which pair of actions is returned?",
    zh="`first[a][b]` 和 `second[a][b]` 是两者的得分。返回的行动组合是什么？",
    choices=["CC", "CD", "DC", "DD"],
)
def actions(out):
    return out


@actions.wrong(
    en=("They choose what is best for both together.", "Each looks at its own score, given what the other does."),
    zh=("两者选总分最高的组合。", "各自只看对方做法已定时自己的得分。"),
)
def they_maximise_the_total(first, second):
    pairs = [(a, b) for a in (0, 1) for b in (0, 1)]
    a, b = max(pairs, key=lambda pair: first[pair[0]][pair[1]] + second[pair[0]][pair[1]])
    return "CD"[a] + "CD"[b]


@actions.wrong(
    en=("Both answer at the same time.", "The second answers what the first has just chosen."),
    zh=("两者同时作出反应。", "后者针对的是前者刚刚作出的选择。"),
)
def both_at_once(first, second, start):
    a = max((0, 1), key=lambda own: first[own][start[1]])
    b = max((0, 1), key=lambda own: second[start[0]][own])
    return "CD"[a] + "CD"[b]


@actions.wrong(
    en=(
        "Each goes for the largest score in its table.",
        "What the other does is given; only one's own action is free.",
    ),
    zh=("各自争取自己表中最高的得分。", "对方的做法是给定的，能选的只有自己的行动。"),
)
def each_hopes_for_the_best(first, second):
    a = int(max(first[1]) > max(first[0]))
    b = int(max(second[0][1], second[1][1]) > max(second[0][0], second[1][0]))
    return "CD"[a] + "CD"[b]


@where(lambda R, S, T, P: S < P < R and P < T and T != R and 2 * R > T + S)
def dilemma(R=whole(3, 9), S=whole(0, 3), T=whole(3, 12), P=whole(1, 6)):
    score = {"CC": R, "CD": S, "DC": T, "DD": P}  # own action first

    def best(other):
        return max("CD", key=lambda own: score[own + other])

    one, two = "C", "C"
    for _ in range(5):
        one, two = best(two), best(one)
    return score[one + two] + score[two + one]


@question("What is the sum of both scores in the end?", zh="最终两者得分之和是多少？", of=dilemma)
def total(out):
    return out


@total.wrong(
    en=("They end with the best sum.", "Each improves its own score; nobody improves the sum."),
    zh=("最后的总分最高。", "各自改善的是自己的得分，没有谁去改善总和。"),
)
def best_total(R):
    return 2 * R


@total.wrong(
    en=(
        "Acting for oneself ends badly for both.",
        "With T below R nobody gains by leaving CC: the good outcome stays.",
    ),
    zh=("各顾各的，结果对双方都不好。", "T 小于 R 时，谁离开 CC 都没有好处：好的结果保持下去。"),
)
def worst_total(P):
    return 2 * P


@total.wrong(
    en=("One of the two wins: the sum is T + S.", "Both reason alike, so they end with the same action."),
    zh=("一胜一负：总和是 T + S。", "两者的想法相同，最后的行动也相同。"),
)
def one_exploits_the_other(S, T):
    return S + T


def pennies(start=one_of("HH", "HT", "TT", "TH"), k=whole(1, 12)):
    matcher, other = start
    for _ in range(k):
        matcher, other = other, "T" if matcher == "H" else "H"
    return matcher + other


@question(
    "The first wants to match, the second to differ. Which pair do they show after `k` rounds?",
    zh="前者想与对方相同，后者想与对方不同。`k` 轮之后，两者的组合是什么？",
    of=pennies,
    choices=["HH", "HT", "TT", "TH"],
)
def pair(out):
    return out


@pair.wrong(
    en=("They settle where they started.", "Whoever just lost changes: in every round one turns its coin."),
    zh=("它们停在起点不动。", "刚输的一方总要改变：每一轮都有一方翻转硬币。"),
)
def it_settles(start):
    return start


@pair.wrong(
    en=("Both turn their coins in each round.", "Only one does: it takes four rounds to come back."),
    zh=("每一轮双方都翻转硬币。", "只有一方翻转：四轮才回到起点。"),
)
def both_flip_each_time(start, k):
    return start if k % 2 == 0 else start.translate(str.maketrans("HT", "TH"))


@pair.wrong(
    en=("The circle goes HH, TH, TT, HT.", "From HH the second changes first: HH, HT, TT, TH."),
    zh=("循环的次序是 HH、TH、TT、HT。", "从 HH 出发，先变的是后者：HH、HT、TT、TH。"),
)
def the_other_way_round(start, k):
    circle = ["HH", "HT", "TT", "TH"]
    return circle[(circle.index(start) - k) % 4]


def rivals(first=several(2, several(2, whole(0, 9))), second=several(2, several(2, whole(0, 9)))):
    a, b = 0, 0
    seen = []
    for _ in range(20):
        seen.append((a, b))
        better_a = int(first[1][b] > first[0][b])
        better_b = int(second[a][1] > second[a][0])
        a, b = better_a, better_b
    return seen


@question(
    "`first[a][b]` and `second[a][b]` are the two scores. Do the actions (a, b) stop changing?",
    zh="`first[a][b]` 和 `second[a][b]` 是两者的得分。行动 (a, b) 最终会不再变化吗？",
    of=rivals,
)
def settles(out):
    return out[-1] == out[-2]


@settles.wrong(
    en=("Whoever improves comes to rest.", "When both move at once they can circle for ever."),
    zh=("不断改善，总会停下来。", "双方同时变动时，可能永远循环。"),
)
def improvement_always_stops():
    return True


@settles.wrong(
    en=("Rivals never come to rest.", "They stop where each action is the best answer to the other."),
    zh=("对手之间永远停不下来。", "只要双方的行动互为最佳反应就不再变化。"),
)
def rivals_never_settle():
    return False


@settles.wrong(
    en=("Where an equilibrium exists it is reached.", "Both move at once, by this rule, and may circle around it."),
    zh=("只要有均衡，就会到达。", "双方按这条规则同时变动，可能绕着它循环。"),
)
def an_equilibrium_is_always_reached(first, second):
    return any(first[a][b] >= first[1 - a][b] and second[a][b] >= second[a][1 - b] for a in (0, 1) for b in (0, 1))


@where(lambda u, v: u != v)
def mixed(u=whole(1, 9), v=whole(1, 9)):
    # the first wins u where both show H, v where both show T, else 0;
    # the second shows H with the probability q that leaves it no choice
    equations = torch.tensor([[u, -v], [1.0, 1.0]])
    q, _ = torch.linalg.solve(equations, torch.tensor([0.0, 1.0]))
    return q


@question("What is q?", zh="q 是多少？", of=mixed)
def indifferent(out):
    return out.item()


@indifferent.wrong(
    en=("The mixed equilibrium is a fair coin.", "Only where u = v: else H and T would not pay alike."),
    zh=("混合均衡就是公平的硬币。", "只有 u = v 时才是，否则 H 和 T 的收益不同。"),
)
def fair_coin():
    return 0.5


@indifferent.wrong(
    en=("What pays more is shown more often.", "Less often, so that q u = (1 − q) v."),
    zh=("得分高的要多出。", "反而要少出，这样才有 q u = (1 − q) v。"),
)
def more_often_what_pays(u, v):
    return u / (u + v)


@indifferent.wrong(
    en=("The better one is never shown.", "Then the first would know what comes, and win each time."),
    zh=("得分高的从不出。", "那样前者就知道会出什么，每次都赢。"),
)
def never_the_better(u, v):
    return float(u < v)


@task(
    "Write `equilibria`: the list of all pairs (a, b) of actions, in ascending order, at which neither score can be "
    "improved by changing one's own action alone; `first[a][b]` and `second[a][b]` are the scores.",
    zh="写出 `equilibria`：按从小到大列出所有这样的行动组合 (a, b)：任何一方单独改变自己的行动都不能提高得分；"
    "`first[a][b]` 和 `second[a][b]` 是两者的得分。",
    blanks=["first[other][b] for other in range(m)", "second[a][other] for other in range(n)"],
    mend=["best_of_all", "axes_mixed_up"],
)
def equilibria(first, second):
    m, n = len(first), len(first[0])
    found = []
    for a in range(m):
        for b in range(n):
            best_a = max(first[other][b] for other in range(m))
            best_b = max(second[a][other] for other in range(n))
            if first[a][b] == best_a and second[a][b] == best_b:
                found.append((a, b))
    return found


equilibria.hint("The first changes the row, the second the column.", zh="前者改变行，后者改变列。")
equilibria.hint("A tie is no improvement.", zh="得分相同不算提高。")


@equilibria.inputs
def tables(m=whole(2, 3), n=whole(2, 3), first=several(9, whole(0, 4)), second=several(9, whole(0, 4))):
    return tuple([scores[a * n : a * n + n] for a in range(m)] for scores in (first, second))


@equilibria.inputs
def with_ties(n=whole(1, 3), first=several(6, whole(0, 1)), second=several(6, whole(0, 1))):
    return tuple([scores[a * n : a * n + n] for a in (0, 1)] for scores in (first, second))


@equilibria.holds("A pair with both largest scores is among them.", zh="双方得分都最高的组合总在其中。")
def best_for_both(out, first, second):
    pairs = [(a, b) for a in range(len(first)) for b in range(len(first[0]))]
    most = [max(scores[a][b] for a, b in pairs) for scores in (first, second)]
    return all((a, b) in out for a, b in pairs if [first[a][b], second[a][b]] == most)


@equilibria.wrong(
    en=("The pair with the best total is the equilibrium.", "Nobody looks at the total."),
    zh=("总分最高的组合就是均衡。", "没有谁看总分。"),
)
def best_of_all(first, second):
    pairs = [(a, b) for a in range(len(first)) for b in range(len(first[0]))]
    totals = {(a, b): first[a][b] + second[a][b] for a, b in pairs}
    return [pair for pair in pairs if totals[pair] == max(totals.values())]


@equilibria.wrong(
    en=("Each compares along the other's action.", "Along its own: the first down a column, the second along a row."),
    zh=("各自沿对方的行动比较。", "沿自己的行动比较：前者看一列，后者看一行。"),
)
def axes_mixed_up(first, second):
    return [
        (a, b)
        for a, row in enumerate(first)
        for b, score in enumerate(row)
        if score == max(row) and second[a][b] == max(line[b] for line in second)
    ]


@equilibria.wrong(
    en=("It is enough that the first cannot improve.", "Neither may."),
    zh=("只要前者不能提高就行。", "双方都不能提高才行。"),
)
def first_alone(first, second):
    return [
        (a, b) for a, row in enumerate(first) for b, score in enumerate(row) if score == max(line[b] for line in first)
    ]
