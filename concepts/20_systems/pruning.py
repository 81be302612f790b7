"""Pruning

Magnitude pruning sets the weights of smallest size |w| to 0 by a mask, then training goes on. A dense tensor with
zeros takes as much memory and time as before; only removing whole channels or rows (structured pruning), or a sparse
format with very many zeros, makes it smaller. A second round with the share p takes p of what is left, so after r
rounds

    (1 − p)ʳ

of the weights remain. `torch.nn.utils.prune` keeps the original as `weight_orig` beside `weight_mask` until
`prune.remove` makes the zeros final.
"""

import torch
from torch import nn
from torch.nn.utils import prune

from journal.authoring import one_of, question, several, task, where, whole

ZH = """剪枝

按大小剪枝：用掩码把 |w| 最小的权重置为 0，再继续训练。带零的稠密张量占用的内存和时间与原来一样；
只有去掉整个通道或整行（结构化剪枝），或在零非常多时改用稀疏格式，才会变小。第二轮按比例 p 剪的是剩下的部分，
所以 r 轮之后剩下

    (1 − p)ʳ

的权重。`torch.nn.utils.prune` 保留原权重 `weight_orig` 和掩码 `weight_mask`，直到 `prune.remove` 使零固定下来。
"""
NAMES = [
    "magnitude pruning",
    "weight pruning",
    "network pruning",
    "structured pruning",
    "unstructured pruning",
    "模型剪枝",
    "权重剪枝",
    "网络剪枝",
    "结构化剪枝",
]
SHARED = ["pruning", "剪枝"]
HINTS = ["sparsity", "稀疏", "模型压缩"]
NEEDS = ["module-parameters"]
SOURCES = [
    "Han et al., Learning both Weights and Connections for Efficient Neural Networks, arXiv:1506.02626",
    "torch.nn.utils.prune",
]


def demo(n=one_of(100, 200, 400, 500), p=one_of(0.1, 0.2, 0.3, 0.5), rounds=whole(2, 3), outputs=whole(1, 2)):
    layer = nn.Linear(n, outputs, bias=False)
    for _ in range(rounds):
        prune.l1_unstructured(layer, "weight", amount=p)
    return (layer.weight == 0).sum()


@question("How many weights are 0?", zh="有多少个权重是 0？")
def zeros(out):
    return out


@zeros.wrong(
    en=("The shares of the rounds add.", "Each round takes its share of what is left."),
    zh=("各轮的比例相加。", "每轮剪的是剩余部分的比例。"),
)
def shares_add(n, p, rounds, outputs):
    return round(n * outputs * min(1, p * rounds))


@zeros.wrong(
    en=("The second round picks the same weights again.", "It picks among those that are not pruned yet."),
    zh=("第二轮又选中同样的权重。", "它在尚未剪掉的当中选。"),
)
def same_ones_again(n, p, outputs):
    return zeros(demo(n, p, 1, outputs))


@zeros.wrong(
    en=("That is how many remain.", "(1 − p) to the power of `rounds` remain; the others are 0."),
    zh=("那是剩下的个数。", "剩下的是 (1 − p) 的 `rounds` 次方，其余为 0。"),
)
def those_that_remain(out, n, outputs):
    return n * outputs - out


def size(a=whole(2, 20), b=whole(2, 20), keep=whole(1, 9)):
    layer = nn.Linear(10 * a, b, bias=False)
    prune.l1_unstructured(layer, "weight", amount=1 - keep / 10)
    prune.remove(layer, "weight")
    return layer.weight.numel() * layer.weight.element_size()


@question(
    "How many bytes does the weight take (4 for each number)?", zh="这个权重占多少字节（每个数 4 字节）？", of=size
)
def bytes_taken(out):
    return out


@bytes_taken.wrong(
    en=("Zeros take no room.", "A dense tensor stores each zero in 4 bytes."),
    zh=("零不占空间。", "稠密张量用 4 字节存每个零。"),
)
def remaining_alone(a, b, keep):
    return 4 * a * b * keep


@bytes_taken.wrong(
    en=("The mask takes room as well.", "`prune.remove` drops it."),
    zh=("掩码也占空间。", "`prune.remove` 已经把它去掉。"),
)
def mask_as_well(a, b):
    return 2 * 40 * a * b


@bytes_taken.wrong(
    en=("Only the places of the zeros are stored.", "All numbers are stored, zeros too."),
    zh=("只存零所在的位置。", "所有的数都存，包括零。"),
)
def pruned_alone(a, b, keep):
    return 4 * a * b * (10 - keep)


