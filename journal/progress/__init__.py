"""Progress: panels of figures, one file a panel."""
