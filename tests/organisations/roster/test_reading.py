"""Lists of people are read from files as German offices have them, and bad files are refused."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from organisations.roster.reading import MOST_ROWS, Column, Fault, Unreadable, read_roster
from organisations.roster.template_file import make_template
from tests.organisations.roster.files import HEADINGS, as_csv, as_xlsx

PERSON = ("Änne", "Groß", "aenne@example.org", "Mitarbeit")

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
HEADING_OF = {
    Column.GIVEN_NAME: ("Vorname", "VORNAME", "Given name"),
    Column.FAMILY_NAME: ("Nachname", "nachname", "Family name", "Surname"),
    Column.EMAIL: ("E-Mail", "e-mail", "Email", "E-Mail-Adresse"),
    Column.FUNCTION: ("Funktion", "Function"),
    Column.TEAM: ("Team",),
    Column.JOB_TITLE: ("Tätigkeit", "Job title"),
    Column.ROLES: ("Rolle(n)", "Rollen", "Role(s)"),
    Column.LANGUAGE: ("Sprache", "Language"),
    Column.MUNICIPALITY: ("Kommune", "Municipality"),
}


def is_kept(text: str) -> bool:
    """Whether reading leaves `text` as it is: composed, in one line, every sign to be seen."""
    categories = {unicodedata.category(sign) for sign in text}
    return text == " ".join(unicodedata.normalize("NFC", text).split()) and not categories & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
    }


texts = st.one_of(
    st.text(st.characters(codec="cp1252"), max_size=12),
    st.sampled_from(["=1+1", "+49 30", "-", "@amt", 'Amt "Ost"', "a;b,c", "", "Groß-Ähren"]),
).filter(is_kept)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Headings (known ones in any order and spelling, and foreign ones), and rows under them."""
    columns = draw(st.permutations(list(Column)))
    headings = [draw(st.sampled_from(HEADING_OF[column])) for column in columns]
    headings.insert(draw(st.integers(0, len(headings))), "Lieblingsfarbe")
    rows = draw(st.lists(st.lists(texts, min_size=10, max_size=10), min_size=1, max_size=4))
    return headings, rows


def expected_rows(headings: Sequence[str], rows: Sequence[Sequence[str]]):
    column_of = {text: column for column, spelled in HEADING_OF.items() for text in spelled}
    return [
        (
            number,
            {
                column_of[heading]: cell
                for heading, cell in zip(headings, row, strict=True)
                if cell and heading in column_of
            },
        )
        for number, row in enumerate(rows, start=2)
        if any(row)
    ]


def read_rows(content: bytes):
    roster = read_roster(content)
    assert roster.unknown_headings == ("Lieblingsfarbe",)
    return [(row.number, dict(row.cells)) for row in roster.rows]


@given(tables(), st.sampled_from(";,\t"), st.sampled_from(ENCODINGS))
def test_whatever_is_written_as_csv_is_read_back(table, delimiter, encoding):
    headings, rows = table
    wanted = expected_rows(headings, rows)
    assume(wanted)
    content = as_csv([headings, *rows], delimiter=delimiter, encoding=encoding)
    if encoding == "cp1252":
        assume(not is_utf8(content) or content.isascii())
    assert read_rows(content) == wanted


@settings(max_examples=30)  # writing a workbook is slow
@given(tables())
def test_whatever_is_written_as_xlsx_is_read_back(table):
    headings, rows = table
    wanted = expected_rows(headings, rows)
    assume(wanted)
    assert read_rows(as_xlsx([headings, *rows])) == wanted


