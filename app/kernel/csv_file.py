"""A table as a CSV file that spreadsheets open as a table and never as formulas. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

# By this mark spreadsheets know that the file is in UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet compute (OWASP, CSV Injection), also in the width of East Asian letters.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table with semicolons and decimal commas, as German spreadsheets expect, in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def guarded(value: object) -> object:
    """`value` with an apostrophe where it would begin a formula: so it is shown as text.

    A decimal is a number whatever it begins with.
    """
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value