@where(lambda w: len({abs(each) for each in w}) == 6 and 0 not in w)
def survivors(w=several(6, whole(-12, 12)), cut=whole(2, 4)):
    layer = nn.Linear(6, 1, bias=False)
    layer.weight.data[0] = torch.tensor(w)
    prune.l1_unstructured(layer, "weight", amount=cut)
    return layer.weight.sum()


@question("What does it return?", zh="返回值是多少？", of=survivors)
def rest(out):
    return int(out)


@rest.wrong(
    en=("The smallest weights are the most negative ones.", "Small means near 0: the size |w| decides."),
    zh=("最小的权重是最负的那些。", "小是指接近 0：看的是 |w|。"),
)
def most_negative_go(w, cut):
    return sum(sorted(w)[cut:])


@rest.wrong(
    en=("The largest weights are pruned.", "Those matter most; the smallest go."),
    zh=("剪掉最大的权重。", "它们最重要；剪掉的是最小的。"),
)
def largest_go(w, cut):
    return sum(sorted(w, key=abs)[: 6 - cut])


@rest.wrong(
    en=("`cut` weights remain.", "`amount` says how many are pruned; 6 − cut remain."),
    zh=("剩下 `cut` 个权重。", "`amount` 是剪掉的个数，剩下 6 − cut 个。"),
)
def as_many_as_cut_remain(w, cut):
    return sum(sorted(w, key=abs)[6 - cut :])


@task(
    "Write `prune_rows`: the `keep` rows of W with the largest L2 norm, in their old order (structured pruning).",
    zh="写出 `prune_rows`：去掉 W 中 L2 范数最小的行，留下 `keep` 行，次序不变（结构化剪枝）。",
    blanks=["W.norm(dim=1)", ".sort().values"],
    mend=["set_to_zero", "by_falling_norm"],
)
def prune_rows(W, keep):
    largest = W.norm(dim=1).topk(keep).indices
    return W[largest.sort().values]


prune_rows.hint("One number for each row says how large it is.", zh="每行用一个数表示它有多大。")
prune_rows.hint("`topk` sorts by size; put the rows back in order.", zh="`topk` 按大小排序；要把行恢复原来的次序。")


@prune_rows.inputs
def layer(rows=whole(3, 7), columns=whole(2, 4), keep=whole(2, 3)):
    return torch.randn(rows, columns), keep


@prune_rows.inputs
def signed_rows(rows=whole(4, 7), keep=whole(2, 3)):
    size = torch.randperm(rows)[:, None] + 1.0
    return size * torch.tensor([[1.0, -1.0, 0.5]]) * (2 * torch.randint(2, (rows, 1)) - 1), keep


@prune_rows.holds("It has `keep` rows, each of them a row of W.", zh="它有 `keep` 行，每行都是 W 的一行。")
def rows_of_w(out, W, keep):
    return out.shape == (keep, W.shape[1]) and all((row == W).all(dim=1).any() for row in out)


@prune_rows.wrong(
    en=("Pruned rows are set to 0.", "Then the layer stays as large: structured pruning takes them out."),
    zh=("剪掉的行置为 0。", "那样层的大小不变；结构化剪枝是把它们去掉。"),
)
def set_to_zero(W, keep):
    largest = W.norm(dim=1).topk(keep).indices
    mask = torch.zeros(len(W), 1)
    mask[largest] = 1
    return W * mask


@prune_rows.wrong(
    en=("The order of the rows does not matter.", "The layer behind expects its inputs in the old order."),
    zh=("行的次序无关紧要。", "后面的层按原来的次序接收输入。"),
)
def by_falling_norm(W, keep):
    return W[W.norm(dim=1).topk(keep).indices]


@prune_rows.wrong(
    en=("The sum of a row says how large it is.", "Entries of both signs cancel: take the norm."),
    zh=("用每行的和表示大小。", "正负会抵消：要用范数。"),
)
def by_the_sum(W, keep):
    return W[W.sum(dim=1).topk(keep).indices.sort().values]


@prune_rows.wrong(
    en=("The rows of largest norm go.", "The smallest do: they change the output least."),
    zh=("去掉范数最大的行。", "去掉最小的：它们对输出影响最小。"),
)
def smallest_kept(W, keep):
    return W[W.norm(dim=1).topk(keep, largest=False).indices.sort().values]
