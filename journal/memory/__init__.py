"""FSRS-6: scheduling, forgetting, simulation, and the fitting of weights."""
