"""Read a list of people from the bytes of a CSV or Excel file. Pure.

CSV as programmes write it in German offices: parted by semicolons, commas or tabs, in UTF-8 (with
or without byte order mark), UTF-16 with byte order mark or Windows-1252. Of an Excel workbook
(ECMA-376) the first sheet is read, and of formulas the values that were saved with them. Every cell
is text and stays text: nothing is worked out, whatever sign it begins with.
"""

import codecs
import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import openpyxl

MOST_ROWS = 1000
#: Excel keeps rows that once were formatted. Whoever needs more than these sends something else.
MOST_LINES = 20_000
MOST_COLUMNS = 60
MOST_BYTES = 2 * 1024 * 1024
MOST_BYTES_UNPACKED = 20 * 1024 * 1024
#: Lists often have a title above the line of headings.
LINES_ABOVE_HEADINGS = 10
DELIMITERS = ";,\t"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also the shell of a workbook that a password protects

Line = tuple[int, Sequence[str]]


class Column(StrEnum):
    """What a column can hold."""

    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    FUNCTION = "function"
    TEAM = "team"
    JOB_TITLE = "job_title"
    ROLES = "roles"
    LANGUAGE = "language"
    MUNICIPALITY = "municipality"


REQUIRED = (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.EMAIL)

#: Headings by column, as `_folded` leaves them.
HEADINGS: Mapping[Column, frozenset[str]] = {
    Column.GIVEN_NAME: frozenset({"vorname", "vornamen", "givenname", "firstname", "forename"}),
    Column.FAMILY_NAME: frozenset(
        {"nachname", "familienname", "familyname", "lastname", "surname"}
    ),
    Column.EMAIL: frozenset(
        {"email", "emailadresse", "mail", "mailadresse", "dienstlicheemailadresse", "emailaddress"}
    ),
    Column.FUNCTION: frozenset({"funktion", "function"}),
    Column.TEAM: frozenset({"team", "amt", "teamoderamt", "teamamt", "department"}),
    Column.JOB_TITLE: frozenset({"tätigkeit", "stellenbezeichnung", "jobtitle", "position"}),
    Column.ROLES: frozenset({"rolle", "rollen", "role", "roles"}),
    Column.LANGUAGE: frozenset({"sprache", "language"}),
    Column.MUNICIPALITY: frozenset({"kommune", "municipality"}),
}


class Fault(StrEnum):
    """Why a file cannot be read as a list of people."""

    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    OPEN_QUOTE = "open_quote"
    COLUMNS_MISSING = "columns_missing"
    COLUMNS_TWICE = "columns_twice"


class Unreadable(Exception):
    """The file cannot be read, for one `fault`; `columns` are those that it is about."""

    def __init__(self, fault: Fault, columns: tuple[Column, ...] = ()) -> None:
        super().__init__(f"{fault}: {', '.join(columns)}")
        self.fault, self.columns = fault, columns


@dataclass(frozen=True)
class Row:
    """One line of the list. `number` is the one that Excel shows beside it.

    `surplus` says that it holds more than there are headings for: a sign of shifted cells.
    """

    number: int
    cells: Mapping[Column, str]
    surplus: bool = False


@dataclass(frozen=True)
class Roster:
    """What a file holds: rows in their order, and headings that mean nothing here."""

    rows: tuple[Row, ...]
    unknown_headings: tuple[str, ...] = ()


