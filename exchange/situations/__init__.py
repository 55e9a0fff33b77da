"""Situations: one page from what happened to everything that helps."""
