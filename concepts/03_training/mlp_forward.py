"""Forward pass

A fully connected layer takes weighted sums of all its inputs, adds a bias, and an activation bends the result:

    h = act(x Wᵀ + b)

The next layer does the same with h. The last one usually has no activation, so that it may give any number. A
batch of n samples is a matrix with n rows, and all of them go through at once. `nn.Linear(i, h)` keeps its weight
as (h, i): a row for each unit, hence the transpose. Such layers in a row are a multilayer perceptron (MLP).
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import question, several, task, where, whole

ZH = """前向传播

全连接层对所有输入加权求和，加上偏置，再经激活函数变换：

    h = act(x Wᵀ + b)

下一层对 h 做同样的事。最后一层通常不加激活函数，这样可以输出任意实数。n 个样本的一批数据是 n 行的矩阵，一次算完。
`nn.Linear(i, h)` 的权重按 (h, i) 存放：每个单元一行，所以公式里有转置。这样的层首尾相接，就是多层感知机（MLP）。
"""
NAMES = [
    "forward pass",
    "forward propagation",
    "MLP",
    "multilayer perceptron",
    "fully connected",
    "linear layer",
    "feedforward network",
    "前向传播",
    "多层感知机",
    "全连接层",
    "全连接网络",
    "线性层",
]
SHARED = ["feedforward"]
NEEDS = ["tensor-broadcasting", "module-parameters"]
SOURCES = ["torch.nn.Linear", "Goodfellow, Bengio & Courville, Deep Learning (2016), chapter 6"]
CONFUSED_WITH = ["conv1x1"]


def demo(
    x=several(2, whole(-3, 3)),
    W1=several(2, several(2, whole(-3, 3))),
    b1=several(2, whole(-2, 2)),
    W2=several(2, several(2, whole(-3, 3))),
    act=F.relu,
):
    x, W1, b1, W2 = map(torch.tensor, (x, W1, b1, W2))
    hidden = act(W1 @ x + b1)
    return W2 @ hidden


@question("Two numbers come out. What is their sum?", zh="输出是两个数，它们的和是多少？")
def output(out):
    return out.sum()


@output.steps
def unit_by_unit(x, W1, b1, W2):
    total = 0
    for unit in (0, 1):
        h = max(W1[unit][0] * x[0] + W1[unit][1] * x[1] + b1[unit], 0)
        yield f"hidden[{unit}]", h
        total += (W2[0][unit] + W2[1][unit]) * h
    yield "(W2 @ hidden).sum()", total


@output.wrong(
    en=("There is nothing between the layers.", "ReLU is: negative entries of the hidden layer become 0."),
    zh=("两层之间什么也没有。", "两层之间有 ReLU：隐藏层中的负数会变成 0。"),
)
def without_activation(x, W1, b1, W2):
    return output(demo(x, W1, b1, W2, act=nn.Identity()))


@output.wrong(
    en=("Every layer ends with an activation.", "The output layer has none here: what is negative stays negative."),
    zh=("每一层最后都有激活函数。", "这里输出层不加激活函数：负数保持为负。"),
)
def relu_on_the_output(out):
    return F.relu(out).sum()


@output.wrong(
    en=("The weights of a unit are a column of W1.", "W1 @ x takes rows: each holds the weights of one hidden unit."),
    zh=("一个单元的权重是 W1 的一列。", "W1 @ x 用的是行：每一行是一个隐藏单元的权重。"),
)
def columns_for_rows(x, W1, b1, W2):
    return output(demo(x, torch.tensor(W1).T.tolist(), b1, W2))


@where(lambda n, i, h: len({n, i, h}) == 3)
def layer(n=whole(2, 9), i=whole(2, 6), h=whole(2, 6)):
    x = torch.rand(n, i)
    linear = nn.Linear(i, h)
    hidden = F.relu(linear(x))
    return linear.weight, hidden


@question("What is the shape of `hidden`?", zh="`hidden` 的形状是什么？", of=layer)
def hidden_shape(out):
    _, hidden = out
    return hidden.shape


@hidden_shape.wrong(
    en=("Each sample is a column.", "In PyTorch samples are rows: the batch stays in front."),
    zh=("每一列是一个样本。", "在 PyTorch 中每一行是一个样本，批量维在最前面。"),
)
def samples_as_columns(out):
    _, hidden = out
    return hidden.T.shape


@hidden_shape.wrong(
    en=("A layer keeps the number of features.", "It turns the i features of each sample into h new ones."),
    zh=("一层不改变特征的个数。", "它把每个样本的 i 个特征变成 h 个新特征。"),
)
def features_stay(n, i):
    return hidden_shape(layer(n, i, h=i))


@question("What is the shape of `linear.weight`?", zh="`linear.weight` 的形状是什么？", of=layer)
def weight_shape(out):
    weight, _ = out
    return weight.shape


@weight_shape.wrong(
    en=("The weight is (inputs, outputs).", "It has a row for each output unit, so the outputs come first."),
    zh=("权重的形状是（输入数，输出数）。", "每个输出单元占一行，所以输出数在前。"),
)
def inputs_first(n, i, h):
    return weight_shape(layer(n, i=h, h=i))


@weight_shape.wrong(
    en=("Each sample has weights of its own.", "All samples share one matrix; the batch is no part of it."),
    zh=("每个样本有自己的权重。", "所有样本共用一个矩阵，它的形状与批量大小无关。"),
)
def grows_with_the_batch(n, i):
    return n, i


@task(
    "Write `mlp`: x is (n, i); layers is a list of (weight, bias), each weight (outputs, inputs). ReLU comes after "
    "every layer but the last.",
    zh="写出 `mlp`：x 的形状为 (n, i)；layers 是一串 (weight, bias)，weight 的形状为（输出数，输入数）。"
    "除最后一层外，每层之后有 ReLU。",
    blanks=["weight.T", "layers[:-1]"],
    mend=["relu_at_the_end", "no_relu"],
)
def mlp(x, layers):
    for weight, bias in layers[:-1]:
        x = F.relu(x @ weight.T + bias)
    weight, bias = layers[-1]
    return x @ weight.T + bias


mlp.hint("Samples are rows, so the weight is transposed.", zh="样本是行，所以权重要转置。")


@mlp.inputs
def some_layers(n=whole(1, 4), widths=several((2, 4), whole(1, 4))):
    places = range(len(widths) - 1)
    layers = [(torch.randn(widths[k + 1], widths[k]), torch.randn(widths[k + 1])) for k in places]
    return torch.randn(n, widths[0]), layers


@mlp.holds("Each sample is computed on its own.", zh="每个样本各算各的。")
def sample_by_sample(out, solution, x, layers):
    return torch.allclose(solution(x[:1], layers), out[:1], atol=1e-4)


@mlp.wrong(
    en=("Every layer ends with ReLU.", "The last one has none, so that it may give any number."),
    zh=("每一层都以 ReLU 结尾。", "最后一层没有，这样才能输出任意实数。"),
)
def relu_at_the_end(x, layers):
    return F.relu(mlp(x, layers))


@mlp.wrong(
    en=("Linear layers in a row are enough.", "Without ReLU they are one linear layer."),
    zh=("线性层首尾相接就够了。", "没有 ReLU，它们合起来只是一个线性层。"),
)
def no_relu(x, layers):
    for weight, bias in layers:
        x = x @ weight.T + bias
    return x


@mlp.wrong(
    en=("The bias is added after ReLU.", "It is part of what ReLU bends."),
    zh=("偏置在 ReLU 之后加。", "偏置要先加上，再经过 ReLU。"),
)
def bias_after_relu(x, layers):
    for weight, bias in layers[:-1]:
        x = F.relu(x @ weight.T) + bias
    weight, bias = layers[-1]
    return x @ weight.T + bias