def read_roster(content: bytes, *, needed: Sequence[Sequence[Column]] = (REQUIRED,)) -> Roster:
    """The people listed in a file, without empty lines. Raises Unreadable.

    There are headings for all columns of one of the choices in `needed`.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(Fault.TOO_LARGE)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(Fault.OLD_EXCEL)
    if content.startswith(_ZIP):
        return _roster(_lines_of_workbook(content), needed)
    text = _decoded(content)
    return _roster(_lines_of_text(text, _delimiter(text)), needed)


def _decoded(content: bytes) -> str:
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            return _try(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _try(content, "cp1252")


def _try(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(Fault.DAMAGED) from error


def _delimiter(text: str) -> str:
    """The one that makes most sense of the headings."""

    def named(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            top = list(islice(filter(any, reader), LINES_ABOVE_HEADINGS))
        except csv.Error:
            return 0
        return max((_recognised([_clean(cell) for cell in cells]) for cells in top), default=0)

    return max(DELIMITERS, key=named)


def _lines_of_text(text: str, delimiter: str) -> list[Line]:
    # Strict: else a forgotten quotation mark would swallow all rows after it without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _filled(enumerate(reader, start=1))
    except csv.Error as error:
        raise Unreadable(Fault.OPEN_QUOTE) from error


def _lines_of_workbook(content: bytes) -> list[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # A part never unpacks to more than it declares: zipfile stops there.
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_BYTES_UNPACKED:
            raise Unreadable(Fault.TOO_LARGE)
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()  # some programmes declare fewer rows than they write
            values = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            return _filled(enumerate(values, start=1))
        finally:
            workbook.close()
    except Unreadable:
        raise
    except Exception as error:
        # Whatever a damaged or forged archive makes zipfile, expat and openpyxl stumble over.
        raise Unreadable(Fault.DAMAGED) from error


def _filled(lines: Iterable[tuple[int, Iterable[object]]]) -> list[Line]:
    """Lines with something in them, as clean text."""
    found: list[Line] = []
    for number, cells in lines:
        if number > MOST_LINES:
            raise Unreadable(Fault.TOO_MANY_ROWS)
        texts = [_clean(cell) for cell in cells]
        if any(texts):
            found.append((number, texts))
        if len(found) > MOST_ROWS + LINES_ABOVE_HEADINGS:
            raise Unreadable(Fault.TOO_MANY_ROWS)
    if not found:
        raise Unreadable(Fault.EMPTY)
    return found


def _clean(cell: object) -> str:
    """The cell as composed text (NFC) in one line, without signs that nobody sees."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell))
    return " ".join("".join(filter(_is_seen, text)).split())


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}


def _roster(lines: list[Line], needed: Sequence[Sequence[Column]]) -> Roster:
    index = _heading_index(lines)
    headings = lines[index][1]
    columns = [_column(heading) for heading in headings]
    _check_columns([column for column in columns if column], needed)
    rows = tuple(_row(number, cells, headings, columns) for number, cells in lines[index + 1 :])
    if not rows:
        raise Unreadable(Fault.EMPTY)
    if len(rows) > MOST_ROWS:
        raise Unreadable(Fault.TOO_MANY_ROWS)
    unknown = zip(headings, columns, strict=True)
    return Roster(rows, tuple(heading for heading, column in unknown if heading and not column))


def _row(
    number: int, cells: Sequence[str], headings: Sequence[str], columns: Sequence[Column | None]
) -> Row:
    known = {
        column: cells[place]
        for place, column in enumerate(columns)
        if column and place < len(cells) and cells[place]
    }
    without_heading = (
        cell for place, cell in enumerate(cells) if place >= len(headings) or not headings[place]
    )
    return Row(number, known, surplus=any(without_heading))


def _heading_index(lines: Sequence[Line]) -> int:
    """Where the headings stand: the line near the top that names the most columns."""
    top = range(min(len(lines), LINES_ABOVE_HEADINGS))
    return max(top, key=lambda index: _recognised(lines[index][1]))


def _recognised(cells: Sequence[str]) -> int:
    return len(set(filter(None, map(_column, cells))))


def _column(heading: str) -> Column | None:
    folded = _folded(heading)
    return next((column for column, words in HEADINGS.items() if folded in words), None)


def _folded(text: str) -> str:
    """`E-Mail-Adresse` → `emailadresse`, `Rolle(n)` → `rollen`."""
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def _check_columns(columns: Sequence[Column], needed: Sequence[Sequence[Column]]) -> None:
    lacking = (tuple(column for column in choice if column not in columns) for choice in needed)
    missing = min(lacking, key=len)
    if missing:
        raise Unreadable(Fault.COLUMNS_MISSING, missing)
    twice = tuple(_repeated(columns))
    if twice:
        raise Unreadable(Fault.COLUMNS_TWICE, twice)


def _repeated(columns: Sequence[Column]) -> Iterator[Column]:
    return (column for column in Column if columns.count(column) > 1)
