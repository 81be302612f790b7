"""Draws a formula of LaTeX, as far as matplotlib sets it; run in the child like the demo of a concept."""

from __future__ import annotations

from matplotlib import pyplot as plt


def demo(formula: str = "x") -> None:
    """Leaves a figure open that holds nothing but the formula."""
    figure = plt.figure()
    figure.text(0.5, 0.5, f"${formula}$", ha="center", va="center", fontsize=28)
