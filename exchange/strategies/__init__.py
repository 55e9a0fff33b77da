"""Strategy concepts of municipalities: where they stand, what they want, what they do for it."""
