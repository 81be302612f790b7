"""The figures of Progress: for each panel plain values in, and out what is painted, printed and written as JSON."""
