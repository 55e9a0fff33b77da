"""Lists of people as files, written the way spreadsheets do."""

import csv
import io
from collections.abc import Sequence

import openpyxl

HEADINGS = ("Vorname", "Nachname", "E-Mail", "Funktion")

Table = Sequence[Sequence[str]]


def as_csv(table: Table, *, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    """The table as CSV with Windows line ends; by default as German Excel saves it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(table)
    return file.getvalue().encode(encoding)


def as_xlsx(table: Table) -> bytes:
    """The table as an Excel workbook whose cells are all text, signs of formulas or not."""
    workbook = openpyxl.Workbook()
    for number, row in enumerate(table, start=1):
        for place, text in enumerate(row, start=1):
            if text:
                workbook.active.cell(number, place, text).data_type = "s"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
