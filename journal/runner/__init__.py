"""Runs demos, questions and tasks in sandboxed processes of their own."""
