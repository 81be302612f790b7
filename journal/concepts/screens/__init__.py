"""The screens of the library and of one concept."""
