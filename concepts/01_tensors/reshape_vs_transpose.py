"""Reshape or transpose

`reshape` keeps the reading order (the last axis runs fastest) and cuts it into other pieces: entry number i · columns
+ j stays where it is in the list. `transpose` and `permute` swap the meaning of the axes:

    y[i, j] = x[j, i]

`x.reshape(b, a)` and `x.T` have the same shape and, in general, other contents; no error warns. To split an axis that
holds h heads of width d side by side, first reshape it to (h, d), then move the axes.
"""

import torch

from journal.authoring import question, task, where, whole

ZH = """变形还是转置

`reshape` 保持阅读次序（最后一个轴变化最快），只是重新分段：第 i · 列数 + j 个元素在这一串数里的位置不变。
`transpose` 和 `permute` 则交换各轴的含义：

    y[i, j] = x[j, i]

`x.reshape(b, a)` 和 `x.T` 形状相同，内容一般不同，而且不会报错。若一个轴上并排放着 h 个宽为 d 的头，
应先把它变形为 (h, d)，再移动轴。
"""
NAMES = [
    "transpose",
    "permute",
    "reshape vs transpose",
    "转置张量",
    "张量转置",
    "permute 换轴",
]
HINTS = ["flatten", "view(-1)", "转置", "展平"]
NEEDS = ["tensor-views"]
SOURCES = ["torch.reshape; torch.permute; torch.transpose"]


@where(lambda a, b, i, j: a != b and i < b and j < a and i * a + j != j * b + i)
def demo(a=whole(2, 7), b=whole(2, 7), i=whole(0, 5), j=whole(0, 5)):
    x = torch.arange(a * b).reshape(a, b)
    y = x.reshape(b, a)
    z = x.T
    return y[i, j], z[i, j]


@question("What is y[i, j]?", zh="y[i, j] 是多少？")
def reshaped(out):
    return out[0]


@reshaped.wrong(
    en=("`reshape(b, a)` turns the matrix.", "It keeps the reading order: y[i, j] is number i · a + j."),
    zh=("`reshape(b, a)` 就是转置。", "它保持阅读次序：y[i, j] 是第 i · a + j 个。"),
)
def reshape_turns(out):
    return out[1]


@reshaped.wrong(
    en=("The rows of y still have b entries.", "After `reshape(b, a)` a row has a entries."),
    zh=("y 的一行仍有 b 个元素。", "`reshape(b, a)` 之后一行有 a 个。"),
)
def old_row_length(b, i, j):
    return i * b + j


@question("What is z[i, j]?", zh="z[i, j] 是多少？")
def turned(out):
    return out[1]


@turned.wrong(
    en=("`x.T` only changes the shape.", "It swaps the axes: z[i, j] is x[j, i]."),
    zh=("`x.T` 只改变形状。", "它交换两个轴：z[i, j] 就是 x[j, i]。"),
)
def same_as_reshape(out):
    return out[0]


@turned.wrong(
    en=("z[i, j] is x[i, j].", "The indices swap places: it is x[j, i]."),
    zh=("z[i, j] 就是 x[i, j]。", "下标互换：是 x[j, i]。"),
)
def not_swapped(b, i, j):
    return i * b + j


@where(lambda n, h, d, i, j, k: i < h and j < n and k < d and n != h)
def heads(n=whole(2, 5), h=whole(2, 4), d=whole(2, 4), i=whole(1, 3), j=whole(1, 4), k=whole(0, 3)):
    x = torch.arange(n * h * d).reshape(n, h * d)  # n rows of h heads
    y = x.reshape(n, h, d).transpose(0, 1)
    return y[i, j, k]


@question("What does it return?", zh="返回值是多少？", of=heads)
def head_entry(out):
    return out


@head_entry.wrong(
    en=("`x.reshape(h, n, d)` would be the same.", "That cuts the rows apart: entries of other rows get into a head."),
    zh=("直接 `x.reshape(h, n, d)` 也一样。", "那样会把行切断，别的行的元素混进这个头。"),
)
def straight_to_heads(n, d, i, j, k):
    return (i * n + j) * d + k


