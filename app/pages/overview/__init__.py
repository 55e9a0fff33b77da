"""How far the programme is: all municipalities over all its parts, for office and funder."""
