"""What all screens share: the base screen, keys, theme, dialogs and widgets. No feature is known here."""
