"""Self-assessments around a course: before it, after it, three months later; as a group only."""
