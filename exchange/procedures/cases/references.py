"""References of cases: drawn at random, short enough to be said on the telephone. Pure."""

import secrets

#: No letters and digits that look or sound alike.
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
_HALF = 4


def new_reference() -> str:
    """Eight characters with a hyphen between, such as `K7QF-3MXA`; one of 2·10¹¹."""
    halves = ("".join(secrets.choice(_ALPHABET) for _ in range(_HALF)) for _ in range(2))
    return "-".join(halves)
