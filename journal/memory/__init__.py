"""FSRS-6: scheduling, forgetting, and the fitting of weights."""
