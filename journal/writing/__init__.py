"""Writing: the editor, drafts, templates, and typos."""
