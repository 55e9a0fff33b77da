"""The files that somebody keeps hold all of their own, nothing of others, and no name."""

import csv
import io
import json
from decimal import Decimal

import pytest
from pypdf import PdfReader, PdfWriter
from xhtml2pdf.builders.preflight import scan, unembedded_text_fonts

from app.kernel.csv_file import csv_file
from assessments.administrations.course_document import WrittenCourse, course_document
from assessments.instruments.shelf import resilience_check
from tests.assessments.administrations.courses import add_questionnaire, begin, pass_through
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn

FORMULA = '=1+1\nzweite Zeile; und "mehr"'
OTHERS = "Das steht bei jemand anderem"


@pytest.fixture
def owner(personas):
    """With two questionnaires, one of whose values are negative, a draft, and a colleague."""
    person, own = personas.owner.person, resilience_check()
    scores = [{"key": "index", "items": ["q1", "q2"], "method": "mean", "factor": -0.5}]
    negative = add_questionnaire(scores=scores, bands={}, reliability={})
    pass_through(person, own, [4, None, *[3] * 18], weeks_ago=8, note=FORMULA)
    pass_through(person, negative, [5, 4, 1], weeks_ago=2)
    begin(person, own, [1, 2], START)
    pass_through(personas.colleague.person, own, [5] * 20, note=OTHERS)
    return personas.client(personas.owner)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_json_is_complete_and_explains_itself(owner):
    document = json.loads(owner.get("/assessments/download/json").data)
    assert [document[key] for key in ("format", "version", "created")] == [
        "komma-self-assessments",
        1,
        "2026-11-23",
    ]
    assert [(each["key"], each["version"]) for each in document["instruments"]] == [
        ("komma-resilience", 1),
        ("well-being", 1),
    ]
    first, second, draft = document["assessments"]
    items = document["instruments"][0]["items"]
    assert [len(each["answers"]) for each in (first, second, draft)] == [19, 3, 2]
    assert first["answers"].keys() < {item["key"] for item in items}
    assert items[0]["text"]["de"] == resilience_check().items[0].text.de
    assert (first["week"], first["note"]) == ("2026-09-28", FORMULA)
    assert (second["scores"]["index"]["value"], second["note"]) == (-2.25, "")
    assert (draft["finished"], draft["scores"], draft["given_to_group"]) == (False, {}, False)


def test_csv_opens_in_german_spreadsheets_and_computes_nothing(owner):
    answer = owner.get("/assessments/download/csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer)
    assert len({len(row) for row in rows}) == 1
    values = {row[5]: row[7] for row in rows if row[4] == "Wert"}
    assert values["index"] == "-2,25"
    assert "," in values["total"]
    notes = [row[6] for row in rows if row[4] == "Notiz"]
    assert notes == [f"'{FORMULA}"]
    answers = [row for row in rows if row[4] == "Antwort"]
    assert len(answers) == 20 + 5 + 20
    assert [row[7:] for row in answers][:2] == [["4", "Trifft überwiegend zu"], ["", ""]]
    assert {row[3] for row in rows[1:]} == {"ja", "nein"}


def test_pdf_shows_picture_table_and_notes_without_a_name(owner, personas):
    pdf = owner.get("/assessments/download/pdf").data
    text = text_of(pdf)
    for shown in ("Resilienz-Check", "Wohlbefinden", "28.09.2026", "zweite Zeile", "-2,25"):
        assert shown in text
    metadata = " ".join(map(str, PdfReader(io.BytesIO(pdf)).metadata.values()))
    for hidden in ("Selbsteinsch", "Resilien", personas.owner.person.family_name):
        assert hidden not in metadata
    assert personas.owner.person.family_name not in text
    assert not unembedded_text_fonts(scan(PdfWriter(clone_from=io.BytesIO(pdf))))


@pytest.mark.parametrize("kind", ["json", "csv", "pdf"])
def test_files_are_only_ones_own_and_nothing_around_them_tells(owner, personas, kind):
    answer = owner.get(f"/assessments/download/{kind}")
    name = f"komma-2026-11-23.{kind}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    other = personas.client(personas.colleague).get(f"/assessments/download/{kind}").data
    none = personas.client(personas.foreigner).get(f"/assessments/download/{kind}").data
    as_text = text_of if kind == "pdf" else bytes.decode
    assert OTHERS in as_text(other)
    for file in (answer.data, none):
        assert OTHERS not in as_text(file)


def test_the_page_warns_before_and_other_kinds_do_not_exist(owner, personas):
    assert "Die Datei ist nicht geschützt" in owner.get("/assessments/download").text
    assert owner.get("/assessments/download/xlsx").status_code == 404
    empty = personas.client(personas.foreigner).get("/assessments/download").text
    assert "Noch nichts zum Herunterladen" in empty


def test_numbers_are_numbers_whatever_they_begin_with():
    file = csv_file(["a"], [[Decimal("-3.50")], ["-3,50"], [Decimal("1E-7")]])
    assert file.decode("utf-8-sig").split() == ["a", "-3,50", "'-3,50", "0,0000001"]


def test_a_note_of_any_length_and_in_any_script_goes_over_pages():
    note = "\n".join([*["Zeile"] * 150, "W" * 300, "שלום 🙂 \t Ende"])
    course = WrittenCourse("Titel", None, [], "Lesen", [], "Notizen", [("Woche", note)])
    pdf = course_document(title="Titel", facts=[("a", "b")], courses=[course], page_label="Seite")
    text = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 4
    assert text.count("Zeile") == 150
    assert "???? ?" in text
    assert "Ende" in text
