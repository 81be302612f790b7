"""The commands about versions, undo and redo."""
