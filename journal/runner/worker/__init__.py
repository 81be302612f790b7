"""The processes that run demos: a worker that has torch loaded, and a child for each run."""
