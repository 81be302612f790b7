"""Transforms run when data are read

A transform is a function that a dataset applies each time a sample is read; several run in the order given. To scale
and then to normalize is

    x → (x / 255 − m) / s

and another order gives other numbers. The stored data stay as they are, and so does the number of samples: a random
flip delivers other versions of the same images, not more images. One exception: a transform that works in place on
the stored tensor deforms it a little more at every read.
"""

import torch

from journal.authoring import one_of, question, real, where, whole

ZH = """transform：取数时按顺序变换

transform 是数据集每次读取样本时调用的函数，有几个时按给定的顺序执行。先缩放再标准化就是

    x → (x / 255 − m) / s

换一种顺序，结果就不同。存储的数据保持原样，样本数也不变：随机翻转给出的是同一批图像的不同版本，而不是更多的图像。
只有一个例外：如果变换对存储的张量作原地（in-place）修改，每读一次，数据就再变形一次。
"""
ALIASES = [
    "transform",
    "transforms.Compose",
    "transforms.Normalize",
    "ToTensor",
    "data augmentation",
    "数据变换",
    "数据增强",
    "数据标准化",
]
NEEDS = ["dataset-protocol"]
SOURCES = ["torchvision.transforms, ToTensor and Normalize", "PyTorch documentation, Tensor Views"]


@where(lambda x, m: abs(x / 255 - m) > 0.05)
def demo(
    x=whole(10, 255),
    m=real(0.3, 0.6),
    s=real(0.2, 0.35, places=2),
    order=("to float", "normalize"),
):
    transforms = {
        "to float": lambda x: x / 255,
        "normalize": lambda x: (x - m) / s,
    }
    for name in order:
        x = transforms[name](x)
    return x


@question("What value is returned?", "返回的值是多少？")
def value(out):
    return out


@value.wrong(
    "They run in the order given: first x / 255; m and s belong to values between 0 and 1.",
    "变换按给定的顺序执行：先除以 255；m 和 s 对应的是 0 到 1 之间的取值。",
)
def order_does_not_matter(x, m, s):
    return value(demo(x, m, s, order=("normalize", "to float")))


@value.wrong(
    "`to float` does more than change the type: it also divides by 255, as ToTensor does for images.",
    "`to float` 不只是改变类型，还要除以 255，与 ToTensor 对图像的处理一样。",
)
def to_float_changes_the_type_only(x, m, s):
    return value(demo(x, m, s, order=("normalize",)))


@value.wrong("After subtracting the mean, divide by s as well.", "减去均值之后，还要除以 s。")
def mean_only(x, m):
    return x / 255 - m


@where(lambda u, m: abs(u - m) > 0.15)
def read_twice(u=real(0.1, 0.9), m=one_of(0.3, 0.4, 0.5), s=one_of(0.2, 0.25), in_place=one_of(True, False)):
    data = torch.tensor([u])

    def normalize(x):
        if in_place:
            return x.sub_(m).div_(s)
        return (x - m) / s

    first = normalize(data[0])
    second = normalize(data[0])
    return first, second


@question("What is `second`?", "`second` 是多少？", of=read_twice)
def second_read(out):
    return out[1]


@second_read.wrong(
    "This transform returns a new tensor; the stored value is the same at every read.",
    "这个变换返回新的张量；存储的值每次读取时都不变。",
)
def stored_data_change(u, m, s):
    return second_read(read_twice(u, m, s, in_place=True))


@second_read.wrong(
    "`data[0]` is a view of the stored tensor, and `sub_` and `div_` write into it.",
    "`data[0]` 是存储张量的视图，`sub_` 和 `div_` 会直接写进去。",
)
def stored_data_never_change(u, m, s):
    return second_read(read_twice(u, m, s, in_place=False))


def augmented(n=one_of(20, 30, 40, 60, 80), p=one_of(0.0, 0.5, 0.5, 1.0)):
    images = torch.rand(n, 3, 3)

    def read(i):
        flipped = torch.rand(()) < p
        return images[i].flip(-1) if flipped else images[i]

    epoch = [read(i) for i in range(n)]
    again = torch.stack([read(0) for _ in range(40)])
    return len(epoch), len(again.unique(dim=0))


@question("How many images are in `epoch`?", "`epoch` 里有多少张图像？", of=augmented)
def images_in_an_epoch(out):
    return out[0]


@images_in_an_epoch.wrong(
    "One read delivers one image: a flipped version comes instead of the original, not besides it.",
    "读一次得到一张图像：翻转后的版本代替原图，而不是额外增加。",
)
def originals_and_flips(n):
    return 2 * n


@images_in_an_epoch.wrong(
    "A flipped image replaces its original for this read; nothing is appended.",
    "翻转后的图像在这一次读取中代替原图，没有追加任何图像。",
)
def flips_are_appended(n, p):
    return int(n * (1 + p))


@question("How many different images are in `again`?", "`again` 里有多少张不同的图像？", of=augmented)
def different_images(out):
    return out[1]


@different_images.wrong(
    "The coin is tossed anew at every read, not once when the data are loaded.",
    "每次读取都重新掷一次硬币，而不是在加载数据时掷一次。",
)
def chosen_once():
    return 1


@different_images.wrong(
    "With p = 0 or p = 1 nothing is left to chance: every read gives the same image.",
    "p = 0 或 p = 1 时没有随机性：每次读到的都是同一张图像。",
)
def always_varies(n):
    return different_images(augmented(n, p=0.5))
