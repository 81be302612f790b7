"""Index lists and masks

`x[mask]` is a flat copy of the entries where the mask is True: the shape is lost, because every row may have another
number of them. `x[rows, columns]` pairs its two lists as `zip` does; to cut out a block one writes `x[rows][:,
columns]`.

Both copy when they read. On the left of an assignment they write into x itself. In `x[index] += 1` an index that
occurs twice counts once, since the new values are computed first and then written; `index_add_` counts both.
"""

import torch

from journal.authoring import question, several, task, where, whole

ZH = """花式索引与布尔掩码

`x[mask]` 把掩码为 True 的元素复制成一维：各行选中的个数可能不同，所以形状保不住。
`x[rows, columns]` 像 `zip` 那样把两个列表一一配对；要取出一整块，得写 `x[rows][:, columns]`。

读取时两者都会复制；写在赋值号左边时，则直接写进 x。在 `x[index] += 1` 里，出现两次的下标只算一次，
因为新值先统一算好再写入；`index_add_` 才会两次都算。
"""
NAMES = [
    "boolean indexing",
    "boolean mask indexing",
    "advanced indexing",
    "fancy indexing",
    "index_add_",
    "布尔索引",
    "花式索引",
    "高级索引",
    "布尔掩码",
]
HINTS = ["gather", "掩码", "索引"]
NEEDS = ["tensor-views"]
SOURCES = ["torch.Tensor.index_put_; torch.Tensor.index_add_", "NumPy documentation, Advanced indexing"]


@where(lambda r, c: r[0] != r[1] and c[0] != c[1])
def demo(a=whole(4, 7), r=several(2, whole(0, 3)), c=several(2, whole(0, 3))):
    x = torch.arange(10 * a).reshape(a, 10)  # entry (i, j) is 10·i + j
    return x[r, c].sum()


@question("What does it return?", zh="返回值是多少？")
def pairs(out):
    return out


@pairs.wrong(
    en=("The lists cut out a block.", "They are paired: (r[0], c[0]) and (r[1], c[1])."),
    zh=("两个列表取出一整块。", "是配对：(r[0], c[0]) 和 (r[1], c[1])。"),
)
def block(r, c):
    return sum(10 * i + j for i in r for j in c)


@pairs.wrong(
    en=("First the rows are taken, then entries of the first of them.", "Each index of r has its partner in c."),
    zh=("先取出行，再从第一行里取元素。", "r 的每个下标都与 c 中对应的下标配对。"),
)
def entries_of_one_row(r, c):
    return sum(10 * r[0] + j for j in c)


@pairs.wrong(
    en=("The first list is for columns.", "The first index is the row, the second the column."),
    zh=("第一个列表是列。", "第一个下标是行，第二个是列。"),
)
def columns_first(r, c):
    return pairs(demo(10, r=c, c=r))


@where(lambda index: len(set(index)) < len(index) - 1)
def counting(index=several((5, 10), whole(0, 7))):
    counts = torch.zeros(8, dtype=torch.long)
    counts[index] += 1
    return counts.sum()


@question("What does it return?", zh="返回值是多少？", of=counting)
def counted(out):
    return out


@counted.wrong(
    en=("An index that occurs twice is raised twice.", "Its new value is computed once and written twice."),
    zh=("出现两次的下标加两次。", "新值只算一次，再写入两次。"),
)
def repeats_add_up(index):
    return len(index)


@counted.wrong(
    en=("Repeated indices are left out.", "Each of them is raised once."),
    zh=("重复的下标不算。", "每个都加一次。"),
)
def repeats_left_out(index):
    return sum(index.count(each) == 1 for each in index)


@counted.wrong(
    en=("`counts[index]` is a copy, so nothing is written.", "`+=` writes the result back into `counts`."),
    zh=("`counts[index]` 是副本，什么也没写进去。", "`+=` 会把结果写回 `counts`。"),
)
def nothing_written():
    return 0


@where(lambda v, t: 0 < sum(each > t for each in v) < 6)
def masked(v=several(6, whole(1, 9)), t=whole(2, 7)):
    x = torch.tensor(v).reshape(2, 3)
    y = x[x > t]
    y *= 0
    return x.sum() + 100 * y.numel()


@question("What does it return?", zh="返回值是多少？", of=masked)
def after_mask(out):
    return out


@after_mask.wrong(
    en=("`y` shares memory with `x`.", "A mask copies: x keeps its entries."),
    zh=("`y` 与 `x` 共用内存。", "掩码取值会复制：x 的元素不变。"),
)
def mask_is_a_view(v, t):
    return sum(each for each in v if each <= t) + 100 * sum(each > t for each in v)


@after_mask.wrong(
    en=("`y` has the shape of `x`.", "It is flat and holds the marked entries only."),
    zh=("`y` 的形状与 `x` 相同。", "它是一维的，只有选中的元素。"),
)
def mask_keeps_the_shape(v):
    return sum(v) + 600


@after_mask.wrong(
    en=("`x > t` takes entries equal to t as well.", "It takes those above t."),
    zh=("`x > t` 也会选中等于 t 的。", "只选大于 t 的。"),
)
def not_strict(v, t):
    return sum(v) + 100 * sum(each >= t for each in v)


@task(
    "Write `masked_mean`: for each row of x (B, T) the mean of the entries whose mask is True.",
    zh="写出 `masked_mean`：对 x（B, T）的每一行，求掩码为 True 的元素的均值。",
    blanks=["x * mask", "mask.sum(dim=1)"],
    mend=["divides_by_all", "over_the_batch"],
    gradients=True,
)
def masked_mean(x, mask):
    return (x * mask).sum(dim=1) / mask.sum(dim=1)


masked_mean.hint(
    "x[mask] loses the rows: how else can an entry be left out of a sum?",
    zh="x[mask] 分不清行：还能怎样让元素不参与求和？",
)
masked_mean.hint("Divide by the number of marked entries of each row.", zh="除以每一行选中的个数。")


@masked_mean.inputs
def padded(B=whole(2, 4), T=whole(3, 6)):
    return torch.randn(B, T) + 1, torch.arange(T) < torch.randint(1, T, (B, 1))


@masked_mean.inputs
def one_each(B=whole(1, 3), T=whole(2, 4)):
    mask = torch.zeros(B, T, dtype=torch.bool)
    mask[:, -1] = True
    return torch.randn(B, T), mask


@masked_mean.holds("Entries whose mask is False play no part.", zh="掩码为 False 的元素不起作用。")
def padding_is_ignored(out, solution, x, mask):
    return torch.allclose(solution(x + 5 * ~mask, mask), out, atol=1e-4)


@masked_mean.wrong(
    en=("The sum is divided by T.", "By the number of entries that were added."),
    zh=("总和除以 T。", "除以实际相加的个数。"),
)
def divides_by_all(x, mask):
    return (x * mask).mean(dim=1)


@masked_mean.wrong(
    en=("One mean for all rows will do.", "Each row has its own: x[mask] has forgotten the rows."),
    zh=("所有行共用一个均值。", "每行各有自己的：x[mask] 已经分不清行了。"),
)
def over_the_batch(x, mask):
    return x[mask].mean().expand(len(x))


@masked_mean.wrong(
    en=("The mask may be left out, padding is small.", "Whatever stands in the padding shifts the mean."),
    zh=("填充很小，掩码可以不管。", "填充位置上的任何值都会带偏均值。"),
)
def mask_ignored(x, mask):
    return x.mean(dim=1)
