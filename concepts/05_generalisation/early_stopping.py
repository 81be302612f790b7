"""Early stopping

Training stops as soon as the validation loss has not fallen below its best value for p epochs in a row; p is called the
patience. The weights of the best epoch are kept, not the last ones.

The training loss plays no part: it may still fall while the validation loss rises. Each epoch is compared with
the best so far, not with the one before. A lower minimum that lies beyond the patience is never seen. Some
implementations let an epoch count as better only if it is better by a margin (`min_delta`).
"""

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """早停

验证损失连续 p 轮没有低于此前的最好值，训练就停下；p 叫作耐心值（patience）。保留的是最好那一轮的权重，不是最后一轮的。

训练损失不参与判断：验证损失上升时，它可能还在下降。每一轮都与此前的最好值相比，不是与上一轮相比。
更低的谷底若在耐心值之外，就永远看不到。有些实现还要求至少好过一个余量（`min_delta`）才算更好。
"""
NAMES = ["early stopping", "早停", "早停法", "提前停止训练"]
HINTS = ["patience", "耐心值"]
NEEDS = ["overfitting"]
SOURCES = [
    "Prechelt, Early Stopping — But When?, in Neural Networks: Tricks of the Trade, 1998",
    "Goodfellow, Bengio & Courville, Deep Learning, section 7.8",
]


@where(lambda early, late, p: min(late) < min(early) and late[0] > min(early))
def demo(
    early=several((2, 4), whole(40, 70), distinct=True),
    late=several(6, whole(25, 60), distinct=True),
    p=one_of(2, 3),
):
    losses = sorted(early, reverse=True) + late
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == p:
            break
    return {"best": best, "epochs": epoch + 1}


@question("Which epoch is `best` at the end (counted from 0)?", zh="最后 `best` 是第几轮（从 0 数起）？")
def kept(out):
    return out["best"]


@kept.wrong(
    en=("The lowest validation loss of all is found.", "What lies behind the stop is never computed."),
    zh=("总能找到全程最低的验证损失。", "停下之后的那些轮根本没有算。"),
)
def lowest_of_all(early, late):
    return kept(demo(early, late, p=100))


@kept.wrong(
    en=("The last weights are kept.", "The weights of the best epoch are; the last ones waited in vain."),
    zh=("保留的是最后的权重。", "保留最好那一轮的；最后几轮只是白等。"),
)
def last_is_kept(out):
    return out["epochs"] - 1


@kept.wrong(
    en=("The epoch before the first rise is the best.", "A rise only starts the waiting; a better epoch resets it."),
    zh=("第一次上升之前的那一轮最好。", "上升只是开始等待；出现更好的一轮就重新计数。"),
)
def before_the_first_rise(early, late):
    losses = sorted(early, reverse=True) + late
    return next(epoch for epoch in range(len(losses) - 1) if losses[epoch + 1] > losses[epoch])


@question("How many epochs are run?", zh="一共训练了几轮？")
def epochs(out):
    return out["epochs"]


@epochs.wrong(
    en=("The first rise stops the training.", "It takes p epochs in a row without a new best."),
    zh=("第一次上升就停止训练。", "要连续 p 轮没有新的最好值才停。"),
)
def impatient(early, late):
    return epochs(demo(early, late, p=1))


@epochs.wrong(
    en=(
        "Patience counts rises from one epoch to the next.",
        "It counts epochs that do not beat the best one, even if they fall.",
    ),
    zh=("耐心值数的是相邻两轮之间的上升次数。", "数的是没能超过最好值的轮数，哪怕比上一轮低。"),
)
def rises_in_a_row(early, late, p):
    losses, rises = sorted(early, reverse=True) + late, 0
    for epoch in range(1, len(losses)):
        rises = rises + 1 if losses[epoch] > losses[epoch - 1] else 0
        if rises == p:
            return epoch + 1
    return len(losses)


@epochs.wrong(
    en=("Bad epochs are counted in all.", "A new best sets the count back to 0."),
    zh=("没有进步的轮数累计计算。", "一出现新的最好值，计数就清零。"),
)
def never_reset(early, late, p):
    losses, best, bad = sorted(early, reverse=True) + late, 0, 0
    for epoch in range(1, len(losses)):
        best, bad = (epoch, bad) if losses[epoch] < losses[best] else (best, bad + 1)
        if bad == p:
            return epoch + 1
    return len(losses)


