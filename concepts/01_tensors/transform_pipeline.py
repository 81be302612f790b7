"""Transforms run when data are read

A transform is a function that a dataset applies each time a sample is read; several run in the order given. To scale
and then to normalize is

    x → (x / 255 − m) / s

and another order gives other numbers. In torchvision `ToTensor` scales (in v2: `ToImage`, then `ToDtype` with
`scale=True`). The stored data stay as they are, and so does the number of samples: a random
flip delivers other versions of the same images, not more images. One exception: a transform that works in place on
the stored tensor deforms it a little more at every read.
"""

import torch

from journal.authoring import one_of, question, real, task, where, whole

ZH = """transform：取数时按顺序变换

transform 是数据集每次读取样本时调用的函数，有几个时按给定的顺序执行。先缩放再标准化就是

    x → (x / 255 − m) / s

换一种顺序，结果就不同。在 torchvision 里负责缩放的是 `ToTensor`（v2 中是 `ToImage` 加 `ToDtype(scale=True)`）。
存储的数据保持原样，样本数也不变：随机翻转给出的是同一批图像的不同版本，而不是更多的图像。
只有一个例外：如果变换对存储的张量作原地（in-place）修改，每读一次，数据就再变形一次。
"""
NAMES = [
    "transforms.Compose",
    "transforms.Normalize",
    "ToTensor",
    "data augmentation",
    "数据变换",
    "数据增强",
]
SHARED = ["transform"]
HINTS = ["数据标准化"]
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


@question("What value is returned, to three significant figures?", zh="返回的值是多少（三位有效数字）？")
def value(out):
    return out


@value.wrong(
    en=("The order of transforms does not matter.", "First x / 255: m and s belong to values from 0 to 1."),
    zh=("变换的顺序无所谓。", "先除以 255：m 和 s 对应的是 0 到 1 之间的取值。"),
)
def order_does_not_matter(x, m, s):
    return value(demo(x, m, s, order=("normalize", "to float")))


@value.wrong(
    en=("`to float` changes the type only.", "It also divides by 255, as ToTensor does for images."),
    zh=("`to float` 只改变类型。", "还要除以 255，与 ToTensor 对图像的处理一样。"),
)
def to_float_changes_the_type_only(x, m, s):
    return value(demo(x, m, s, order=("normalize",)))


@value.wrong(
    en=("To normalize is to subtract the mean.", "It is divided by s as well."),
    zh=("标准化就是减去均值。", "还要除以 s。"),
)
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


@question("What is `second`, to three significant figures?", zh="`second` 是多少（三位有效数字）？", of=read_twice)
def second_read(out):
    return out[1]


@second_read.wrong(
    en=("Every read transforms the stored data.", "This transform returns a new tensor; the stored value stays."),
    zh=("每次读取都会改变存储的数据。", "这个变换返回新的张量；存储的值不变。"),
)
def stored_data_change(u, m, s):
    return second_read(read_twice(u, m, s, in_place=True))


@second_read.wrong(
    en=("A transform never changes the stored data.", "`data[0]` is a view, and `sub_` and `div_` write into it."),
    zh=("变换从不改变存储的数据。", "`data[0]` 是视图，`sub_` 和 `div_` 会直接写进去。"),
)
def stored_data_never_change(u, m, s):
    return second_read(read_twice(u, m, s, in_place=False))


def augmented(n=whole(10, 40), E=whole(2, 6), p=one_of(0.3, 0.5, 1.0)):
    images = torch.rand(n, 3, 3)
    delivered = runs = 0
    for _ in range(E):
        for image in images:
            runs += 1
            image = image.flip(-1) if torch.rand(()) < p else image
            delivered += len(image[None])
    return {"delivered": delivered, "runs": runs}


@question("How many images are delivered in all?", zh="一共给出了多少张图像？", of=augmented)
def images_delivered(out):
    return out["delivered"]


@images_delivered.wrong(
    en=("Each image comes with its flipped version.", "The flipped version comes instead of the original."),
    zh=("每张图像连同翻转后的版本一起给出。", "翻转后的版本代替原图，而不是额外增加。"),
)
def originals_and_flips(n, E):
    return 2 * n * E


@images_delivered.wrong(
    en=("Augmentation is done once, before training.", "It happens at every read, in each of the E epochs."),
    zh=("增强在训练前做一次。", "它发生在每次读取时，E 轮里轮轮都做。"),
)
def once_before_training(n):
    return 2 * n


