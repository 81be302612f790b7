"""The queries of the reviews."""
