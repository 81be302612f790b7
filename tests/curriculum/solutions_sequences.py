"""Second solutions of the tasks about recurrent networks."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("rnn-cell", "run_rnn")
def _inputs_mapped_first(x: Tensor, h: Tensor, W_ih: Tensor, W_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> Tensor:
    states = torch.empty(len(x), len(h))
    for t, mapped in enumerate(functional.linear(x, W_ih, b_ih + b_hh)):
        h = states[t] = (mapped + W_hh.mv(h)).tanh()
    return states


@solution("lstm-cell", "lstm_step")
def _block_by_block(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    H = len(h)
    blocks = [W[k : k + H] @ x + U[k : k + H] @ h + b[k : k + H] for k in range(0, 4 * H, H)]
    write, keep, show = (1 / (1 + torch.exp(-blocks[k])) for k in (0, 1, 3))
    memory = torch.addcmul(keep * c, write, blocks[2].tanh())
    return show * memory.tanh(), memory


@solution("gru-cell", "gru_step")
def _by_pytorch(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor, u: Tensor) -> Tensor:
    cell = nn.GRUCell(len(x), len(h))
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": u})
    state: Tensor = cell(x, h)
    return state.detach()


@solution("lstm-forget-path", "with_forget_bias")
def _joined_again(bias_ih: Tensor, bias_hh: Tensor, value: float) -> tuple[Tensor, Tensor]:
    i, f, g, o = bias_ih.chunk(4)
    j, _, k, p = bias_hh.chunk(4)
    return torch.cat([i, torch.full_like(f, value), g, o]), torch.cat([j, torch.zeros_like(f), k, p])


@solution("rnn-gradient-product", "through_time")
def _from_the_last_step(W: Tensor, states: Tensor) -> Tensor:
    rows = torch.eye(len(W))
    for h in states.flip(0):
        rows = (rows * (1 + h) * (1 - h)) @ W
    return rows


@solution("shared-weight-gradient", "shared_gradient")
def _sum_over_the_uses(w: float, xs: list[int]) -> float:
    T = len(xs)
    states = [sum(w ** (t - 1 - s) * xs[s] for s in range(t)) for t in range(T)]
    return float(sum(w ** (T - 1 - t) * state for t, state in enumerate(states)))
