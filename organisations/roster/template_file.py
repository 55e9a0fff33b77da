"""An empty list to fill in, as German Excel opens it: CSV with semicolons and a byte order mark."""

from collections.abc import Sequence


def make_template(headings: Sequence[str]) -> bytes:
    """A file with this line of headings; Windows line ends, UTF-8."""
    return (";".join(headings) + "\r\n").encode("utf-8-sig")
