"""Questions that are asked over a screen."""
