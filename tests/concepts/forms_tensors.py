"""Closed forms of tensors and the PyTorch toolbox."""

from math import tanh

from tests.concepts.closed_forms import closed_form


@closed_form("tensor-broadcasting", "shape")
def _sum_shape(a, b, c):
    return (a, b, c)


@closed_form("tensor-broadcasting", "numbers")
def _sum_numbers(a, b, c):
    return a * b * c


@closed_form("tensor-broadcasting", "residual_shape")
def _residual_shape(n):
    return (n, n)


@closed_form("tensor-broadcasting", "raises")
def _row_means_raise(a, b):
    return a != b


@closed_form("tensor-broadcasting", "failing_line")
def _failing_line(a, b, c, d):
    return 3 if a != c else 4 if b != d else 5


@closed_form("chain-rule", "gradient_of_x")
def _gradient_of_x(w, c, x, b):
    y = tanh(w * x + b)
    return 2 * y * (1 - y**2) * w + c


@closed_form("chain-rule", "gradient_of_w")
def _gradient_of_w(w, x, b):
    y = tanh(w * x + b)
    return 2 * y * (1 - y**2) * x


@closed_form("chain-rule", "agrees")
def _quotient_agrees(w, c, x, h):
    def z(x):
        return tanh(w * x) ** 2 + c * x

    y = tanh(w * x)
    slope = 2 * y * (1 - y**2) * w + c
    return abs((z(x + h) - z(x - h)) / (2 * h) - slope) < 1e-4


@closed_form("grad-accumulation", "gradient")
def _accumulated_gradient(w, x, t, k):
    return k * 2 * (w * x - t) * x


@closed_form("grad-accumulation", "what_is_left")
def _after_zero_grad(set_to_none):
    return "None" if set_to_none else "a tensor of zeros"


@closed_form("grad-accumulation", "raises")
def _second_backward_raises(operation):
    return operation not in ("w + 3", "w - 3")


@closed_form("grad-accumulation", "entry")
def _stretched_entry(b):
    return float(b)


@closed_form("dataset-protocol", "calls_before")
def _calls_before():
    return 0


@closed_form("dataset-protocol", "calls_after")
def _calls_after(n, B, drop_last):
    return n - n % B if drop_last else n


@closed_form("dataset-protocol", "raises")
def _needs_length(shuffle):
    return shuffle


@closed_form("dataloader-batching", "batches")
def _batches(n, B, drop_last):
    return n // B if drop_last else (n + B - 1) // B


@closed_form("dataloader-batching", "last_batch")
def _last_batch(n, B, drop_last):
    return B if drop_last or n % B == 0 else n % B


@closed_form("dataloader-batching", "same_groups")
def _same_groups(shuffle):
    return not shuffle


@closed_form("dataloader-batching", "equal_means")
def _equal_means(n, B):
    return n % B == 0


@closed_form("dataloader-batching", "which_of_the_two")
def _which_of_the_two(axes):
    return "Dataset" if axes == 1 else "DataLoader"


@closed_form("transform-pipeline", "value")
def _transformed(x, m, s):
    return (x / 255 - m) / s


@closed_form("transform-pipeline", "second_read")
def _second_read(u, m, s, in_place):
    once = (u - m) / s
    return (once - m) / s if in_place else once


@closed_form("transform-pipeline", "images_in_an_epoch")
def _images_in_an_epoch(n):
    return n


@closed_form("transform-pipeline", "different_images")
def _different_images(p):
    return 2 if 0 < p < 1 else 1


@closed_form("tensorboard-scalars", "first_point")
def _first_point(v):
    return v[0]


@closed_form("tensorboard-scalars", "third_point")
def _third_point(v, w):
    return (v[2] + w * v[1] + w**2 * v[0]) / (1 + w + w**2)


@closed_form("tensorboard-scalars", "stored")
def _stored(v):
    return v[1]


@closed_form("tensorboard-scalars", "count")
def _count(N, k):
    return (N + k - 1) // k


@closed_form("module-parameters", "in_two_layers")
def _in_two_layers(i, h, o):
    return i * h + h + h * o + o


@closed_form("module-parameters", "in_a_box")
def _in_a_box(h, L, box):
    return L * (h * h + h) if box == "ModuleList" else 0


@closed_form("module-parameters", "in_a_shared_layer")
def _in_a_shared_layer(h):
    return h * h + h


@closed_form("module-parameters", "in_batch_norm")
def _in_batch_norm(h):
    return 2 * h


@closed_form("module-parameters", "in_the_state_dict")
def _in_the_state_dict(h):
    return 4 * h + 1


@closed_form("train-eval-mode", "unchanged")
def _unchanged(mode):
    return mode == "eval"


@closed_form("train-eval-mode", "kept_value")
def _kept_value(p):
    return 1 / (1 - p)


@closed_form("train-eval-mode", "recorded")
def _recorded(no_grad):
    return not no_grad
