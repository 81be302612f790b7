"""One journal on several devices."""
