"""The commands about concepts, their demos and their files."""
