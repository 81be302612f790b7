"""The app: its screens, its palette, and how it starts."""

import os

# Read once, when textual is first imported: with the kitty protocol on, iTerm2 swallows Chinese input.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
