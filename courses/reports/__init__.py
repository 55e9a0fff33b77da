"""Lists in and out of a cohort, and reports of the programme for its office and its funder."""
