"""Tables as Excel workbooks (ECMA-376) and as CSV files. Pure.

Texts stay texts whatever they begin with (OWASP, CSV Injection): in a workbook they are written as
strings and never read as formulas, links or numbers; in CSV, which has no types, `csv_file` puts an
apostrophe before them.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.kernel.csv_file import csv_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: A cell: text, a number, a day, an instant (shown by the clock of the zone), or nothing.
Cell = str | int | Decimal | date | datetime | None

MOST_SIGNS = 32_767  # in a cell, in UTF-16 as Excel counts
WIDEST, NARROWEST = 60, 8
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# What XML 1.0 (section 2.2) has no place for, and line ends that its readers change.
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_FORMATS = {"date": "dd.mm.yyyy", "instant": "dd.mm.yyyy hh:mm", "decimal": "0.0#"}


@dataclass(frozen=True)
class Sheet:
    """A table under its column headings; each row has a cell for each of them."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], *, zone: ZoneInfo) -> bytes:
    """An Excel workbook: headings stay in sight and can be filtered by; instants are in `zone`."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = {name: book.add_format({"num_format": form}) for name, form in _FORMATS.items()}
        formats["heading"] = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet, name in zip(sheets, _sheet_names(sheets), strict=True):
            _write(book.add_worksheet(name), sheet, formats, zone)
    return target.getvalue()


def as_csv(sheet: Sheet, *, zone: ZoneInfo) -> bytes:
    """The sheet as a CSV file, with days and instants as ISO 8601 writes them."""
    rows = ([_plain(cell, zone) for cell in row] for row in sheet.rows)
    return csv_file(list(sheet.columns), rows)


def clean(text: str) -> str:
    """The text as a cell keeps it: without signs that no workbook can hold, and not too long."""
    kept = _NOT_IN_XML.sub("", _LINE_END.sub("\n", text))
    return kept.encode("utf-16-le")[: 2 * MOST_SIGNS].decode("utf-16-le", errors="ignore")


def _write(worksheet: Worksheet, sheet: Sheet, formats: dict[str, Format], zone: ZoneInfo) -> None:
    for column, heading in enumerate(sheet.columns):
        worksheet.write_string(0, column, clean(heading), formats["heading"])
        cells = [heading, *(_plain(row[column], zone) for row in sheet.rows)]
        worksheet.set_column(column, column, _width(cells))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(worksheet, (number, column), cell, formats, zone)
    worksheet.freeze_panes(1, 1)
    if sheet.columns:
        worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


def _write_cell(
    worksheet: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    formats: dict[str, Format],
    zone: ZoneInfo,
) -> None:
    match cell:
        case str():
            worksheet.write_string(*place, clean(cell))
        case datetime():
            local = cell.astimezone(zone).replace(tzinfo=None)
            worksheet.write_datetime(*place, local, formats["instant"])
        case date():
            worksheet.write_datetime(*place, cell, formats["date"])
        case Decimal():
            worksheet.write_number(*place, cell, formats["decimal"])
        case int():
            worksheet.write_number(*place, cell)


def _plain(cell: Cell, zone: ZoneInfo) -> str | int:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.astimezone(zone).isoformat(sep=" ", timespec="minutes")[:16]
        case date():
            return cell.isoformat()
        case Decimal():
            return str(cell).replace(".", ",")  # as the German spreadsheets read it that open it
        case _:
            return cell


def _width(cells: Sequence[str | int]) -> int:
    longest = max(len(line) for cell in cells for line in (str(cell).splitlines() or [""]))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """Names as Excel allows them: no signs of paths, not too long, none twice."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        name = _NOT_IN_NAMES.sub(" ", clean(sheet.name)).strip("' ")[:_LONGEST_NAME]
        taken = {one.casefold() for one in names}
        names.append(name if name and name.casefold() not in taken else f"{name[:27]} {number}")
    return names
