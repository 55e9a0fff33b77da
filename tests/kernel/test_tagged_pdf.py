"""PDFs that reportlab draws can be read aloud, and nothing is drawn that could not be."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.kernel.pdf_structure import ARTIFACT, Element
from app.kernel.table_document import REGULAR, register_fonts, table_document
from app.kernel.tagged_pdf import TaggedCanvas, Unreadable
from tests.house.reading_aloud import read_aloud


@pytest.fixture
def structure() -> Element:
    return Element(role="Document")


@pytest.fixture
def canvas(structure) -> TaggedCanvas:
    register_fonts()
    canvas = TaggedCanvas(BytesIO(), structure=structure)
    canvas.setFont(REGULAR, 10)
    return canvas


def test_a_table_on_two_pages_is_read_as_one():
    pdf = table_document(
        title="Nachweis",
        facts=[("Coach", "Miriam")],
        header=["Tag", "Minuten"],
        rows=[[f"Tag {n}", str(n)] for n in range(60)],
        sums=[("Zusammen", "100 Minuten")],
        page_label="Seite",
        columns=(0.5, 0.5),
        language="de",
    )

    first, second = ([line.strip() for line in read_aloud(pdf, page)] for page in (0, 1))
    assert first[:11] == [
        "Document",
        'H1 "Nachweis"',
        "Table",
        "TR",
        'TH "Coach"',
        'TD "Miriam"',
        "Table",
        "TR",
        'TH "Tag"',
        'TH "Minuten"',
        "TR",
    ]
    # What is printed at the head of the second page again is not read again.
    assert 'TH "Tag"' not in second
    assert second[-3:] == ["TR", 'TH "Zusammen"', 'TD "100 Minuten"']
    assert [line for line in first + second if line.startswith('TD "Tag')] == [
        f'TD "Tag {n}"' for n in range(60)
    ]
    catalogue = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("de", True)


def test_a_text_without_an_element_is_refused(canvas):
    with pytest.raises(Unreadable, match="'Hallo' belongs to no element"):
        canvas.drawString(9, 9, "Hallo")


def test_a_text_in_an_element_that_holds_no_text_is_refused(canvas, structure):
    with canvas.drawing(structure.add("Table")), pytest.raises(Unreadable):
        canvas.drawString(9, 9, "Hallo")


def test_a_font_that_would_not_be_embedded_is_refused(canvas, structure):
    canvas.setFont("Helvetica", 9)

    with canvas.drawing(structure.add("P")), pytest.raises(Unreadable, match="Helvetica"):
        canvas.drawString(9, 9, "Hallo")


def test_a_link_that_belongs_to_no_link_is_refused(canvas, structure):
    with canvas.drawing(structure.add("P")), pytest.raises(Unreadable):
        canvas.linkURL("https://example.org", (0, 0, 9, 9))


def test_who_draws_on_after_a_refusal_gets_no_document(canvas):
    with pytest.raises(Unreadable):
        canvas.drawString(9, 9, "Hallo")

    with pytest.raises(Unreadable, match="Hallo"):
        canvas.save()


def test_lines_and_decoration_are_marked_as_such(canvas, structure):
    with canvas.drawing(structure.add("P")):
        canvas.drawString(9, 9, "Hallo")
    canvas.line(0, 0, 9, 9)
    canvas.rect(0, 0, 9, 9, fill=1)
    canvas.lines([(0, 0, 9, 9), (9, 9, 0, 0)])
    with canvas.drawing(ARTIFACT):
        canvas.drawString(9, 9, "Seite 1")
    canvas.setPageCompression(0)
    canvas.showPage()

    content = canvas._doc.Pages.pages[0].stream
    assert content.count("BDC") == 1
    assert content.count("/Artifact BMC") == 4
    assert content.count("EMC") == 5
