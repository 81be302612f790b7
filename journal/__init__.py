"""A weekly learning journal and spaced repetition whose questions run real PyTorch."""

__version__ = "0.2.0"
