"""Step and speed of consensus

How far may the agents step, and how fast do they agree? The eigenvalues of the Laplacian `L` tell: each round
multiplies the part of the values along an eigenvector by

    1 − ε λ

so the largest λ sets the limit ε < 2 / λ_max; beyond it the values overshoot further each round. With small steps the
second smallest λ, the algebraic connectivity, sets the speed: its part fades last. It is small where a graph is long
drawn out or has a bottleneck, which the number of edges alone does not tell.
"""

import math

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """一致性的步长与速度

智能体每步可以走多大，多快能达成一致？答案在拉普拉斯矩阵 `L` 的特征值里：每一轮，沿某个特征向量的分量都乘以

    1 − ε λ

所以最大的 λ 决定步长上限 ε < 2 / λ_max，超过它，各个值就一轮比一轮冲得更过头。步长较小时，
收敛速度由第二小的特征值（代数连通度）决定：它对应的分量消失得最慢。图拉得很长或中间有瓶颈，它就小，单看边数看不出来。
"""
NAMES = [
    "algebraic connectivity",
    "Fiedler value",
    "convergence of consensus",
    "代数连通度",
    "一致性的收敛速度",
]
NEEDS = ["mas-consensus"]
SOURCES = [
    "Olfati-Saber, Fax & Murray, Consensus and cooperation in networked multi-agent systems, Proc. IEEE 95 (2007)",
    "Xiao & Boyd, Fast linear iterations for distributed averaging, Systems & Control Letters 53 (2004)",
]


@where(lambda n, eps: abs(1 - eps * n) not in (0, 1))
def demo(n=whole(3, 10), eps=one_of(0.05, 0.1, 0.15, 0.25, 0.3, 0.4), x=several(2, whole(1, 20), distinct=True)):
    A = torch.ones(n, n) - torch.eye(n)  # everyone hears everyone
    L = (torch.diag(A.sum(1)) - A).double()
    values = torch.zeros(n, dtype=torch.float64)
    values[:2] = torch.tensor(x)
    differences = []
    for _ in range(10):
        differences.append(values[0] - values[1])
        values = values - eps * L @ values
    return torch.stack(differences)


@question("What is `differences[1]`?", zh="`differences[1]` 是多少？")
def difference_after_a_round(out):
    return out[1].item()


@difference_after_a_round.wrong(
    en=("A round takes the share ε off the difference.", "All n agents pull: it is multiplied by 1 − εn."),
    zh=("每一轮差值减少 ε 那么大的比例。", "n 个智能体都在拉：差值乘以 1 − εn。"),
)
def one_pull(eps, x):
    return (1 - eps) * (x[0] - x[1])


@difference_after_a_round.wrong(
    en=("Agents never overshoot: the difference keeps its sign.", "Where εn exceeds 1 the factor 1 − εn is negative."),
    zh=("智能体不会冲过头：差值不变号。", "εn 大于 1 时，系数 1 − εn 为负。"),
)
def never_overshoots(n, eps, x):
    return abs(1 - eps * n) * (x[0] - x[1])


@difference_after_a_round.wrong(
    en=("Each agent has n − 1 neighbours: the factor is 1 − ε(n − 1).", "The two also hear each other: one ε more."),
    zh=("每个智能体有 n − 1 个邻居，系数是 1 − ε(n − 1)。", "两者还互相听到，再多一个 ε。"),
)
def degree_for_the_eigenvalue(n, eps, x):
    return (1 - eps * (n - 1)) * (x[0] - x[1])


def limit(sizes=several((2, 4), whole(2, 12), distinct=True)):
    parts = [torch.ones(n, n) - torch.eye(n) for n in sizes]
    A = torch.block_diag(*parts)  # everyone hears all of one group
    L = torch.diag(A.sum(1)) - A
    return 2 / torch.linalg.eigvalsh(L).max()


@question(
    "Up to which ε do all groups settle, that is, what is returned?",
    zh="ε 小于多少时各组都能稳定，也就是返回值是多少？",
    of=limit,
)
def step_limit(out):
    return out.item()


@step_limit.wrong(
    en=("All agents together set the limit.", "Groups do not hear each other: the largest group sets it."),
    zh=("上限由所有智能体的总数决定。", "各组互不相闻：上限由最大的一组决定。"),
)
def all_agents_count(sizes):
    return 2 / sum(sizes)


@step_limit.wrong(
    en=("The degree is the largest eigenvalue.", "Among n that all hear each other it is n, one more than the degree."),
    zh=("最大特征值就是度。", "n 个互相都听得到时，它是 n，比度多 1。"),
)
def degree_for_the_eigenvalue_of_a_group(sizes):
    return 2 / (max(sizes) - 1)


@step_limit.wrong(
    en=("Steps that overshoot never settle.", "They do, as long as |1 − ελ| < 1: the limit is 2/λ, not 1/λ."),
    zh=("冲过头就不会稳定。", "只要 |1 − ελ| < 1 就会稳定：上限是 2/λ，不是 1/λ。"),
)
def no_overshoot(sizes):
    return 1 / max(sizes)


GRAPHS = [
    *(["path", n] for n in (4, 5, 6, 8)),
    *(["ring", n] for n in (5, 7, 9, 11, 13, 15)),
    *(["star", n] for n in (5, 8, 12, 20)),
    *(["complete", n] for n in (4, 6, 9)),
]


