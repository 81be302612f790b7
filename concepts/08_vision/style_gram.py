"""Gram matrix of style

Neural style transfer describes the style of an image by which channels of a network are active together. With the C
maps as rows of X (C × HW),

    G = X Xᵀ / (HW)

is C × C: entry (i, j) is the mean product of the maps i and j over all places. Shuffling the places, the same for all
maps, changes nothing, so G has no layout. Features a times as large give a² times the G. The content loss compares
the maps themselves, place by place. Papers divide by different constants.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """风格迁移与格拉姆矩阵

神经风格迁移用“网络的哪些通道同时活跃”来描述图像的风格。以 C 张特征图为 X 的行（C × HW），则

    G = X Xᵀ / (HW)

是 C × C 矩阵：(i, j) 是第 i、j 张图在所有位置上的平均乘积。把各位置打乱（所有图同样打乱），结果不变，
所以 G 不含布局。特征变为 a 倍，G 变为 a² 倍。内容损失则逐个位置比较特征图本身。各论文除以的常数不同。
"""
NAMES = ["Gram matrix", "neural style transfer", "style transfer", "style loss", "格拉姆矩阵", "风格迁移", "风格损失"]
HINTS = ["content loss", "内容损失"]
NEEDS = ["convolution", "matrix-product"]
SOURCES = ["Gatys, Ecker & Bethge, A Neural Algorithm of Artistic Style, arXiv:1508.06576"]


@where(lambda c, h, w: c != h * w)
def demo(c=whole(2, 7), h=whole(2, 6), w=whole(2, 6)):
    maps = torch.rand(c, h, w)
    X = maps.flatten(1)
    return X @ X.T / (h * w)


@question("What is the shape?", zh="形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("Places are compared with places.", "Channels are; the places are summed over."),
    zh=("比较的是位置与位置。", "比较的是通道；对位置求和。"),
)
def places_compared(h, w):
    return h * w, h * w


@shape.wrong(
    en=("There is a matrix for each place.", "One for all places together."),
    zh=("每个位置一个矩阵。", "所有位置合起来一个。"),
)
def one_for_each_place(c, h, w):
    return c, c, h * w


@shape.wrong(
    en=("Rows are compared with rows.", "`flatten(1)` joins rows and columns of a map; channels are left."),
    zh=("比较的是行与行。", "`flatten(1)` 把图的行列合成一个轴，只剩通道。"),
)
def rows_compared(c, h):
    return c, h, h


def shuffled(a=several(4, whole(0, 5)), b=several(4, whole(0, 5)), order=several(4, whole(0, 3), distinct=True)):
    X = torch.tensor([a, b])
    X = X[:, order]
    return (X @ X.T)[0, 1]


@question("What does it return?", zh="返回值是多少？", of=shuffled)
def entry(out):
    return out


@entry.wrong(
    en=("Shuffling breaks up the pairs.", "Both maps are shuffled alike: the pairs stay together."),
    zh=("打乱会拆散配对。", "两张图同样打乱，配对不变。"),
)
def pairs_broken(a, b, order):
    return sum(x * b[j] for x, j in zip(a, order, strict=True))


@entry.wrong(
    en=("Each map is summed, then they are multiplied.", "They are multiplied place by place, then summed."),
    zh=("先对每张图求和，再相乘。", "先逐位置相乘，再求和。"),
)
def product_of_sums(a, b):
    return sum(a) * sum(b)


@entry.wrong(
    en=("Entry (0, 1) is the second value of map 0.", "It is the product of the maps 0 and 1, summed."),
    zh=("(0, 1) 处是第 0 张图的第二个值。", "是第 0 张与第 1 张图的乘积之和。"),
)
def value_of_the_map(a, order):
    return a[order[1]]


def grown(c=whole(2, 4), h=whole(2, 5), a=one_of(1.5, 2, 3, 4, 5), k=whole(2, 6)):
    maps = torch.rand(c, h, h)
    G = []
    for each in (maps, (a * maps).repeat(1, 1, k)):  # k copies side by side
        X = each.flatten(1)
        G.append(X @ X.T / X.shape[1])
    return G[1][0, 0] / G[0][0, 0]


@question("By which factor does G grow?", zh="G 变为原来的多少倍？", of=grown)
def factor(out):
    return out


@factor.wrong(
    en=("G grows like the features: by a.", "An entry is a product of two features: a²."),
    zh=("G 与特征同步：a 倍。", "每个元素是两个特征之积：a² 倍。"),
)
def linear(a):
    return float(a)


@factor.wrong(
    en=("A larger image has a larger G.", "It is a mean over the places: copies change nothing."),
    zh=("图像越大，G 越大。", "它是对位置取平均：重复不改变结果。"),
)
def copies_add(a, k):
    return float(a * a * k)


@factor.wrong(
    en=("More places make G smaller.", "They are summed before the division."),
    zh=("位置越多，G 越小。", "除之前先求了和。"),
)
def copies_dilute(a, k):
    return a * a / k


@task(
    "Write `gram`: the Gram matrix of each image of x (N, C, H, W), divided by C·H·W.",
    zh="写出 `gram`：x (N, C, H, W) 中每张图的格拉姆矩阵，除以 C·H·W。",
    blanks=["n, c, h * w", "X.transpose(1, 2)"],
    mend=["channels_scrambled", "images_mixed"],
    gradients=True,
)
def gram(x):
    n, c, h, w = x.shape
    X = x.reshape(n, c, h * w)
    return X @ X.transpose(1, 2) / (c * h * w)


gram.hint("Join height and width into one axis.", zh="把高和宽合成一个轴。")
gram.hint("`@` multiplies the last two axes of each image.", zh="`@` 对每张图的最后两个轴相乘。")


@gram.inputs
def maps(n=whole(1, 3), c=whole(2, 4), h=whole(2, 4), w=whole(2, 4)):
    return (torch.randn(n, c, h, w),)


@gram.inputs
def one_place(n=whole(2, 3), c=whole(2, 4)):
    return (torch.randn(n, c, 1, 2),)


@gram.holds("Turning the image round changes nothing.", zh="把图像翻转，结果不变。")
def without_layout(out, x, solution):
    return torch.allclose(solution(x.flip(3)), out, atol=1e-5)


@gram.wrong(
    en=(
        "The axes can be put in any order before reshaping.",
        "Channels must come first: else channels and places mix.",
    ),
    zh=("reshape 之前轴的次序无所谓。", "通道必须在前，否则通道与位置会混在一起。"),
)
def channels_scrambled(x):
    n, c, h, w = x.shape
    X = x.permute(0, 2, 3, 1).reshape(n, c, h * w)
    return X @ X.transpose(1, 2) / (c * h * w)


@gram.wrong(
    en=("The images of a batch share one matrix.", "Each has its own."),
    zh=("一个批次的图像共用一个矩阵。", "每张图各有一个。"),
)
def images_mixed(x):
    n, c, h, w = x.shape
    X = x.transpose(0, 1).reshape(c, -1)
    return (X @ X.T / (c * h * w)).expand(n, c, c) / n


@gram.wrong(
    en=("It is not divided.", "Then large maps would count more in the loss."),
    zh=("不用除。", "那样大的特征图在损失里占得更多。"),
)
def not_divided(x):
    return gram(x) * x[0].numel()
