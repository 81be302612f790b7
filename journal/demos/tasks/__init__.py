"""Tasks: code that the learner writes or mends, judged by running it beside a reference."""