@where(lambda losses: losses[-1] > min(losses) and losses[0] > min(losses))
def with_margin(losses=several(7, whole(20, 40)), margin=whole(4, 9)):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] - margin:
            best = epoch
    return losses[best]


@question(
    "What is the validation loss of the epoch that is kept?", zh="被保留的那一轮，验证损失是多少？", of=with_margin
)
def loss_kept(out):
    return out


@loss_kept.wrong(
    en=("The margin delays, but the lowest loss wins.", "A loss that is not lower by the margin is never taken."),
    zh=("余量只是推迟，最后仍取最低的损失。", "低得不足余量的那一轮永远不会被取。"),
)
def lowest_wins(losses):
    return with_margin(losses, margin=0)


@loss_kept.wrong(
    en=("Each epoch is compared with the one before.", "It is compared with the one kept so far."),
    zh=("每一轮与上一轮相比。", "要与目前保留的那一轮相比。"),
)
def against_the_previous(losses, margin):
    falls = [epoch for epoch in range(1, len(losses)) if losses[epoch] < losses[epoch - 1] - margin]
    return losses[max(falls, default=0)]


@loss_kept.wrong(
    en=("The last epoch is kept.", "It is kept only if it beats the best so far by the margin."),
    zh=("保留最后一轮。", "只有比此前最好的低出余量，才会保留它。"),
)
def last_epoch(losses):
    return losses[-1]


@task(
    "Write `stop_epoch`: (epoch to keep, epochs run) from a list of validation losses and a patience p.",
    zh="写出 `stop_epoch`：由验证损失的列表和耐心值 p 返回（应保留的轮次，训练的轮数）。",
    blanks=["loss < losses[best]", "epoch - best == p"],
    mend=["keeps_the_last", "against_the_one_before"],
)
def stop_epoch(losses, p):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == p:
            break
    return best, epoch + 1


stop_epoch.hint("How long ago was the best epoch?", zh="最好的那一轮是几轮之前？")
stop_epoch.hint("If the patience never runs out, all losses are used.", zh="耐心值没有用完，就一直训练到最后。")


@stop_epoch.inputs
def falling_and_noisy(noise=several(14, real(-0.2, 0.2, places=2)), p=one_of(2, 3)):
    return [round(1.5 - 0.06 * epoch + each, 2) for epoch, each in enumerate(noise)], p


@stop_epoch.inputs
def short_run(losses=several((1, 4), whole(1, 5)), p=whole(1, 4)):
    return losses, p


@stop_epoch.holds("The epoch kept has the lowest loss of those run.", zh="保留的那一轮是已训练各轮中损失最低的。")
def lowest_of_those_run(out, losses):
    return losses[out[0]] == min(losses[: out[1]])


@stop_epoch.wrong(
    en=("An epoch is compared with the one before.", "It is compared with the best one so far."),
    zh=("每一轮与上一轮相比。", "要与此前最好的一轮相比。"),
)
def against_the_one_before(losses, p):
    waited, epoch = 0, 0
    for epoch in range(1, len(losses)):
        waited = waited + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if waited == p:
            break
    return min(range(epoch + 1), key=losses.__getitem__), epoch + 1


@stop_epoch.wrong(
    en=("Epochs without progress are counted in all.", "They are counted in a row: a new best starts again at 0."),
    zh=("没有进步的轮数累计计算。", "要连续计数：出现新的最好值就从 0 重新数。"),
)
def counted_in_all(losses, p):
    best, bad, epoch = 0, 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            bad += 1
        if bad == p:
            break
    return best, epoch + 1


@stop_epoch.wrong(
    en=("The weights at the stop are the result.", "The weights of the best epoch are."),
    zh=("停止时的权重就是结果。", "结果是最好那一轮的权重。"),
)
def keeps_the_last(losses, p):
    best, epoch = 0, 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if epoch - best == p:
            break
    return epoch, epoch + 1


def figure(out, early, late, p):
    losses = sorted(early, reverse=True) + late
    run = out["epochs"]
    plt.plot(range(len(losses)), losses, color="C2", linestyle=":", label="never computed")
    plt.plot(range(run), losses[:run], marker="o", label="validation loss")
    plt.scatter([out["best"]], [losses[out["best"]]], color="C1", label="kept")
    plt.xlabel("epoch")
    plt.legend()