def connectivity_of(kind, n):
    """The second smallest eigenvalue, in closed form."""
    return {
        "path": 2 - 2 * math.cos(math.pi / n),
        "ring": 2 - 2 * math.cos(2 * math.pi / n),
        "star": 1,
        "complete": n,
    }[kind]


def links_of(kind, n):
    return {"path": n - 1, "ring": n, "star": n - 1, "complete": n * (n - 1) // 2}[kind]


def apart(values):
    """Whether the smallest is well below the second."""
    least, second = sorted(values)[:2]
    return least < 0.9 * second


@where(lambda graphs: apart([connectivity_of(*each) for each in graphs]))
@where(lambda graphs: len({links_of(*each) for each in graphs}) == 4 and len({n for _, n in graphs}) == 4)
def race(graphs=several(4, one_of(*GRAPHS), distinct=True)):
    speeds = []
    for kind, n in graphs:
        A = torch.zeros(n, n)
        if kind in ("path", "ring"):
            A.diagonal(1).fill_(1)
        if kind == "ring":
            A[0, -1] = 1
        if kind == "star":
            A[0, 1:] = 1
        if kind == "complete":
            A = torch.ones(n, n).triu(1)
        A = A + A.T
        L = torch.diag(A.sum(1)) - A
        speeds.append(torch.linalg.eigvalsh(L)[1])
    return torch.stack(speeds)


@question(
    "With small steps, on which of `graphs` (counted from 0) does agreement take longest?",
    zh="步长很小时，在 `graphs` 的第几个图（从 0 数起）上达成一致最慢？",
    of=race,
)
def slowest(out):
    return int(out.argmin())


@slowest.wrong(
    en=("Few links are slow.", "In a star any two are two links apart, however many there are."),
    zh=("边少的就慢。", "星形图中任意两点只隔两条边，不管有多少点。"),
)
def fewest_links(graphs):
    return min(range(4), key=lambda place: links_of(*graphs[place]))


@slowest.wrong(
    en=("Many voices take longest.", "All neighbours are heard in one round: links carry news further."),
    zh=("七嘴八舌最慢。", "同一轮里可以听取所有邻居：边多，消息传得更远。"),
)
def most_links(graphs):
    return max(range(4), key=lambda place: links_of(*graphs[place]))


@slowest.wrong(
    en=("The largest group takes longest.", "What counts is how drawn out the graph is; a large star is fast."),
    zh=("人数最多的组最慢。", "要看图拉得多长；再大的星形图也快。"),
)
def most_agents(graphs):
    return max(range(4), key=lambda place: graphs[place][1])


@task(
    "Write `connectivity`: the second smallest eigenvalue of the Laplacian of A (n, n), as a number. It is 0 where the "
    "graph is in parts.",
    zh="写出 `connectivity`：A (n, n) 的拉普拉斯矩阵的第二小特征值，是一个数。图不连通时它是 0。",
    blanks=["torch.diag(A.sum(dim=1)) - A", "[1]"],
    mend=["smallest_above_zero", "of_the_adjacency"],
)
def connectivity(A):
    L = torch.diag(A.sum(dim=1)) - A
    return torch.linalg.eigvalsh(L)[1]


connectivity.hint(
    "`torch.linalg.eigvalsh` returns the eigenvalues in ascending order.",
    zh="`torch.linalg.eigvalsh` 从小到大返回特征值。",
)
connectivity.hint("Count an eigenvalue as often as it occurs.", zh="重复的特征值要重复计数。")


@connectivity.inputs
def graph(n=whole(3, 7), share=one_of(0.5, 0.8)):
    above = (torch.rand(n, n) < share).double().triu(1)
    return (above + above.T,)


@connectivity.inputs
def in_parts(n=whole(2, 4), m=whole(2, 3)):
    parts = torch.ones(n, n) - torch.eye(n), torch.ones(m, m) - torch.eye(m)
    return (torch.block_diag(*parts).double(),)


@connectivity.holds("It is not negative.", zh="它不为负。")
def not_negative(out):
    return bool(out > -1e-6)


@connectivity.wrong(
    en=("It is the smallest eigenvalue above 0.", "In a graph of two parts the second one is 0 as well."),
    zh=("它是大于 0 的最小特征值。", "图分成两部分时，第二个也是 0。"),
)
def smallest_above_zero(A):
    values = torch.linalg.eigvalsh(torch.diag(A.sum(dim=1)) - A)
    return values[values > 1e-6][0]


@connectivity.wrong(
    en=("The eigenvalues of A tell the speed.", "Those of D − A do."),
    zh=("速度由 A 的特征值决定。", "由 D − A 的特征值决定。"),
)
def of_the_adjacency(A):
    return torch.linalg.eigvalsh(A)[1]


@connectivity.wrong(
    en=("The largest eigenvalue sets the speed.", "It sets the limit of the step; the second smallest fades last."),
    zh=("速度由最大特征值决定。", "它决定步长上限；第二小的对应的分量消失得最慢。"),
)
def largest(A):
    return torch.linalg.eigvalsh(torch.diag(A.sum(dim=1)) - A)[-1]


def figure(out):
    plt.plot(out.tolist(), "o-")
    plt.xlabel("round")
    plt.ylabel("difference of two agents")
