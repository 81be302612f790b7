"""Follow-ups: what the log leaves open, proposed from its sentences, kept, and done."""
