"""state_dict: save, load, strict

`state_dict()` maps names to parameters and buffers. Its tensors are those of the model, not copies: later training
changes them. To keep the best weights one writes them to a file, or clones or deep-copies them.

`load_state_dict` matches by name. What the model has and the file lacks is *missing*; the other way round it is
*unexpected*. `strict=True` raises on either, `strict=False` reports them; shapes that differ raise in both. To go on
with a training run the state of the optimiser, of the schedule and the epoch are needed as well.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """保存与加载 state_dict

`state_dict()` 把名字对应到参数和缓冲区。里面的张量就是模型的张量，不是副本：之后的训练会改变它们。
要留住最好的权重，得写入文件，或者 clone、深拷贝。

`load_state_dict` 按名字匹配。模型有而文件没有的叫 *missing*，反过来叫 *unexpected*。`strict=True` 遇到任一种就报错，
`strict=False` 只报告；形状不同则两种情况都报错。要接着训练，还需要优化器、调度器的状态和轮次。
"""
NAMES = [
    "load_state_dict",
    "strict=False",
    "missing keys",
    "missing_keys",
    "unexpected keys",
    "torch.save",
    "torch.load",
    "模型保存与加载",
    "保存模型权重",
    "加载模型权重",
    "断点续训",
]
HINTS = ["checkpoint", "保存模型", "检查点"]
NEEDS = ["module-parameters", "optimizer-state"]
SOURCES = [
    "torch.nn.Module.state_dict; torch.nn.Module.load_state_dict",
    "PyTorch tutorials, Saving and Loading Models",
]


@where(lambda w, g, steps: w != g)
def demo(w=whole(1, 30), g=whole(1, 5), steps=whole(2, 5)):
    net = nn.Linear(1, 1, bias=False)
    net.weight.data.fill_(w)
    best = net.state_dict()
    optimiser = torch.optim.SGD(net.parameters(), lr=1.0)
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (g * net.weight).sum()
        loss.backward()
        optimiser.step()
    return int(best["weight"])


@question("What does it return?", zh="返回值是多少？")
def best_weight(out):
    return out


@best_weight.wrong(
    en=("`state_dict()` is a snapshot.", "It holds the model's own tensors, which the optimiser changes."),
    zh=("`state_dict()` 是一份快照。", "里面就是模型的张量，优化器会改它们。"),
)
def snapshot(w, g):
    return demo(w, g, steps=0)


@best_weight.wrong(
    en=("It follows the weights for one step.", "It is the same tensor: it follows to the end."),
    zh=("它只跟着变一步。", "那就是同一个张量：一直跟到最后。"),
)
def one_step(w, g):
    return demo(w, g, steps=1)


@best_weight.wrong(
    en=("Gradients add up from step to step.", "`zero_grad` clears them: each step takes off g."),
    zh=("梯度一步步累加。", "`zero_grad` 会清零：每步减去 g。"),
)
def gradients_add_up(w, g, steps):
    return w - g * steps * (steps + 1) // 2


@where(lambda layers: "BatchNorm1d" in layers and len(set(layers)) > 2)
def entries(layers=several((3, 5), one_of("Linear", "BatchNorm1d", "ReLU", "Linear without bias"))):
    make = {
        "Linear": lambda: nn.Linear(4, 4),
        "BatchNorm1d": lambda: nn.BatchNorm1d(4),
        "ReLU": lambda: nn.ReLU(),
        "Linear without bias": lambda: nn.Linear(4, 4, bias=False),
    }
    net = nn.Sequential(*[make[name]() for name in layers])
    return len(net.state_dict())


@question("How many entries has the state dict?", zh="state_dict 里有几项？", of=entries)
def entry_count(out):
    return out


@entry_count.wrong(
    en=("Only what is learnt is saved.", "Buffers are, too: BN's running mean, variance and its counter of batches."),
    zh=("只保存学习的参数。", "缓冲区也保存：BN 的运行均值、运行方差和批次计数器。"),
)
def parameters_only(out, layers):
    return out - 3 * layers.count("BatchNorm1d")


@entry_count.wrong(
    en=("BN saves four tensors.", "Five: weight, bias, running mean, running variance, num_batches_tracked."),
    zh=("BN 保存四个张量。", "五个：weight、bias、运行均值、运行方差和 num_batches_tracked。"),
)
def no_batch_counter(out, layers):
    return out - layers.count("BatchNorm1d")


@entry_count.wrong(
    en=("Each layer is one entry.", "Each tensor is: `0.weight`, `0.bias` and so on."),
    zh=("一层就是一项。", "一个张量是一项：`0.weight`、`0.bias` 等等。"),
)
def one_for_each_layer(layers):
    return len(layers)


@where(lambda file, model: len(set(model) - set(file)) != len(set(file) - set(model)) and set(model) - set(file))
def partial(
    file=several((2, 5), one_of("a", "b", "c", "d", "e", "f", "g", "h", "i"), distinct=True),
    model=several((3, 8), one_of("a", "b", "c", "d", "e", "f", "g", "h", "i"), distinct=True),
):
    old = nn.ModuleDict({name: nn.Linear(2, 2) for name in file})
    new = nn.ModuleDict({name: nn.Linear(2, 2) for name in model})
    result = new.load_state_dict(old.state_dict(), strict=False)
    return len(result.missing_keys)


@question("How many keys are missing?", zh="有几个 missing key？", of=partial)
def missing(out):
    return out


@missing.wrong(
    en=(
        "Missing is what the file has and the model lacks.",
        "That is unexpected; missing is what the model has alone.",
    ),
    zh=("文件有而模型没有的是 missing。", "那是 unexpected；missing 是只有模型才有的。"),
)
def seen_from_the_file(file, model):
    return 2 * len(set(file) - set(model))


@missing.wrong(
    en=("A layer is one key.", "Its weight and its bias have a key each."),
    zh=("一层算一个 key。", "weight 和 bias 各有一个 key。"),
)
def one_key_a_layer(out):
    return out // 2


@missing.wrong(
    en=("Layers are matched by position.", "By name: order and number play no part."),
    zh=("各层按位置匹配。", "按名字匹配：次序和个数无关。"),
)
def by_position(file, model):
    return 2 * max(0, len(model) - len(file))


@task(
    "Write `best_weights`: for each gradient the step `w -= gradient`; return the weights after the step with the "
    "lowest loss. `losses[i]` is measured after step i; the w that is handed in stays as it is.",
    zh="写出 `best_weights`：对每个梯度就地更新 `w -= gradient`，返回损失最低那一步之后的权重。"
    "`losses[i]` 是第 i 步之后测得的；传进来的 w 保持不变。",
    blanks=["w.clone()", "loss < lowest"],
    mend=["keeps_a_reference", "one_step_early"],
)
def best_weights(w, gradients, losses):
    w, lowest = w.clone(), float("inf")
    for gradient, loss in zip(gradients, losses, strict=True):
        w -= gradient
        if loss < lowest:
            best, lowest = w.clone(), loss
    return best


best_weights.hint("What does `best = w` hold after the next step?", zh="写 `best = w`，下一步之后它里面是什么？")


@best_weights.inputs
def run_of_steps(n=whole(2, 4), losses=several((4, 8), real(0.1, 2, places=2), distinct=True)):
    return torch.randn(n), [torch.randn(n) for _ in losses], losses


@best_weights.inputs
def best_at_once(n=whole(1, 3), steps=whole(1, 4)):
    return torch.randn(n), [torch.ones(n)] * steps, [float(each) for each in range(steps)]


@best_weights.holds("The result is not the tensor that was handed in.", zh="返回的不是传进来的那个张量。")
def is_new(solution, w, gradients, losses):
    return solution(w, gradients, losses).data_ptr() != w.data_ptr()


@best_weights.wrong(
    en=("`best = w` keeps the weights of that step.", "It keeps a reference, which later steps change: clone."),
    zh=("`best = w` 就留住了那一步的权重。", "留住的只是引用，之后的步骤会改它：要 clone。"),
)
def keeps_a_reference(w, gradients, losses):
    w, lowest = w.clone(), float("inf")
    for gradient, loss in zip(gradients, losses, strict=True):
        w -= gradient
        if loss < lowest:
            best, lowest = w, loss
    return best


@best_weights.wrong(
    en=("The loss belongs to the weights before the step.", "It was measured after step i."),
    zh=("损失对应的是更新之前的权重。", "它是第 i 步之后测得的。"),
)
def one_step_early(w, gradients, losses):
    w, lowest = w.clone(), float("inf")
    for gradient, loss in zip(gradients, losses, strict=True):
        if loss < lowest:
            best, lowest = w.clone(), loss
        w -= gradient
    return best


@best_weights.wrong(
    en=("Each loss is compared with the one before.", "It is compared with the lowest so far."),
    zh=("每个损失与上一个比。", "要与此前最低的比。"),
)
def against_the_one_before(w, gradients, losses):
    w, before = w.clone(), float("inf")
    for gradient, loss in zip(gradients, losses, strict=True):
        w -= gradient
        if loss < before:
            best = w.clone()
        before = loss
    return best
