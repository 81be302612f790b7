"""What counts as a parameter

`parameters()` lists every `nn.Parameter` of a module and of the modules that are registered in it, one that is shared
only once. A layer is registered when it is an attribute, or sits in an `nn.ModuleList` or `nn.Sequential`; inside a
plain list it is invisible, and an optimizer will never train it. A dense layer has

    inputs · outputs + outputs

numbers. Buffers, such as the running statistics of batch normalization and its counter of batches, are saved in
`state_dict()` (unless registered with `persistent=False`) but are not parameters.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """参数量：哪些算参数

`parameters()` 列出模块本身及其中已注册的子模块的所有 `nn.Parameter`，共享的参数只列一次。把层设为属性，
或放进 `nn.ModuleList`、`nn.Sequential`，它才会被注册；放在普通列表里就看不见，优化器永远不会训练它。一个全连接层有

    输入数 · 输出数 + 输出数

个参数。缓冲区（例如批量归一化的运行统计量和批次计数器）会存入 `state_dict()`
（注册时设了 `persistent=False` 的除外），但不是参数。
"""
NAMES = [
    "nn.Module",
    "nn.Parameter",
    "ModuleList",
    "state_dict",
    "parameter count",
    "number of parameters",
    "参数量",
    "参数个数",
]
SHARED = ["模型参数"]
HINTS = ["参数过大"]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "torch.nn.Module",
    "torch.nn.BatchNorm1d",
    "Press & Wolf, Using the output embedding to improve language models, arXiv:1608.05859",
]


def demo(i=whole(2, 12), h=whole(2, 12), o=whole(2, 12), bias=True):
    model = nn.Sequential(
        nn.Linear(i, h, bias=bias),
        nn.ReLU(),
        nn.Linear(h, o, bias=bias),
    )
    return sum(p.numel() for p in model.parameters())


@question("How many parameters does the model have?", zh="这个模型有多少个参数？")
def in_two_layers(out):
    return out


@in_two_layers.wrong(
    en=("A linear layer has weights only.", "Each output has a bias of its own, h + o in all."),
    zh=("线性层只有权重。", "每个输出都有自己的偏置，一共 h + o 个。"),
)
def no_bias(i, h, o):
    return in_two_layers(demo(i, h, o, bias=False))


@in_two_layers.wrong(
    en=("Each input has a bias.", "A bias is added to each output."),
    zh=("每个输入有一个偏置。", "偏置加在每个输出上。"),
)
def bias_per_input(i, h, o):
    return i * h + i + h * o + h


@in_two_layers.wrong(
    en=("The activation has parameters, too.", "ReLU is a fixed function: nothing in it is trained."),
    zh=("激活函数也有参数。", "ReLU 是固定的函数，没有可训练的东西。"),
)
def relu_has_some(out, h):
    return out + h


@where(lambda boxes: {"list", "dict"} & set(boxes) and {"ModuleList", "Sequential"} & set(boxes))
def stack(h=whole(2, 8), boxes=several((3, 5), one_of("list", "dict", "ModuleList", "Sequential"))):
    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            for number, box in enumerate(boxes):
                layer = nn.Linear(h, h)
                part = {
                    "list": [layer],
                    "dict": {"layer": layer},
                    "ModuleList": nn.ModuleList([layer]),
                    "Sequential": nn.Sequential(layer),
                }[box]
                setattr(self, f"part{number}", part)

    return sum(p.numel() for p in Stack().parameters())


@question("How many parameters are counted in `Stack()`?", zh="在 `Stack()` 中数出了多少个参数？", of=stack)
def in_boxes(out):
    return out


@in_boxes.wrong(
    en=("Any attribute that holds a layer counts.", "A plain list or dict is no module: nothing in it is registered."),
    zh=("属性里放了层就算数。", "普通的列表和字典不是模块，里面的层都没有注册。"),
)
def any_attribute_counts(h, boxes):
    return in_boxes(stack(h, ["ModuleList"] * len(boxes)))


@in_boxes.wrong(
    en=("Only a Sequential is a model.", "A ModuleList registers what it holds as well; that is what it is for."),
    zh=("只有 Sequential 才算模型。", "ModuleList 也会注册其中的层，它的用途就在于此。"),
)
def sequential_alone(h, boxes):
    return in_boxes(stack(h, [box for box in boxes if box == "Sequential"]))


@in_boxes.wrong(
    en=("Lists are searched, dicts are not.", "Neither is; use a ModuleList or a ModuleDict."),
    zh=("会找列表里的层，不找字典里的。", "都不找；要用 ModuleList 或 ModuleDict。"),
)
def lists_are_searched(h, boxes):
    return in_boxes(stack(h, ["ModuleList" for box in boxes if box != "dict"]))


def tied(V=whole(5, 40), d=whole(2, 12), shared=True, bias=True):
    embedding = nn.Embedding(V, d)
    head = nn.Linear(d, V, bias=bias)
    if shared:
        head.weight = embedding.weight
    model = nn.ModuleList([embedding, head])
    return sum(p.numel() for p in model.parameters())


@question("How many parameters does the model have?", zh="这个模型有多少个参数？", of=tied)
def in_a_shared_layer(out):
    return out


@in_a_shared_layer.wrong(
    en=("Each place counts its weight.", "Both hold the same parameter: it exists once and is listed once."),
    zh=("两处各算各的权重。", "两处是同一个参数：只有一份，也只列一次。"),
)
def each_place_counts(V, d):
    return in_a_shared_layer(tied(V, d, shared=False))


@in_a_shared_layer.wrong(
    en=("With the weight the bias is shared, too.", "An embedding has no bias; the head keeps its V biases."),
    zh=("权重共享，偏置也就没有了。", "嵌入没有偏置，输出层的 V 个偏置还在。"),
)
def without_bias(V, d):
    return in_a_shared_layer(tied(V, d, bias=False))


@in_a_shared_layer.wrong(
    en=("The bias has one number for each feature.", "It has one for each output of the head, V."),
    zh=("偏置每个特征一个。", "偏置是输出层每个输出一个，共 V 个。"),
)
def bias_for_each_feature(V, d):
    return in_a_shared_layer(tied(V, d, bias=False)) + d


def norm(i=whole(2, 9), h=whole(2, 9)):
    model = nn.Sequential(nn.Linear(i, h), nn.BatchNorm1d(h))
    model.register_buffer("mask", torch.ones(h), persistent=False)
    return sum(t.numel() for t in model.state_dict().values())


@question("How many numbers does `state_dict()` hold?", zh="`state_dict()` 里有多少个数？", of=norm)
def in_the_state_dict(out):
    return out


@in_the_state_dict.wrong(
    en=("Only parameters are saved.", "Buffers are, too: without the running statistics there is no evaluation."),
    zh=("只保存参数。", "缓冲区也保存；没有运行统计量，存下的模型就无法用于评估。"),
)
def parameters_alone(i, h):
    return i * h + 3 * h


@in_the_state_dict.wrong(
    en=("A batch norm holds 4h numbers.", "There is one counter more, `num_batches_tracked`."),
    zh=("批量归一化存 4h 个数。", "还有一个计数器 `num_batches_tracked`。"),
)
def four_per_channel(i, h):
    return i * h + 5 * h


@in_the_state_dict.wrong(
    en=("Every buffer is saved.", "One with `persistent=False` is not."),
    zh=("所有缓冲区都会保存。", "设了 `persistent=False` 的不保存。"),
)
def mask_is_saved(out, h):
    return out + h


@task(
    "Write `mlp_parameters`: count the parameters of linear layers of these widths, one after another, with biases.",
    zh="写出 `mlp_parameters`：按这些宽度依次相接的线性层（带偏置）一共有多少个参数。",
    blanks=["widths[k] + 1"],
    mend=["weights_alone", "bias_of_the_input"],
)
def mlp_parameters(widths):
    return sum((widths[k] + 1) * widths[k + 1] for k in range(len(widths) - 1))


mlp_parameters.hint(
    "Each output has one weight for each input, and one bias.", zh="每个输出对每个输入有一个权重，另加一个偏置。"
)


@mlp_parameters.inputs
def some_widths(widths=several((1, 5), whole(1, 20))):
    return (widths,)


@mlp_parameters.holds("PyTorch counts as many.", zh="与 PyTorch 数出的一样多。")
def as_pytorch(out, widths):
    layers = [nn.Linear(widths[k], widths[k + 1]) for k in range(len(widths) - 1)]
    return out == sum(p.numel() for layer in layers for p in layer.parameters())


@mlp_parameters.wrong(
    en=("A layer has inputs times outputs.", "Each output has a bias as well."),
    zh=("一层有输入数乘输出数个参数。", "每个输出还有一个偏置。"),
)
def weights_alone(widths):
    return sum(widths[k] * widths[k + 1] for k in range(len(widths) - 1))


@mlp_parameters.wrong(
    en=("Each input has a bias.", "Each output has one."),
    zh=("每个输入有一个偏置。", "每个输出一个。"),
)
def bias_of_the_input(widths):
    return sum(widths[k] * (widths[k + 1] + 1) for k in range(len(widths) - 1))


@mlp_parameters.wrong(
    en=("A layer has one bias.", "It has one for each output."),
    zh=("一层一个偏置。", "每个输出一个偏置。"),
)
def one_bias_a_layer(widths):
    return weights_alone(widths) + len(widths) - 1
