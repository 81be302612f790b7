"""The screens of the app itself."""
