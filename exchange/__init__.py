"""Alliances, procedures and the toolbox of the municipalities."""
