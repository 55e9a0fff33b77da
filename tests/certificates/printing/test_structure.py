"""What someone hears who has a certificate read out: the structure of the PDF."""

# ruff: noqa: RUF001 - names in many alphabets are meant as they are written

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from certificates.printing.completing import complete
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.laying_out import (
    LOGO_RESOURCE,
    QR_RESOURCE,
    RenderingFailed,
    lay_out,
    page_count,
)
from certificates.printing.qr_code import qr_image
from certificates.printing.rendering import render_pdf
from tests.house.programs import output_of
from tests.house.reading_aloud import read_aloud

ADDRESS = "https://komma.example.org/verify/ABCD"
STYLE = """
  @font-face { font-family: "Sans"; src: url(sans.ttf); }
  @page {
    size: a4 portrait;
    @frame text { left: 30mm; width: 150mm; top: 24mm; height: 120mm; }
    @frame border { -pdf-frame-content: border; left: 9mm; width: 190mm; top: 9mm; height: 270mm;
                    border: 1pt solid #1d2b4f; }
    @frame number { -pdf-frame-content: number; left: 30mm; width: 150mm; top: 12mm; height: 9mm; }
  }
  html { font-family: "Sans"; font-size: 11pt; line-height: 140%; }
  body, div, h1, h2, p, table, tr, th, td, ol, li { display: block; }
  ol { list-style-type: decimal; }
  th, td { border-bottom: 1pt solid #999; }
  h2 { text-decoration: underline; background-color: #eee; -pdf-outline: false; }
  h1 { -pdf-outline: false; }
  #foot { position: fixed; top: 130mm; left: 0; width: 150mm; }
  .qr { width: 30mm; height: 30mm; }
"""


def page(body: str, *, language: str = "de") -> str:
    return (
        f'<html lang="{language}"><head><title>Bescheinigung &amp; mehr</title>'
        f'<meta name="author" content="Büro"><meta name="subject" content="Kurs">'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def drawn(body: str, *, address: str = "", logo: bytes | None = None) -> bytes:
    return complete(lay_out(page(body), address, logo=logo))


def rows(count: int) -> str:
    return "".join(f"<tr><td>Teil {n}</td><td>{n} Std.</td></tr>" for n in range(1, count + 1))


WHOLE_PAGE = f"""
  <div id="border" class="decoration"></div>
  <p><img src="{LOGO_RESOURCE}" alt="Programm KommA" style="height: 9mm"></p>
  <h1>Teilnahme<br>bescheinigung</h1>
  <div class="decoration">&nbsp;</div>
  <p>Wir bestätigen, dass <b>Ayşe</b> Yılmaz am Kurs</p>
  <h2 lang="en">Speaking <i>up</i></h2>
  <p>teilgenommen hat (siehe <a href="{ADDRESS}">Prüfseite</a>, <span lang="fr">s’il vous
  plaît</span>).</p>
  <table>
    <thead><tr><th>Inhalt</th><th scope="col">Dauer</th></tr></thead>
    <tbody>{rows(2)}<tr><th colspan="2">Gesamt</th></tr><tr><td></td><td>leer</td></tr></tbody>
  </table>
  <ol><li>ein Punkt</li></ol>
  <table role="presentation"><tr><td><p>links</p></td><td>rechts</td></tr></table>
  <div id="foot">
    <p><a href="{ADDRESS}"><img class="qr" src="{QR_RESOURCE}" alt="Echtheit prüfen"></a></p>
  </div>
"""

READ_ALOUD = """\
Document
  P
    Figure [Programm KommA]
  H1 "Teilnahme bescheinigung"
  P "Wir bestätigen, dass Ayşe Yılmaz am Kurs"
  H2 @en "Speaking up"
  P "teilgenommen hat (siehe , )."
    Link "Prüfseite"
    Span @fr "s’il vous plaît"
  Table
    THead
      TR
        TH "Inhalt"
        TH "Dauer"
    TBody
      TR
        TD "Teil 1"
        TD "1 Std."
      TR
        TD "Teil 2"
        TD "2 Std."
      TR
        TH "Gesamt"
      TR
        TD
        TD "leer"
  L
    LI
      LBody "1. ein Punkt"
  P "links"
  P "rechts"
  P
    Link
      Figure [Echtheit prüfen]""".splitlines()


@pytest.fixture(scope="module")
def whole_page() -> bytes:
    return drawn(WHOLE_PAGE, address=ADDRESS, logo=qr_image("logo"))


@pytest.fixture
def opened(whole_page):
    with pikepdf.open(BytesIO(whole_page)) as pdf:
        yield pdf


def elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{role}" and "/P" in each
    ]


def test_the_page_is_read_as_it_was_written(whole_page):
    # Of a cell without content, this reader does not speak.
    assert read_aloud(whole_page) == [line for line in READ_ALOUD if line.strip() != "TD"]


@pytest.mark.program
def test_another_reader_finds_the_same_tree(whole_page, tmp_path):
    file = tmp_path / "whole.pdf"
    file.write_bytes(whole_page)

    roles = [
        line.split()[0].rstrip(":")
        for line in output_of("pdfinfo", "-struct", file).splitlines()
        if line.strip() and line.strip()[0] not in '/"' and "Object" not in line
    ]

    assert roles == [line.split()[0] for line in READ_ALOUD]


