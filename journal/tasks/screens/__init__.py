"""What a verdict on a solution looks like."""
