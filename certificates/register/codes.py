"""The code by which anyone can check a certificate: random, and easy to type from paper.

Written in Crockford's Base 32 (no I, L, O, U), so that letters and figures that look alike are
read as what they must be, whatever case they are typed in.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 28  # of 5 bits each: 140 random bits
GROUP = 4

_LOOK_ALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212_.-]+")


def new_code() -> str:
    """140 random bits in 28 capital letters and figures."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped_code(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """The code that a person typed or pasted, or None where it cannot be one.

    Case, spaces and dashes make no difference, O and 0 or I, l and 1 neither. Of a whole address
    the last part is read.
    """
    last = typed.strip().rstrip("/").rpartition("/")[2]
    code = _SEPARATORS.sub("", last).upper().translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
