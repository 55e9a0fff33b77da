"""Resilience self-assessments that only their owner can read: built in the next step."""
