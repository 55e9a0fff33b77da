"""Workbooks and CSV files hold what was put in, as what it is, and never a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.kernel.spreadsheets import MOST_SIGNS, Sheet, as_csv, clean, workbook

BERLIN = ZoneInfo("Europe/Berlin")
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def opened(*sheets: Sheet):
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, zone=BERLIN)))


# openpyxl takes "x005F_" out of every text: see openpyxl/reader/strings.py.
texts = st.text().filter(lambda text: "x005F_" not in text)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(("", *BEGINNINGS)), texts), min_size=1, max_size=5))
@example([("=", 'HYPERLINK("https://example.org";"x")'), ("", "https://example.org"), ("", "12")])
@example([("", "_x0041_"), ("", " with space "), ("", "A\r\nB\rC"), ("", "\x00\x1b\ufffe\ud800")])
def test_any_text_comes_back_as_the_same_text(parts):
    given_texts = [beginning + rest for beginning, rest in parts]
    sheet = opened(Sheet("Liste", ["Text"], [[text] for text in given_texts])).worksheets[0]
    for cell, text in zip(sheet["A"][1:], map(clean, given_texts), strict=True):
        assert (cell.value or "") == text
        assert cell.data_type == "s" or not text
        assert cell.hyperlink is None


@given(st.text())
def test_only_what_a_workbook_cannot_hold_is_taken_from_a_text(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    if text.isprintable():
        assert cleaned == text


def test_a_text_that_is_too_long_is_cut_between_signs():
    assert clean("🙂" * MOST_SIGNS) == "🙂" * (MOST_SIGNS // 2)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_that_begins_a_formula_begins_with_an_apostrophe_in_csv(beginning):
    file = as_csv(Sheet("Liste", ["Text"], [[f"{beginning}1+1"]]), zone=BERLIN)
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Text"], [f"'{beginning}1+1"]]


def test_numbers_days_and_instants_are_what_they_are():
    row = [90, Decimal("1.5"), date(2026, 3, 1), datetime(2026, 7, 1, 22, 30, tzinfo=UTC), None]
    sheet = Sheet("Termine", ["Minuten", "Stunden", "Tag", "Beginn", "Leer"], [row])
    read = opened(sheet).worksheets[0]
    assert [cell.value for cell in read[2]] == [
        90,
        1.5,
        datetime(2026, 3, 1),  # noqa: DTZ001 - spreadsheets know no zones
        datetime(2026, 7, 2, 0, 30),  # noqa: DTZ001
        None,
    ]
    assert [cell.is_date for cell in read[2]] == [False, False, True, True, False]
    assert as_csv(sheet, zone=BERLIN).decode("utf-8-sig").splitlines()[1] == (
        "90;1,5;2026-03-01;2026-07-02 00:30;"
    )


def test_headings_stay_in_sight_and_can_be_filtered_by():
    rows = [["Ada", 1], ["Bela mit einem sehr langen Namen", 2]]
    read = opened(Sheet("Liste", ["Name", "Zahl"], rows)).worksheets[0]
    assert read.freeze_panes == "B2"
    assert read.auto_filter.ref == "A1:B3"
    assert read["A1"].font.bold
    assert read.column_dimensions["A"].width > 30 > 9 > read.column_dimensions["B"].width


def test_names_of_sheets_are_such_as_excel_opens():
    names = ["Kurs: [1]/2*?", "Kurs   1  2", "", "x" * 40, "X" * 40]
    read = opened(*(Sheet(name, ["A"], []) for name in names))
    assert len({name.casefold() for name in read.sheetnames}) == len(names)
    assert all(0 < len(name) <= 31 for name in read.sheetnames)
