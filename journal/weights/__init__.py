"""FSRS weights of the learner's own: fitted, shown, applied and reverted."""
