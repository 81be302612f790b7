"""Learners with goals of their own

Where every agent improves its own score, each answers what the others do now: a best response. In a Nash equilibrium
nobody gains by changing alone. It need not be best for the group (prisoner's dilemma), need not be unique, and need not
be reached: if one wants to match and the other to differ, they circle for ever. Which of these happens is decided by
the scores, not by the character of the agents.
"""

from journal.authoring import one_of, question, several, where, whole

ZH = """多智能体博弈

每个智能体都只改善自己的得分时，各自针对别人当前的做法作出最佳反应。在纳什均衡中，谁也不能靠单方面改变而获益。
均衡对群体未必最好（囚徒困境），未必只有一个，也未必能达到：如果一方想与对方相同，另一方想与对方不同，
双方就会一直循环下去。会出现哪种情况，取决于得分，而不是智能体的“性格”。
"""
ALIASES = [
    "game theory",
    "Nash equilibrium",
    "best response",
    "prisoner's dilemma",
    "stag hunt",
    "multi-agent learning",
    "博弈论",
    "纳什均衡",
    "最佳反应",
    "囚徒困境",
    "多智能体博弈",
]
NEEDS = ["mas-consensus"]
SOURCES = [
    "Nash, Equilibrium points in n-person games, PNAS 36 (1950)",
    "Shoham & Leyton-Brown, Multiagent systems (2009), chapters 3 and 7",
]


@where(lambda R, S, T, P: S < P < R and P < T and T != R and 2 * R > T + S)
def demo(R=whole(3, 9), S=whole(0, 3), T=whole(3, 12), P=whole(1, 6), care=0, start="C"):
    score = {"CC": R, "CD": S, "DC": T, "DD": P}  # own action first

    def best(other):
        def gain(own):
            return score[own + other] + care * score[other + own]

        return max("CD", key=gain)

    one, two = start, start
    for _ in range(5):
        one, two = best(two), best(one)
    return one + two, score[one + two] + score[two + one]


@question("Which pair of actions do the two end with?", "两者最终的行动组合是什么？", choices=["CC", "CD", "DC", "DD"])
def actions(out):
    return out[0]


@actions.wrong(
    "Each looks at its own score only; what the other loses does not count (`care = 0`).",
    "各自只看自己的得分；对方损失多少不算在内（`care = 0`）。",
)
def they_maximise_the_total(R, S, T, P):
    return actions(demo(R, S, T, P, care=1))


@actions.wrong(
    "With T below R nobody gains by leaving CC: acting for oneself need not end badly.",
    "T 小于 R 时，谁离开 CC 都得不到好处：各顾各的不一定没有好结果。",
)
def selfishness_ends_badly(R, S, T, P):
    return actions(demo(R, S, T, P, start="D"))


@question("What is the sum of both scores in the end?", "最终两者得分之和是多少？")
def total(out):
    return out[1]


@total.wrong("Each improves its own score; nobody improves the sum.", "各自改善的是自己的得分，没有谁去改善总和。")
def best_total(R, S, T, P):
    return total(demo(R, S, T, P, care=1))


@total.wrong(
    "From CC on, with T below R, nobody leaves: the good outcome stays.",
    "从 CC 出发且 T 小于 R 时，谁也不会离开：好的结果保持下去。",
)
def worst_total(R, S, T, P):
    return total(demo(R, S, T, P, start="D"))


@total.wrong("The sum counts the scores of both agents.", "要把两个智能体的得分都算上。")
def score_of_one(out):
    return out[1] // 2


def pennies(start=one_of("HH", "HT", "TT", "TH"), k=whole(1, 12)):
    matcher, other = start
    for _ in range(k):
        matcher, other = other, "T" if matcher == "H" else "H"
    return matcher + other


@question(
    "The first wants to match, the second to differ. Which pair do they show after `k` rounds?",
    "前者想与对方相同，后者想与对方不同。`k` 轮之后，两者的组合是什么？",
    of=pennies,
    choices=["HH", "HT", "TT", "TH"],
)
def pair(out):
    return out


@pair.wrong(
    "Whoever just lost changes, so in every round one of the two turns its coin.",
    "刚输的一方总要改变，所以每一轮都有一方翻转硬币。",
)
def it_settles(start):
    return pennies(start, k=0)


@pair.wrong(
    "Only one of the two turns its coin in a round: it takes four rounds to come back.",
    "每一轮只有一方翻转硬币：四轮才回到起点。",
)
def both_flip_each_time(start, k):
    return pennies(start, k=0 if k % 2 == 0 else 2)


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
    "`first[a][b]` 和 `second[a][b]` 是两者的得分。行动 (a, b) 最终会不再变化吗？",
    of=rivals,
)
def settles(out):
    return out[-1] == out[-2]


@settles.wrong(
    "Each improves its score against what the other did last; when both move, they can circle for ever.",
    "各自针对对方上一步改善得分；双方同时变动时，可能永远循环。",
)
def improvement_always_stops():
    return True


@settles.wrong(
    "They stop as soon as each action is the best answer to the other, and here they get there.",
    "只要双方的行动互为最佳反应就不再变化，这里正好走到了这一步。",
)
def rivals_never_settle():
    return False


@settles.wrong(
    "A pair of best answers exists, but both move at once, by the rule in the code, and never come to rest on it.",
    "互为最佳反应的组合是存在的，但双方按代码中的规则同时变动，始终没有停在它上面。",
)
def an_equilibrium_is_always_reached(first, second):
    return any(first[a][b] >= first[1 - a][b] and second[a][b] >= second[a][1 - b] for a in (0, 1) for b in (0, 1))
