"""The colours: ink on paper by day, celadon on ink by night. Colour is never the only cue."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="journal-dark",
    dark=True,
    primary="#82b8a6",
    secondary="#8fa3c7",
    accent="#d3ab62",
    foreground="#d5d3cb",
    background="#15181c",
    surface="#1b1f24",
    panel="#252a31",
    success="#8dbb7c",
    warning="#d3a04d",
    error="#d47a6c",
    variables={"border": "#333a43", "muted": "#8a9097", "block-cursor-text-style": "none"},
)

LIGHT = Theme(
    name="journal-light",
    dark=False,
    primary="#2c7562",
    secondary="#475f8f",
    accent="#96691a",
    foreground="#2a2c2e",
    background="#faf8f2",
    surface="#f3f0e7",
    panel="#e8e4d8",
    success="#42752f",
    warning="#96630f",
    error="#b03f2f",
    variables={"border": "#cfc9b8", "muted": "#75736a", "block-cursor-text-style": "none"},
)

THEMES = (DARK, LIGHT)