@images_delivered.wrong(
    en=("Flipped images are appended.", "Nothing is: the number of samples stays n in an epoch."),
    zh=("翻转的图像会追加进来。", "没有追加：每轮的样本数仍是 n。"),
)
def flips_are_appended(n, E, p):
    return int(n * E * (1 + p))


@where(lambda p, q, r: sum(0 < each < 1 for each in (p, q, r)) < 3)
def versions(
    shifts=whole(2, 6),
    p=one_of(0.0, 0.4, 0.5, 0.6, 1.0),
    q=one_of(0.0, 0.4, 0.5, 0.6, 1.0),
    r=one_of(0.0, 0.4, 0.5, 0.6, 1.0),
):
    image = torch.rand(5, 7)

    def read():
        x = image.flip(-1) if torch.rand(()) < p else image
        x = x.flip(-2) if torch.rand(()) < q else x
        x = -x if torch.rand(()) < r else x
        return x.roll(int(torch.randint(shifts, ())), dims=-1)

    return torch.stack([read() for _ in range(600)]).unique(dim=0)


@question(
    "How many different images are returned (600 reads meet all of them)?",
    zh="返回多少张不同的图像（读 600 次，每种都会遇到）？",
    of=versions,
)
def different_versions(out):
    return len(out)


@different_versions.wrong(
    en=("The coin is tossed once, when the data are loaded.", "It is tossed at every read."),
    zh=("加载数据时掷一次硬币。", "每次读取都重新掷。"),
)
def chosen_once():
    return 1


@different_versions.wrong(
    en=("Every random step doubles the number.", "With a probability of 0 or 1 nothing is left to chance."),
    zh=("每个随机步骤都让数目加倍。", "概率是 0 或 1 时没有随机性。"),
)
def always_varies(shifts):
    return 8 * shifts


@different_versions.wrong(
    en=("The versions of the transforms are added.", "They combine: their numbers are multiplied."),
    zh=("各个变换的版本数相加。", "它们可以任意组合：要相乘。"),
)
def added(shifts, p, q, r):
    return shifts + 2 * sum(0 < each < 1 for each in (p, q, r))


@task(
    "Write `normalize`: a uint8 image (3, H, W) becomes floats from 0 to 1, then (x − mean) / std with the channels' "
    "mean and std, both (3,).",
    zh="写出 `normalize`：uint8 图像 (3, H, W) 先变成 0 到 1 的浮点数，再作 (x − mean) / std，"
    "mean 和 std 是各通道的值，形状为 (3,)。",
    blanks=["/ 255", "[:, None, None]"],
    mend=["without_scaling", "along_the_width"],
)
def normalize(image, mean, std):
    x = image / 255
    return (x - mean[:, None, None]) / std[:, None, None]


normalize.hint("mean has 3 numbers: with which axis must they line up?", zh="mean 有 3 个数：应与哪个轴对齐？")


@normalize.inputs
def square_images(side=one_of(3, 3, 4)):
    image = torch.randint(256, (3, side, side)).to(torch.uint8)
    return image, torch.rand(3), torch.rand(3) / 4 + 0.2


@normalize.holds("The shape stays.", zh="形状不变。")
def shape_stays(out, image):
    return out.shape == image.shape


@normalize.wrong(
    en=("The bytes may be used as they are.", "mean and std belong to values from 0 to 1: divide by 255."),
    zh=("字节值直接用就行。", "mean 和 std 对应 0 到 1 的取值：要先除以 255。"),
)
def without_scaling(image, mean, std):
    return (image - mean[:, None, None]) / std[:, None, None]


@normalize.wrong(
    en=("mean and std line up by themselves.", "(3,) meets the width; the channels need two axes more."),
    zh=("mean 和 std 会自动对齐。", "(3,) 对上的是宽；要与通道对齐，得再加两个轴。"),
)
def along_the_width(image, mean, std):
    return (image / 255 - mean) / std


@normalize.wrong(
    en=("First normalize, then scale.", "The order matters: x / 255 comes first."),
    zh=("先标准化再缩放。", "顺序有关系：先除以 255。"),
)
def scaled_afterwards(image, mean, std):
    return (image - mean[:, None, None]) / std[:, None, None] / 255


@normalize.wrong(
    en=("To normalize is to subtract the mean.", "Divide by std as well."),
    zh=("标准化就是减去均值。", "还要除以 std。"),
)
def mean_alone(image, mean, std):
    return image / 255 - mean[:, None, None]
