"""Texts of municipalities on paper: what a file says in which order, and as a tagged PDF."""
