"""Logs as text: headings, periods, dates in words, counting, prompts, typos."""
