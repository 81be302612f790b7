"""Link prediction and the leaking edge

To learn which edges a graph should have, some are held out and predicted from the rest. They must be taken out of the
adjacency matrix that the layers use, in both directions: an edge left in mixes the features of its two ends, and the
answer is in the input. Hiding the label alone is not enough. In walks of two steps with loops,

    (A + I)² [i, j] = common neighbours + 2 · A[i, j]

a leaked edge adds 2 of itself. Negatives are pairs without an edge, of which there are far more than edges; held-out
edges are no negatives. So accuracy says little: use AUC or average precision.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """链路预测与测试边泄漏

要学习图里应当有哪些边，就留出一些，用其余的来预测。留出的边必须从各层使用的邻接矩阵里去掉，而且两个方向都要去：
留在里面的边会混合两端的特征，答案就在输入里了。只藏起标签是不够的。带自环走两步，

    (A + I)² [i, j] = 共同邻居数 + 2 · A[i, j]

泄漏的边自己就贡献 2。负样本是没有边的节点对，比边多得多；留出的边不是负样本。所以准确率说明不了什么，
要用 AUC 或平均精度。
"""
NAMES = [
    "link prediction",
    "link prediction split",
    "message-passing edges",
    "链路预测",
    "链接预测",
    "边预测",
]
HINTS = ["leakage", "泄漏"]
NEEDS = ["gcn-layer"]
SOURCES = ["Kipf & Welling, Variational Graph Auto-Encoders, arXiv:1611.07308, section 3 (the split)"]


@where(lambda own: sum(own) > 0)
def demo(common=whole(1, 6), own=several(2, whole(0, 5)), leaked=one_of(True, True, False)):
    n = 2 + common + sum(own)  # nodes 0 and 1 are the ends of a test edge
    A = torch.zeros(n, n)
    A[:2, 2 : 2 + common] = 1
    A[0, 2 + common : 2 + common + own[0]] = 1
    A[1, 2 + common + own[0] :] = 1
    A = A + A.T
    if leaked:
        A[0, 1] = A[1, 0] = 1
    walks = torch.linalg.matrix_power(A + torch.eye(n), 2)
    return walks[0, 1]


@question(
    "What is the entry of the two ends, that is, what is returned?", zh="两端对应的元素是多少，也就是返回值是多少？"
)
def walks_between(out):
    return int(out)


@walks_between.wrong(
    en=("A leaked edge does not show after two steps.", "It adds two walks: stay and cross, cross and stay."),
    zh=("走两步看不出泄漏的边。", "它增加两条路：先停再走，先走再停。"),
)
def leak_does_not_show(common, leaked):
    return common if leaked else None


@walks_between.wrong(
    en=("All neighbours of both ends count.", "Only common ones make a walk from 0 to 1."),
    zh=("两端的所有邻居都算。", "只有共同邻居才连成从 0 到 1 的路。"),
)
def all_neighbours(common, own):
    return common + sum(own)


@walks_between.wrong(
    en=("Loops alone connect the two ends.", "A loop leads nowhere: without the edge only common neighbours count."),
    zh=("光靠自环就能连通两端。", "自环哪里也不通：没有这条边时只算共同邻居。"),
)
def loops_connect(common, leaked):
    return None if leaked else common + 2


@where(lambda edges, share: edges * share % 1 == 0)
def split(edges=one_of(20, 40, 60, 100, 200, 500), share=one_of(0.05, 0.1, 0.2, 0.25, 0.5), n=whole(40, 60)):
    held_out = round(edges * share)  # undirected edges
    ones = 2 * (edges - held_out)  # in the training adjacency matrix
    negatives = n * (n - 1) // 2 - edges
    return ones, negatives


@question("How many ones are left in the training adjacency matrix?", zh="训练用的邻接矩阵里还剩多少个 1？", of=split)
def ones_left(out):
    return out[0]


@ones_left.wrong(
    en=("The matrix stays; only labels are hidden.", "Held-out edges come out of it."),
    zh=("矩阵不变，只藏起标签。", "留出的边要从矩阵里去掉。"),
)
def nothing_removed(edges):
    return 2 * edges


@ones_left.wrong(
    en=("Each edge stands there once.", "Twice: in both directions."),
    zh=("每条边只出现一次。", "两次：两个方向各一次。"),
)
def counted_once(out):
    return out[0] // 2


@ones_left.wrong(
    en=("One entry of a held-out edge is removed.", "Both, else it leaks in the other direction."),
    zh=("留出的边只去掉一个元素。", "两个都要去掉，否则从另一个方向泄漏。"),
)
def one_direction_removed(edges, share):
    return 2 * edges - round(edges * share)


@where(lambda n, d: n * d % 2 == 0)
def negatives(n=whole(10, 30), d=one_of(2, 4, 6), held_out=one_of(2, 5, 8)):
    edges = n * d // 2  # every node has d neighbours
    training = edges - held_out
    pairs = n * (n - 1) // 2
    return training, held_out, pairs - training - held_out


@question("How many pairs may serve as negatives?", zh="有多少个节点对可以作负样本？", of=negatives)
def negative_pairs(out):
    return out[2]


@negative_pairs.wrong(
    en=("A pair counts in both directions.", "An undirected pair is one pair."),
    zh=("一对节点两个方向各算一次。", "无向的一对只算一次。"),
)
def ordered_pairs(n, d):
    return n * (n - 1) - n * d


@negative_pairs.wrong(
    en=("Held-out edges are negatives in training.", "They are edges: the model would learn the opposite."),
    zh=("留出的边在训练时是负样本。", "它们是边：那样模型会学反。"),
)
def held_out_ones_too(out):
    return out[2] + out[1]


@negative_pairs.wrong(
    en=("A node with itself is a negative pair.", "Pairs are of two different nodes."),
    zh=("节点与自己也是一个负样本对。", "一对是两个不同的节点。"),
)
def itself_too(out, n):
    return out[2] + n


@task(
    "Write `training_adjacency`: a copy of the symmetric A (n, n) without the held-out edges; `held_out` (m, 2) "
    "lists each edge once.",
    zh="写出 `training_adjacency`：去掉留出的边之后的对称矩阵 A (n, n) 的副本；`held_out` (m, 2) 里每条边只列一次。",
    blanks=["A.clone()", "A[j, i] = 0"],
    mend=["one_direction", "node_removed"],
)
def training_adjacency(A, held_out):
    A = A.clone()
    i, j = held_out.T
    A[i, j] = 0
    A[j, i] = 0
    return A


training_adjacency.hint("Where in the matrix does an undirected edge stand?", zh="一条无向边在矩阵里出现在哪里？")


@training_adjacency.inputs
def graphs(n=whole(4, 7), m=whole(1, 2)):
    A = 1 - torch.eye(n)
    return A, torch.tensor([[0, 1], [2, 3]])[:m]


@training_adjacency.inputs
def paths(n=whole(3, 6)):
    A = torch.ones(n - 1).diag(1)
    return A + A.T, torch.tensor([[0, 1]])


@training_adjacency.holds("It stays symmetric.", zh="它仍然对称。")
def still_symmetric(out):
    return torch.equal(out, out.T)


@training_adjacency.holds("The matrix given is left as it is.", zh="传入的矩阵保持不变。")
def copy_returned(solution, A, held_out):
    before = A.clone()
    solution(A, held_out)
    return torch.equal(A, before)


@training_adjacency.wrong(
    en=("One entry of each edge is removed.", "Both, else the edge leaks from the other side."),
    zh=("每条边去掉一个元素。", "两个都要去掉，否则从另一边泄漏。"),
)
def one_direction(A, held_out):
    A = A.clone()
    i, j = held_out.T
    A[i, j] = 0
    return A


@training_adjacency.wrong(
    en=("The nodes of the edge are cut off.", "Only the edge between them goes."),
    zh=("把边的两个节点都断开。", "只去掉两者之间的边。"),
)
def node_removed(A, held_out):
    A = A.clone()
    A[held_out.flatten()] = 0
    A[:, held_out.flatten()] = 0
    return A


@training_adjacency.wrong(
    en=("Only the held-out edges stay.", "They go; all others stay."),
    zh=("只留下留出的边。", "它们去掉，其余的留下。"),
)
def others_removed(A, held_out):
    kept = torch.zeros_like(A)
    i, j = held_out.T
    kept[i, j] = 1
    kept[j, i] = 1
    return kept


def figure(out, common, own, leaked):
    plt.scatter([0, 2], [0, 0], s=120, color="C1", zorder=3)
    for k in range(common):
        y = k - (common - 1) / 2
        plt.plot([0, 1, 2], [0, y, 0], color="C0", marker="o")
    for end, many in ((0, own[0]), (2, own[1])):
        for k in range(many):
            plt.plot([end, end + (0.5 if end else -0.5)], [0, k - (many - 1) / 2], color="lightgray", marker="o")
    if leaked:
        plt.plot([0, 2], [0, 0], color="C3", linestyle="--", label="leaked test edge")
        plt.legend()
    plt.xticks([])
    plt.yticks([])
