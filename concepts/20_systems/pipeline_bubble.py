"""Pipeline parallel and its bubble

The layers are cut into p stages on p devices, the batch into m micro-batches that follow one another. The last result
is there after

    m + p − 1 ticks

and each stage idles for p − 1 of them: the bubble, a share (p − 1)/(m + p − 1). So p devices are not p times as fast;
more micro-batches shrink the bubble, more stages enlarge it. With unequal stages the slowest sets the beat. The
backward pass runs the same way back, with a bubble of its own.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import question, several, where, whole

ZH = """流水线并行与气泡

把各层切成 p 段，放在 p 个设备上；把一批数据切成 m 个微批次，依次流过。最后的结果在

    m + p − 1 拍

之后出来，每一段有 p − 1 拍闲着，这就是气泡，占比 (p − 1)/(m + p − 1)。所以 p 个设备并不会快 p 倍；
微批次越多气泡越小，段数越多气泡越大。各段不均时，最慢的一段决定节拍。反向传播沿原路返回，也有自己的气泡。
"""
NAMES = [
    "pipeline parallelism",
    "pipeline parallel",
    "pipeline bubble",
    "GPipe",
    "流水线并行",
    "流水线气泡",
]
SHARED = ["model parallelism", "模型并行"]
HINTS = ["micro-batch", "微批次"]
NEEDS = ["microbatch"]
CONFUSED_WITH = ["data-parallel"]
SOURCES = ["Huang et al., GPipe, arXiv:1811.06965"]


def demo(p=whole(2, 8), m=whole(2, 12)):
    done = torch.zeros(m + 1, p + 1)  # when micro-batch i has left stage j
    for i in range(1, m + 1):
        for j in range(1, p + 1):
            # the stage must be free, and the micro-batch must be there
            done[i, j] = max(done[i - 1, j], done[i, j - 1]) + 1
    ticks = done[m, p]
    return {"ticks": ticks, "idle": 1 - m / ticks, "done": done}


@question("How many ticks does it take?", zh="一共要多少拍？")
def ticks(out):
    return int(out["ticks"])


@ticks.wrong(
    en=("Each micro-batch waits until the one before is through.", "It follows as soon as the first stage is free."),
    zh=("前一个微批次全部走完，下一个才开始。", "第一段一空出来就跟上。"),
)
def one_after_another(p, m):
    return m * p


@ticks.wrong(
    en=("p stages share m·p jobs: m ticks.", "At first and at last most stages have nothing to do."),
    zh=("p 段分担 m·p 件活：m 拍。", "开头和结尾时大多数段没有活干。"),
)
def perfectly_shared(m):
    return m


@ticks.wrong(
    en=("Filling the pipeline takes p ticks: m + p.", "The first result is there after p, so p − 1 come on top of m."),
    zh=("填满流水线要 p 拍：m + p。", "第 p 拍就有第一个结果，所以只比 m 多 p − 1。"),
)
def one_too_many(p, m):
    return m + p


@question("For what share of the time is a stage idle?", zh="每一段有多大比例的时间闲着？")
def idle(out):
    return out["idle"]


@idle.wrong(
    en=("All stages work all the time.", "Each waits p − 1 ticks, before its first or after its last."),
    zh=("各段一直在工作。", "每段在开始前或结束后共等 p − 1 拍。"),
)
def never_idle(m):
    return idle(demo(1, m))


@idle.wrong(
    en=("p − 1 of m ticks.", "Of all ticks: m + p − 1."),
    zh=("m 拍中的 p − 1 拍。", "是全部 m + p − 1 拍中的。"),
)
def share_of_m(p, m):
    return (p - 1) / m


@idle.wrong(
    en=("One stage of p works at a time.", "That is without micro-batches; with m of them the stages overlap."),
    zh=("p 段中每次只有一段工作。", "那是不切微批次时；切成 m 个就能重叠。"),
)
def one_stage_at_a_time(p):
    return idle(demo(p, 1))


def unequal(times=several((2, 4), whole(1, 6)), m=whole(2, 6)):
    free = [0] * len(times)  # when each stage is free again
    for _ in range(m):
        now = 0
        for stage, time in enumerate(times):
            now = max(now, free[stage]) + time
            free[stage] = now
    return free[-1]


@question("When is the last micro-batch through?", zh="最后一个微批次何时走完？", of=unequal)
def end(out):
    return out


@end.wrong(
    en=(
        "One micro-batch after the other.",
        "They overlap: after the first, one comes out for each beat of the slowest.",
    ),
    zh=("一个走完再走下一个。", "它们会重叠：第一个之后，最慢的一段每拍出一个。"),
)
def no_overlap(times, m):
    return m * sum(times)


@end.wrong(
    en=("The first stage sets the beat.", "The slowest does, wherever it stands."),
    zh=("第一段决定节拍。", "最慢的一段决定，无论它在哪里。"),
)
def first_sets_the_beat(times, m):
    return sum(times) + (m - 1) * times[0]


@end.wrong(
    en=("The last stage sets the beat.", "It waits for the slowest before it."),
    zh=("最后一段决定节拍。", "它要等前面最慢的一段。"),
)
def last_sets_the_beat(times, m):
    return sum(times) + (m - 1) * times[-1]


@where(lambda p, m, q, k: (p, m) != (q, k))
@where(lambda p, m, q, k: p * m == q * k)
def speed(p=whole(2, 8), m=whole(2, 16), q=whole(2, 8), k=whole(2, 16)):
    rates = []
    for stages, micro in ((p, m), (q, k)):
        ticks = micro + stages - 1
        rates.append(stages * micro / ticks)  # jobs a tick
    return rates[0] / rates[1]


@question(
    "Both do the same number of jobs. What is the ratio of their speeds?",
    zh="两者的活一样多，速度之比是多少？",
    of=speed,
)
def ratio(out):
    return out


@ratio.wrong(
    en=(
        "The speed is in proportion to the stages.",
        "The bubble takes its share: it is the ratio of the ticks, turned round.",
    ),
    zh=("速度与段数成正比。", "气泡要扣除：等于拍数之比的倒数。"),
)
def stages_alone(p, q):
    return p / q


@ratio.wrong(
    en=("The same number of jobs takes the same time.", "It depends on how many can run at once, and on the bubble."),
    zh=("活一样多，时间就一样。", "要看同时能做多少，还要看气泡。"),
)
def same_speed():
    return 1.0


@ratio.wrong(
    en=("It is the ratio of the ticks.", "Fewer ticks are faster: turn it round."),
    zh=("就是拍数之比。", "拍数少才快：要倒过来。"),
)
def ticks_not_turned(p, m, q, k):
    return (m + p - 1) / (k + q - 1)


def figure(out, p, m):
    done = out["done"]
    for i in range(1, m + 1):
        for j in range(1, p + 1):
            end = done[i, j].item()
            plt.plot([end - 0.9, end - 0.1], [-j, -j], color=f"C{i % 2}")
    plt.xlabel("tick")
    plt.ylabel("stage, the first on top")