def test_headings_of_columns_and_rows_say_what_they_are_the_head_of(opened):
    scopes = [str(each.A.Scope) for each in elements(opened, "TH")]

    assert scopes == ["/Column", "/Column", "/Row"]
    assert elements(opened, "TH")[2].A.ColSpan == 2


def test_a_text_in_another_language_inside_a_line_is_read_in_its_place(opened):
    [paragraph] = [each for each in elements(opened, "P") if len(each.K) > 3]

    kinds = [
        str(part.S) if isinstance(part, pikepdf.Dictionary) else "text" for part in paragraph.K
    ]
    assert kinds == ["text", "/Link", "text", "/Span", "text"]


def test_pictures_say_where_they_are(opened):
    for figure in elements(opened, "Figure"):
        left, bottom, right, top = map(float, figure.A.BBox)
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842


def test_links_belong_to_their_element_and_have_a_name(opened):
    annotations = {each.objgen: each for each in opened.pages[0].Annots}
    linked = [
        part.Obj
        for link in elements(opened, "Link")
        for part in link.K
        if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/OBJR"
    ]

    assert {each.objgen for each in linked} == set(annotations)
    assert [str(each.Contents) for each in linked] == ["Prüfseite", "Echtheit prüfen"]
    parents = dict(zip(*[iter(opened.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    assert all(parents[each.StructParent].S == "/Link" for each in linked)


def test_readers_show_the_title_and_follow_the_structure(opened):
    assert str(opened.Root.Lang) == "de"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert [page.Tabs for page in opened.pages] == ["/S"]


def test_what_runs_over_pages_is_read_on_and_what_is_repeated_is_read_once():
    document = lay_out(
        page(
            '<div id="number" class="decoration"><p>Seite <pdf:pagenumber/> von <pdf:pagecount/>'
            "</p></div>"
            '<table repeat="1"><thead><tr><th>Inhalt</th><th>Dauer</th></tr></thead>'
            f"<tbody>{rows(45)}</tbody></table><p>{'Ein langer Absatz. ' * 200}</p>"
            f'<div id="foot"><p>Unten</p><p><a href="{ADDRESS}">Prüfen</a></p></div>'
        )
    )
    pages = [read_aloud(complete(document), number) for number in range(page_count(document))]

    assert len(pages) > 2
    read = [line.strip() for lines in pages for line in lines]
    for heard_once in ('TH "Inhalt"', 'TH "Dauer"', 'P "Unten"', 'Link "Prüfen"'):
        assert read.count(heard_once) == 1
    assert [line for line in read if line.startswith('TD "Teil')] == [
        f'TD "Teil {n}"' for n in range(1, 46)
    ]
    assert not [line for line in read if "Seite" in line]
    paragraph = " ".join(line[3:-1] for line in read if line.startswith('P "') and "Absatz" in line)
    assert paragraph.count("Ein langer Absatz.") == 200
    with pikepdf.open(BytesIO(complete(document))) as pdf:
        # The foot can be clicked on every page.
        assert [len(each.Annots) for each in pdf.pages] == [1] * len(pages)


def test_documents_drawn_at_once_do_not_mix():
    bodies = [f"<h1>Nummer {n}</h1><table><tr><td>Zelle {n}</td></tr></table>" for n in range(8)]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(drawn, bodies))

    assert together == [drawn(body) for body in bodies]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (f'<p><img src="{QR_RESOURCE}"></p>', "without alt"),
        ('<p class="decoration"><a href="https://example.org">Link</a></p>', "no link"),
        ("<p style='font-family: Helvetica'>Text</p>", "not embedded"),
        ("<div id='border'><p style='font-family: Courier'>Text</p></div>", "not embedded"),
    ],
)
def test_what_could_not_be_read_aloud_is_never_handed_out(body, fault):
    with pytest.raises(RenderingFailed, match=fault):
        lay_out(page(body), ADDRESS)


def test_a_part_that_is_drawn_nowhere_is_noticed():
    elsewhere = (
        "<style>@page other { @frame x { -pdf-frame-content: lost; top: 0; left: 0; } }</style>"
    )

    with pytest.raises(RenderingFailed, match="a P of the markup is on no page"):
        lay_out(page(f"{elsewhere}<p>Text</p><div id='lost'><p>Mehr</p></div>"))


CERTIFICATE = CertificateData(
    holder_name="Ayşe Yılmaz",
    course_title="Rassismus erkennen und besonnen handeln",
    modules=tuple(CertificateModule(title=f"Baustein {n}", minutes=60) for n in range(1, 6)),
    total_minutes=300,
    dates=(date(2026, 3, 3), date(2026, 3, 10)),
    issuer="Programmbüro KommA",
    signatory="Miriam Schütz",
    issued_on=date(2026, 3, 12),
    code="ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23",
    verify_url=ADDRESS,
    language="de",
)


def test_a_certificate_is_read_as_it_is_seen():
    lines = [line.strip() for line in read_aloud(render_pdf(CERTIFICATE))]

    assert lines[0] == "Document"
    assert [line for line in lines if line.startswith("H1 ")] == ['H1 "Teilnahmebescheinigung"']
    assert [line for line in lines if "Baustein" in line] == [
        f'TD "Baustein {n}"' for n in range(1, 6)
    ]
    order = ["Teilnahmebescheinigung", "Ayşe", "Rassismus", "Inhalte", "Baustein 5", "Ausgestellt"]
    text = "\n".join(lines)
    assert sorted(order, key=text.index) == order
    assert any(line.startswith("Figure [") for line in lines)
