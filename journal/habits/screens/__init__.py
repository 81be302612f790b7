"""The screens of focus and of habits."""
