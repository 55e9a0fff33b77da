"""What a certificate carries besides its page, and that nothing unsound is handed out."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from lxml import etree

from certificates.printing.completing import CODE_KEY, CREDENTIAL_FILE, complete
from certificates.printing.laying_out import RenderingFailed, lay_out
from tests.house.programs import output_of

MARKUP = """
  <html lang="de"><head><title>Bescheinigung &lt;neu&gt; &amp; gültig</title>
  <meta name="author" content="Büro &amp; Söhne"><meta name="subject" content="Kurs">
  <style>
    @font-face { font-family: "Sans"; src: url(sans.ttf); }
    html { font-family: "Sans"; } body, h1, p { display: block; } h1 { -pdf-outline: false; }
  </style></head><body><h1>Titel</h1><p>Text</p></body></html>
"""
CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ23"
CREDENTIAL = "eyJhbGciOiJSUzI1NiJ9.eyJ4IjoxfQ.c2ln"


@pytest.fixture(scope="module")
def laid_out() -> bytes:
    return lay_out(MARKUP)


@pytest.fixture(scope="module")
def completed(laid_out) -> bytes:
    return complete(laid_out, credential=CREDENTIAL, code=CODE, issued_on=date(2026, 3, 12))


@pytest.fixture
def opened(completed):
    with pikepdf.open(BytesIO(completed)) as pdf:
        yield pdf


def test_the_credential_is_attached_as_it_is(opened):
    attached = opened.attachments[CREDENTIAL_FILE]

    assert attached.get_file().read_bytes() == CREDENTIAL.encode()
    assert attached.get_file().mime_type == "application/vc+jwt"
    assert attached.description == "Open Badge 3.0 (VC-JWT)"
    assert attached.obj.AFRelationship == "/Supplement"
    assert [each.objgen for each in opened.Root.AF] == [attached.obj.objgen]


@pytest.mark.program
def test_other_programs_find_the_attachment(completed, tmp_path):
    file = tmp_path / "completed.pdf"
    file.write_bytes(completed)

    output_of("pdfdetach", "-save", "1", "-o", tmp_path / "saved", file)

    assert (tmp_path / "saved").read_text() == CREDENTIAL


def test_without_a_credential_nothing_is_attached(laid_out):
    with pikepdf.open(BytesIO(complete(laid_out))) as pdf:
        assert not pdf.attachments
        assert "/AF" not in pdf.Root
        assert CODE_KEY not in pdf.docinfo


def test_the_code_can_be_read_and_the_day_is_the_day_of_issue(opened):
    assert str(opened.docinfo[CODE_KEY]) == CODE
    assert str(opened.docinfo["/CreationDate"]) == "D:20260312000000Z"
    assert str(opened.docinfo["/Title"]) == "Bescheinigung <neu> & gültig"
    assert str(opened.docinfo["/Creator"]) == "KommA"


def test_the_metadata_say_the_same(opened):
    metadata = etree.fromstring(opened.Root.Metadata.read_bytes())

    assert [text for text in (each.strip() for each in metadata.itertext()) if text] == [
        "application/pdf",
        "Bescheinigung <neu> & gültig",
        "Kurs",
        "Büro & Söhne",
        "de",
        "KommA",
        "2026-03-12",
    ]


def test_the_same_certificate_is_always_the_same_file(completed):
    assert completed == complete(
        lay_out(MARKUP), credential=CREDENTIAL, code=CODE, issued_on=date(2026, 3, 12)
    )


def test_all_fonts_are_embedded_and_none_is_idle(opened):
    [page] = opened.pages

    [font] = page.Resources.Font.values()
    assert "/FontFile2" in font.FontDescriptor
    assert "/ToUnicode" in font


def test_a_file_for_signing_has_a_plain_table_of_objects(completed):
    assert b"\nxref\n" in completed
    assert b"/ObjStm" not in completed


def changed(document: bytes, change) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(document)) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def with_content(change):
    def applied(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(change(page.Contents.read_bytes()))

    return applied


def without_font_file(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.FontDescriptor["/FontFile2"]


def without_last_element(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.K.K[-1]


def with_an_element_twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.K.append(pdf.Root.StructTreeRoot.K.K[0])


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without_font_file, "not embedded"),
        (without_last_element, "differ"),
        (with_an_element_twice, "twice"),
        (without_language, "no language"),
        (
            with_content(lambda content: content + b"BT /F1+0 9 Tf (mehr) Tj ET"),
            "without a tag: Tj",
        ),
        (with_content(lambda content: content + b"0 0 9 9 re f"), "without a tag: f"),
        (with_content(lambda content: content + b"/P BMC"), "does not end"),
        (with_content(lambda content: content.replace(b"MCID 1", b"MCID 7")), "differ"),
    ],
)
def test_what_is_unsound_is_never_handed_out(laid_out, change, fault):
    with pytest.raises(RenderingFailed, match=fault):
        complete(changed(laid_out, change))
