"""Keeps a journal in order: backups, doctor, and repair."""
