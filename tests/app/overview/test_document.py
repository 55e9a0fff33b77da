"""The report on paper: read aloud as it is meant, the chart being for eyes alone."""

import io

from pypdf import PdfReader

from app.pages.overview.document import PaperBar, PaperTable, report_document
from tests.house.reading_aloud import read_aloud

LONG = "Verwaltung, Beratung und Sicherheitsbehörden sind dabei, und überall hilft jemand."


def document(rows=1):
    sums = PaperTable(
        "Überblick", ["Teil", "Meilenstein", "erreicht"], [["Allianz", LONG, "3"]], (0.2, 0.3, 0.5)
    )
    places = PaperTable(
        "Kommunen", ["Kommune"], [[f"Ort {at}"] for at in range(rows)], (1,), new_page=True
    )
    return report_document(
        title="Stand des Programms",
        notes=["Für den Fördergeber."],
        tables=[sums, places],
        bars=[PaperBar("Nur gezeichnet", (0.3, 0.2, 0.5))],
        legend=["erreicht", "begonnen", "offen"],
        page_label="Seite",
        language="de",
    )


def test_tables_are_read_with_their_headings_and_the_chart_is_not():
    lines = [line.strip() for line in read_aloud(document())]
    assert lines == [
        "Document",
        'H1 "Stand des Programms"',
        'P "Für den Fördergeber."',
        'H2 "Überblick"',
        "Table",
        "TR",
        'TH "Teil"',
        'TH "Meilenstein"',
        'TH "erreicht"',
        "TR",
        'TH "Allianz"',
        f'TD "{LONG}"',
        'TD "3"',
        *lines[13:],
    ]
    assert "Nur gezeichnet" not in " ".join(lines)
    assert "Nur gezeichnet" in PdfReader(io.BytesIO(document())).pages[0].extract_text()


def test_a_long_table_goes_on_across_under_the_same_headings():
    pages = PdfReader(io.BytesIO(document(rows=40))).pages
    assert len(pages) == 3
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    texts = [page.extract_text() for page in pages]
    assert texts[2].startswith("Seite 3\nKommune\nOrt")
