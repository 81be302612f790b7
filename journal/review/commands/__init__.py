"""The commands about reviews and cards."""
