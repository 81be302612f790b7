"""The screens: the only package that imports textual."""

import os

# Read once, when textual is first imported: with the kitty protocol on, iTerm2 swallows Chinese input.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
