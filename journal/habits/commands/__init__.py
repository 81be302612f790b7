"""The commands about focus, habits and the heat map."""
