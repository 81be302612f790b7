"""Journals of several devices, merged."""
