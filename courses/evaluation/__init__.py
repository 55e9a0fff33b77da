"""What those who took part say of a course: anonymous, and shown as figures of groups only."""