@head_entry.wrong(
    en=("Head i takes every h-th column.", "It takes d columns side by side: i · d to i · d + d − 1."),
    zh=("第 i 个头每隔 h 列取一列。", "它取相邻的 d 列：从 i · d 到 i · d + d − 1。"),
)
def heads_interleaved(h, d, i, j, k):
    return j * h * d + k * h + i


@head_entry.wrong(
    en=("y[i, j, k] is row i, head j.", "After the transpose the head comes first."),
    zh=("y[i, j, k] 是第 i 行、第 j 个头。", "转置之后，头在最前面。"),
)
def transpose_forgotten(h, d, i, j, k):
    return (i * h + j) * d + k


@where(lambda c, h, w, p: 0 < p < h * w - 1)
def to_last(c=whole(2, 4), h=whole(2, 4), w=whole(2, 4), p=whole(1, 14)):
    image = torch.arange(c * h * w).reshape(c, h, w)
    pixels = image.permute(1, 2, 0).reshape(h * w, c)
    return tuple(pixels[p].tolist())


@question("Which numbers does it return?", zh="返回哪几个数？", of=to_last)
def pixel(out):
    return out


@pixel.wrong(
    en=("`permute` only renames the axes.", "It changes the reading order: the channels of one pixel come together."),
    zh=("`permute` 只是给轴改名。", "它改变阅读次序：同一像素的各通道排到了一起。"),
)
def order_is_kept(c, p):
    return tuple(p * c + q for q in range(c))


@pixel.wrong(
    en=("A pixel's channels lie next to each other in `image`.", "Channels are whole pictures: they lie h · w apart."),
    zh=("在 `image` 里，同一像素的各通道紧挨着。", "一个通道是一整张图：彼此相隔 h · w。"),
)
def neighbours(c, p):
    return tuple(p + q for q in range(c))


@task(
    "Write `split_heads`: (n, h·d) to (h, n, d), where head i holds columns i·d to (i + 1)·d − 1.",
    zh="写出 `split_heads`：从 (n, h·d) 到 (h, n, d)，第 i 个头是第 i·d 到 (i + 1)·d − 1 列。",
    blanks=["len(x), h, -1", "transpose(0, 1)"],
    mend=["straight_reshape", "rows_first"],
)
def split_heads(x, h):
    return x.reshape(len(x), h, -1).transpose(0, 1)


split_heads.hint("Split the axis of columns first; the rows stay whole.", zh="先拆列这个轴；行要保持完整。")
split_heads.hint("Then swap the first two axes.", zh="再交换前两个轴。")


@split_heads.inputs
def rows_of_heads(n=whole(2, 5), h=whole(2, 4), d=whole(2, 4)):
    return torch.randn(n, h * d), h


@split_heads.inputs
def one_row(h=whole(1, 3), d=whole(1, 3)):
    return torch.randn(1, h * d), h


@split_heads.holds(
    "Head i is the block of columns i·d to (i + 1)·d − 1.", zh="第 i 个头就是第 i·d 到 (i + 1)·d − 1 列。"
)
def heads_are_blocks(out, x, h):
    d = x.shape[1] // h
    return all(torch.equal(out[i], x[:, i * d : (i + 1) * d]) for i in range(h))


@split_heads.wrong(
    en=("One reshape to (h, n, d) is enough.", "It keeps the reading order and mixes the rows."),
    zh=("一次变形到 (h, n, d) 就够了。", "它保持阅读次序，会把各行混在一起。"),
)
def straight_reshape(x, h):
    return x.reshape(h, len(x), -1)


@split_heads.wrong(
    en=("The axis of columns splits into (d, h).", "Heads lie side by side: (h, d)."),
    zh=("列这个轴拆成 (d, h)。", "各头并排放着：应拆成 (h, d)。"),
)
def interleaved(x, h):
    return x.reshape(len(x), -1, h).permute(2, 0, 1)


@split_heads.wrong(
    en=("The rows may stay in front.", "Asked for is (h, n, d): the heads come first."),
    zh=("行可以留在最前面。", "要的是 (h, n, d)：头在最前面。"),
)
def rows_first(x, h):
    return x.reshape(len(x), h, -1)
