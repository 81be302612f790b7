"""What is imported and exported: one file a format."""
