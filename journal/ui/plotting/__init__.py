"""Draws scenes on a grid of cells: pure functions of a scene and a size. Nothing here knows a widget or a theme."""
