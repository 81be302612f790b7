"""Vision Transformer: patches as tokens

A Vision Transformer (ViT) cuts an image of H × W pixels into squares of P × P. Each patch is flattened to a vector of
3P² numbers and sent through one linear map, the same for all patches, which is a convolution with kernel and stride P.
With the class token in front that makes

    (H/P)(W/P) + 1

tokens; position embeddings are added, and from there on it is an ordinary Transformer encoder. Half the patch side
gives four times the tokens and about sixteen times the attention scores. Little is built in about images, so much data
is needed.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """视觉 Transformer：图块即词元

视觉 Transformer（ViT）把 H × W 像素的图像切成 P × P 的图块。每个图块展平成 3P² 个数的向量，经过同一个线性映射，
这等于一个卷积核和步长都是 P 的卷积。最前面再放一个类别词元，一共有

    (H/P)(W/P) + 1

个词元；加上位置嵌入之后，就是普通的 Transformer 编码器。图块边长减半，词元变成四倍，注意力分数约为十六倍。
它几乎没有内置关于图像的先验，所以需要大量数据。
"""
NAMES = [
    "ViT",
    "Vision Transformer",
    "patch embedding",
    "视觉Transformer",
    "图块嵌入",
    "图像块嵌入",
]
HINTS = [
    "patch",
    "图块",
    "image patches",
    "图像分块",
]
NEEDS = ["transformer-block", "convolution"]
SOURCES = ["Dosovitskiy et al., An Image is Worth 16x16 Words, arXiv:2010.11929, section 3.1"]


@where(lambda H, W, P: H % P == W % P == 0 and H != W)
def demo(H=one_of(16, 32, 48, 64), W=one_of(16, 32, 48, 64, 80), P=one_of(4, 8, 16), d=one_of(24, 32, 40)):
    image = torch.randn(1, 3, H, W)
    embed = nn.Conv2d(3, d, kernel_size=P, stride=P)
    patches = embed(image).flatten(2).transpose(1, 2)
    class_token = torch.zeros(1, 1, d)
    return torch.cat([class_token, patches], dim=1)


@question("What is the shape of the tokens?", zh="词元的形状是什么？")
def tokens(out):
    return out.shape


@tokens.wrong(
    en=("There are as many tokens as patches.", "The class token is one more."),
    zh=("图块有几个，词元就有几个。", "还多一个类别词元。"),
)
def class_token_forgotten(out):
    B, n, d = out.shape
    return B, n - 1, d


@tokens.wrong(
    en=("Every pixel is a token.", "A token is a whole patch."),
    zh=("每个像素是一个词元。", "一个词元是整个图块。"),
)
def pixels(H, W, d):
    return 1, H * W + 1, d


@tokens.wrong(
    en=("The width of a token is the size of its patch, 3P².", "The linear map makes d numbers of it."),
    zh=("词元的宽度就是图块的大小 3P²。", "线性映射把它变成 d 个数。"),
)
def width_of_the_patch(out, P):
    B, n, _ = out.shape
    return B, n, 3 * P * P


@question("How many attention scores does one head compute?", zh="一个注意力头要算多少个分数？")
def scores(out):
    return out.shape[1] ** 2


@scores.wrong(
    en=("One for each token.", "One for each pair of tokens."),
    zh=("每个词元一个。", "每一对词元一个。"),
)
def one_for_each_token(out):
    return out.shape[1]


@scores.wrong(
    en=("The class token takes no part in attention.", "It attends to all patches, and they to it."),
    zh=("类别词元不参与注意力。", "它与所有图块互相注意。"),
)
def without_the_class_token(out):
    return (out.shape[1] - 1) ** 2


@scores.wrong(
    en=("A patch attends to the patches of its row.", "All tokens attend to all."),
    zh=("一个图块只注意同一行的图块。", "所有词元互相注意。"),
)
def rows_only(H, W, P):
    return (H // P) * (W // P) ** 2


@where(lambda side, P: side % P == 0)
def embedding_weights(side=one_of(32, 48, 64, 96), P=one_of(4, 8, 16), d=one_of(8, 10, 16, 20)):
    patches = nn.Unfold(kernel_size=P, stride=P)(torch.randn(1, 3, side, side))
    embed = nn.Linear(patches.shape[1], d, bias=False)
    return embed.weight


@question("How many weights has the patch embedding?", zh="图块嵌入有多少个权重？", of=embedding_weights)
def weights(out):
    return out.numel()


@weights.wrong(
    en=("A patch is P² numbers.", "It has three colours: 3P²."),
    zh=("一个图块是 P² 个数。", "有三个颜色通道：3P²。"),
)
def one_channel(P, d):
    return P * P * d


@weights.wrong(
    en=("Every place of the image has a map of its own.", "All patches share one."),
    zh=("图像的每个位置有自己的映射。", "所有图块共用一个。"),
)
def a_map_for_each_place(side, d):
    return 3 * side * side * d


@weights.wrong(
    en=("A patch is 3P numbers.", "It is a square: 3P²."),
    zh=("一个图块是 3P 个数。", "它是正方形：3P²。"),
)
def side_instead_of_area(P, d):
    return 3 * P * d


@task(
    "Write `patchify`: cut an image (C, H, W) into patches, row by row; returns (N, C·P·P), each patch flattened in "
    "the order channel, row, column.",
    zh="写出 `patchify`：把图像 (C, H, W) 逐行切成图块，返回 (N, C·P·P)，每个图块按通道、行、列的顺序展平。",
    blanks=["image.reshape(C, H // P, P, W // P, P)", "permute(1, 3, 0, 2, 4)"],
    mend=["plain_reshape", "columns_first"],
)
def patchify(image, P):
    C, H, W = image.shape
    grid = image.reshape(C, H // P, P, W // P, P)
    return grid.permute(1, 3, 0, 2, 4).reshape(-1, C * P * P)


patchify.hint("Split each side into (number of patches, P).", zh="把每条边拆成（图块数，P）。")
patchify.hint(
    "Bring the two numbers of patches to the front before flattening.", zh="展平之前，先把两个图块数移到最前面。"
)


@patchify.inputs
def images(C=whole(1, 3), rows=whole(1, 3), columns=whole(2, 4), P=whole(2, 3)):
    return torch.randn(C, rows * P, columns * P), P


@patchify.holds("The first patch is the upper left corner.", zh="第一个图块是左上角。")
def starts_in_the_corner(out, image, P):
    return torch.equal(out[0], image[:, :P, :P].flatten())


@patchify.wrong(
    en=("Reshaping is enough.", "It cuts along the rows of pixels: strips, not squares."),
    zh=("直接 reshape 就行。", "那样沿像素行切开，得到的是条，不是方块。"),
)
def plain_reshape(image, P):
    C = image.shape[0]
    return image.reshape(-1, C * P * P)


@patchify.wrong(
    en=("Patches are listed column by column.", "Row by row: the row of patches comes first."),
    zh=("图块逐列排列。", "逐行排列：图块的行号在前。"),
)
def columns_first(image, P):
    C, H, W = image.shape
    grid = image.reshape(C, H // P, P, W // P, P)
    return grid.permute(3, 1, 0, 2, 4).reshape(-1, C * P * P)


@patchify.wrong(
    en=(
        "The two parts of a side may be split either way round.",
        "(H/P, P) keeps neighbours together, (P, H/P) does not.",
    ),
    zh=("边拆成两部分，先后无所谓。", "拆成 (H/P, P) 邻居才在一起，(P, H/P) 不行。"),
)
def sides_split_the_wrong_way(image, P):
    C, H, W = image.shape
    grid = image.reshape(C, P, H // P, P, W // P)
    return grid.permute(2, 4, 0, 1, 3).reshape(-1, C * P * P)


def figure(out, H, W, P):
    rows, columns = H // P, W // P
    numbers = torch.arange(1, rows * columns + 1).reshape(rows, columns)
    plt.imshow((numbers % 2).tolist(), cmap="Pastel1", extent=(0, W, H, 0))
    for row in range(rows):
        for column in range(columns):
            if rows * columns <= 64:
                place = ((column + 0.5) * P, (row + 0.5) * P)
                plt.text(*place, str(int(numbers[row, column])), ha="center", va="center")
    plt.title(f"{rows} × {columns} patches; token 0 is the class token")
