"""Resilience self-assessments: instruments, their scoring, and what only their owner can read."""
