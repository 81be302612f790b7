"""Closed forms of forward, backward and update."""

import math

from tests.concepts.closed_forms import closed_form


def _sigmoid(x):
    return 1 / (1 + math.exp(-x))


def _softmax(z):
    powers = [math.exp(each) for each in z]
    return [each / sum(powers) for each in powers]


def _mean(values):
    return sum(values) / len(values)


@closed_form("mlp-forward", "output")
def _output(x, W1, b1, W2):
    hidden = [sum(w * each for w, each in zip(row, x, strict=True)) + b for row, b in zip(W1, b1, strict=True)]
    return sum(w * max(each, 0) for row in W2 for w, each in zip(row, hidden, strict=True))


@closed_form("mlp-forward", "hidden_shape")
def _hidden_shape(n, h):
    return (n, h)


@closed_form("mlp-forward", "weight_shape")
def _weight_shape(i, h):
    return (h, i)


@closed_form("activation-functions", "slope")
def _slope(x):
    return _sigmoid(x) * (1 - _sigmoid(x))


@closed_form("activation-functions", "largest_slope")
def _largest_slope(act, k):
    return k * {"sigmoid": 0.25, "tanh": 1.0}[act]


@closed_form("activation-functions", "slope_at_zero")
def _slope_at_zero(a):
    return a


@closed_form("activation-functions", "slope_when_negative")
def _slope_when_negative(a):
    return a


@closed_form("hidden-layer-lift", "best_plane")
def _best_plane(labels, act):
    return 4 if act == "relu" else _best_line(labels)


@closed_form("hidden-layer-lift", "best_line")
def _best_line(labels):
    corners_alike = labels[0] == labels[3] and labels[1] == labels[2]
    return 3 if corners_alike and labels[0] != labels[1] else 4


@closed_form("hidden-layer-lift", "rank")
def _rank(d, m):
    return min(d, m)


@closed_form("hidden-layer-lift", "relu_lifts")
def _relu_lifts(d, m):
    return m > d


@closed_form("backprop", "gradient")
def _gradient(x, w1, w2, t):
    h = math.tanh(w1 * x)
    return (w2 * h - t) * w2 * (1 - h * h) * x


@closed_form("backprop", "grad_shape")
def _grad_shape(i, h):
    return (h, i)


@closed_form("backprop", "order")
def _order(path):
    return list(reversed(path))


@closed_form("softmax-cross-entropy", "gradient_at_target")
def _gradient_at_target(z, k):
    return _softmax(z)[k] - 1


@closed_form("softmax-cross-entropy", "loss_of_equal_logits")
def _loss_of_equal_logits(C):
    return math.log(C)


@closed_form("softmax-cross-entropy", "loss_after_softmax")
def _loss_after_softmax(z, k):
    return -math.log(_softmax(_softmax(z))[k])


@closed_form("softmax-cross-entropy", "loss_changes")
def _loss_changes(change):
    return change == "multiply"


@closed_form("sgd-update", "weight_after")
def _weight_after(a, lr, w, k):
    return (1 - lr * a) ** k * w


@closed_form("sgd-update", "behaviour")
def _behaviour(a, lr):
    if lr * a > 2:
        return "further and further away"
    return "from side to side, towards 0" if lr * a > 1 else "straight towards 0"


@closed_form("sgd-update", "both_converge")
def _both_converge(flat, steep, lr):
    return lr * max(flat, steep) < 2


@closed_form("optimizer-state", "first_step")
def _first_step(lr):
    return lr


@closed_form("optimizer-state", "two_steps")
def _two_steps(g, lr, mu):
    return lr * g * (2 + mu)


@closed_form("optimizer-state", "numbers_kept")
def _numbers_kept(i, o):
    return 2 * (i * o + o)


@closed_form("weight-init", "different_rows")
def _different_rows(h, start):
    return 1 if start == "equal" else h


@closed_form("weight-init", "learning")
def _learning(zero):
    return {("W1",): "W1, b1, b2", ("W2",): "W2, b2", ("W1", "W2"): "b2"}[tuple(zero)]


@closed_form("batch-norm", "running_mean")
def _running_mean(batch, m, k):
    return (1 - (1 - m) ** k) * _mean(batch)


@closed_form("batch-norm", "running_var")
def _running_var(batch, m):
    unbiased = sum((each - _mean(batch)) ** 2 for each in batch) / (len(batch) - 1)
    return (1 - m) + m * unbiased


@closed_form("batch-norm", "depends_on_the_batch")
def _depends_on_the_batch(mode):
    return mode == "train"


@closed_form("batch-norm", "raises")
def _raises(side):
    return side == 1


@closed_form("batch-norm", "bias_is_idle")
def _bias_is_idle(after):
    return after == "BatchNorm1d"


@closed_form("bp-vs-bn", "changed_by")
def _changed_by(what, mode):
    if what.endswith(".grad"):
        return "backward"
    if what == "linear.weight":
        return "step"
    return "forward" if mode == "train" else "never"


@closed_form("bp-vs-bn", "who")
def _who(what, mode):
    return {"backward": "BP", "forward": "BN"}.get(_changed_by(what, mode), "neither")


@closed_form("bp-vs-bn", "still_filled")
def _still_filled(edit):
    return edit == "drop BN"


@closed_form("bp-vs-bn", "learnable_numbers")
def _bn_learnable_numbers(C):
    return 2 * C


@closed_form("layer-norm", "means")
def _means(N, T):
    return N * T


@closed_form("layer-norm", "maker")
def _maker(y):
    return "LN" if all(sum(row) == 0 for row in y) else "BN"


@closed_form("layer-norm", "depends_on_neighbour")
def _depends_on_neighbour(layer):
    return layer == "BN"


@closed_form("layer-norm", "learnable_numbers")
def _ln_learnable_numbers(C):
    return 2 * C


@closed_form("layer-norm", "same_result")
def _same_result(a):
    return a > 0


@closed_form("forgetting-curve", "stability")
def _stability(days, asked, recalled):
    return days[0] * math.log(0.9) / math.log(recalled[0] / asked[0])


@closed_form("forgetting-curve", "twice_as_late")
def _twice_as_late(asked, recalled):
    return (recalled[0] / asked[0]) ** 2


@closed_form("forgetting-curve", "longer")
def _longer(right):
    return right


@closed_form("forgetting-curve", "teaches_more")
def _teaches_more(t, S):
    return "right" if 0.9 ** (t / S) < 0.5 else "wrong"


@closed_form("forgetting-curve", "remembers_more")
def _remembers_more(m):
    return "power" if m > 1 else "exponential"


@closed_form("forgetting-curve", "power_share")
def _power_share(m):
    return 1 / math.sqrt(1 + 19 * m / 81)
