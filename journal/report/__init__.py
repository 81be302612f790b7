"""The report of one week: gathered, and written as Markdown, HTML or JSON."""