def is_utf8(content: bytes) -> bool:
    """Some Windows-1252 is UTF-8, too; nobody can tell which was meant."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.binary(max_size=300))
def test_junk_is_refused_with_a_reason(content):
    for bytes_of_file in (content, b"PK\x03\x04" + content):
        with pytest.raises(Unreadable):
            read_roster(bytes_of_file)


def cells(content: bytes) -> list[dict[Column, str]]:
    return [dict(row.cells) for row in read_roster(content).rows]


def test_a_title_above_the_headings_and_empty_lines_do_no_harm():
    table = [["Personalliste 2026"], [], [], HEADINGS, [], PERSON]
    for content in (as_csv(table), as_xlsx(table)):
        [row] = read_roster(content).rows
        assert row.number == 6, "as the spreadsheet counts"
        assert row.cells[Column.GIVEN_NAME] == "Änne"


def test_text_is_composed_and_in_one_line_without_signs_that_nobody_sees():
    decomposed = unicodedata.normalize("NFD", "Änne")
    table = [HEADINGS, (decomposed, " Gro\u200bß\u00a0 von\nAu ", "a@example.org\u202e", "")]
    assert cells(as_csv(table, encoding="utf-8")) == [
        {
            Column.GIVEN_NAME: "Änne",
            Column.FAMILY_NAME: "Groß von Au",
            Column.EMAIL: "a@example.org",
        }
    ]


def test_numbers_are_text_and_formulas_are_never_worked_out():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Vorname", "Nachname", "E-Mail", "Team", "Tätigkeit"])
    workbook.active.append(["Ada", "=1+1", "ada@example.org", 32, 32.5])
    file = io.BytesIO()
    workbook.save(file)
    # Nobody has saved a value with the formula, so there is none.
    assert cells(file.getvalue()) == [
        {
            Column.GIVEN_NAME: "Ada",
            Column.EMAIL: "ada@example.org",
            Column.TEAM: "32",
            Column.JOB_TITLE: "32.5",
        }
    ]


def test_cells_without_a_heading_are_told():
    table = [HEADINGS, (*PERSON, "Überzähliges"), PERSON]
    assert [row.surplus for row in read_roster(as_csv(table)).rows] == [True, False]


def test_the_template_opens_in_german_excel_and_is_read_when_filled_in():
    template = make_template(HEADINGS)
    assert template.startswith(b"\xef\xbb\xbfVorname;Nachname;")
    filled = template + ";".join(PERSON).encode() + b"\r\n"
    assert cells(filled)[0][Column.FAMILY_NAME] == "Groß"


def workbook_with(part: str, content: bytes) -> bytes:
    """A workbook one part of which is replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([HEADINGS, PERSON]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return file.getvalue()


def sheet(rows: str, *, before: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'{before}<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


SHEET = "xl/worksheets/sheet1.xml"
FAR_AWAY = sheet(
    '<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>Vorname</t></is></c></row>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = sheet(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>',
    before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", Fault.EMPTY, id="nothing"),
        pytest.param(as_csv([HEADINGS]), Fault.EMPTY, id="only headings"),
        pytest.param(as_csv([["Name", "Mail"], ["A", "b"]]), Fault.COLUMNS_MISSING, id="missing"),
        pytest.param(as_csv([(*HEADINGS, "vorname"), PERSON]), Fault.COLUMNS_TWICE, id="twice"),
        pytest.param(b"\xd0\xcf\x11\xe0 old", Fault.OLD_EXCEL, id="old Excel"),
        pytest.param(b"PK\x03\x04 no archive", Fault.DAMAGED, id="no archive"),
        pytest.param(b"\xff\xfea\x00b", Fault.DAMAGED, id="half a sign"),
        pytest.param(b"Vorname;\x81", Fault.DAMAGED, id="no text"),
        pytest.param(b'Vorname;Nachname;E-Mail\n"A;B;c@d.de\n', Fault.OPEN_QUOTE, id="quote"),
        pytest.param(b"a" * (2 * 1024 * 1024 + 1), Fault.TOO_LARGE, id="large"),
        pytest.param(
            as_csv([HEADINGS, *[PERSON] * (MOST_ROWS + 1)]), Fault.TOO_MANY_ROWS, id="long"
        ),
        pytest.param(workbook_with(SHEET, FAR_AWAY), Fault.TOO_MANY_ROWS, id="far away"),
        pytest.param(workbook_with(SHEET, LAUGHING), Fault.DAMAGED, id="laughs"),
        pytest.param(
            workbook_with("xl/media/bomb.bin", bytes(21 * 1024 * 1024)), Fault.TOO_LARGE, id="bomb"
        ),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_with_the_reason(content, fault):
    with pytest.raises(Unreadable) as refusal:
        read_roster(content)
    assert refusal.value.fault is fault


def test_a_thousand_people_are_read():
    assert len(read_roster(as_csv([HEADINGS, *[PERSON] * MOST_ROWS])).rows) == MOST_ROWS


def test_missing_columns_are_named():
    with pytest.raises(Unreadable) as refusal:
        read_roster(as_csv([["Nachname", "Team"], ["Groß", "Bauamt"]]))
    assert refusal.value.columns == (Column.GIVEN_NAME, Column.EMAIL)
