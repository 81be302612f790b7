"""The kernel: dates, text, settings, messages, input and output. It knows nothing of the journal."""
