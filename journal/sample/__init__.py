"""The sample journal of `journal --sample`: twelve weeks of a simulated learner, filled by real use and shipped."""
