"""Weights of FSRS-6 learned from one learner's reviews: answers in, weights out.

`verdict` holds the plain values on both sides. `packing`, `memory`, `training` and `trial` import torch and run only in
a process of their own, `python -m journal.memory.fitting`, which `trainer` starts and listens to.
"""
