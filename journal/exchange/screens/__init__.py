"""Import and export by the palette."""
