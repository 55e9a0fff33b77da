"""How long a title and the name of a body may be, in characters."""

LONGEST_TITLE, LONGEST_BODY = 160, 160
