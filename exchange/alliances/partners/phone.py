"""Phone numbers as people write them, and as a phone dials them. Pure."""

import re


def dialled(number: str) -> str:
    """What stands behind `tel:` (RFC 3966 §5.1.1): the digits, and the plus in front.

    A zero in brackets after a country code is not dialled: `+49 (0)30 12` is `+493012`.
    """
    if number.startswith("+"):
        number = number.replace("(0)", "")
    return re.sub(r"(?<!^)\+|[^0-9+]", "", number)
