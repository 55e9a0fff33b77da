"""Alliances: partners of a municipality, what they do and who helps now."""
