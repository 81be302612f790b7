"""Tasks: code that the learner writes or fixes, judged by running it against a reference."""
