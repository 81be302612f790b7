"""The processes that run demos: a worker that has torch loaded, a child for each run, and the messages between.

`workers` (in the app) starts `worker` and speaks with it by `protocol`; `hatching` makes `attendants` ready ahead, each
of which waits in `child` and does its one `operation`.
"""
