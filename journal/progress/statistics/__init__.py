"""The figures of the panels: plain values in, and out what is painted, printed and exported."""
