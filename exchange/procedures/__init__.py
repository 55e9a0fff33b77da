"""Clearing procedures: what is done, by whom and by when, after an incident."""
