"""What a rendered certificate says, how it is made up, and that it reads nothing foreign."""

# ruff: noqa: RUF001 - names in many alphabets are meant as they are written

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import FONTS, UncoveredCharacters
from certificates.printing.laying_out import RenderingFailed, lay_out
from certificates.printing.rendering import render_pdf
from tests.certificates.printing.watched import call_watched, watching_process

A4 = (595.3, 841.9)
VERIFY_URL = "https://komma.example.org/verify/pK3vQ2xR8mN5tY7wZ1aB4c"

CERTIFICATE = CertificateData(
    holder_name="Ayşe Yılmaz",
    course_title="Rassismus erkennen und besonnen handeln",
    modules=(
        CertificateModule(title="Recht und Fürsorgepflicht", minutes=90),
        CertificateModule(title="Gespräche führen im Konflikt", minutes=120),
    ),
    total_minutes=210,
    dates=(date(2026, 3, 3), date(2026, 3, 10)),
    issuer="Programmbüro KommA",
    signatory="Miriam Schütz",
    signatory_function="Leitung des Programms",
    issued_on=date(2026, 3, 12),
    code="pK3vQ2xR8mN5tY7wZ1aB4c",
    verify_url=VERIFY_URL,
    language="de",
    notice="Gefördert durch die Bundesregierung",
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """All words of the document, whatever lines they stand on."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def descendants(font):
    return [part.get_object() for part in font.get("/DescendantFonts", [font])]


def test_the_certificate_says_all_that_was_attested():
    text = text_of(render_pdf(CERTIFICATE))

    for said in (
        "Teilnahmebescheinigung",
        "Ayşe Yılmaz",
        "Rassismus erkennen und besonnen handeln",
        "am 3. und 10. März 2026 · 3 Stunden 30 Minuten",
        "Recht und Fürsorgepflicht",
        "1 Std. 30 Min.",
        "Gespräche führen im Konflikt",
        "Gesamtumfang 3 Std. 30 Min.",
        "Ausgestellt am 12. März 2026",
        "Miriam Schütz",
        "Leitung des Programms",
        "Programmbüro KommA",
        "Gefördert durch die Bundesregierung",
        "Prüfcode: pK3vQ2xR8mN5tY7wZ1aB4c",
        VERIFY_URL,
    ):
        assert said in text


def test_the_english_certificate_is_english_throughout():
    text = text_of(render_pdf(replace(CERTIFICATE, language="en")))

    assert "Certificate of Participation" in text
    assert "on 3 and 10 March 2026 · 3 hours 30 minutes" in text
    assert "Issued on 12 March 2026" in text
    for german in ("Teilnahme", "Gesamtumfang", "Ausgestellt", "Prüfcode", "Inhalte", "Stunden"):
        assert german not in text


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć-Śniadecki",
        "Nguyễn Thị Hồng Ánh",
        "Çağrı Şükrü İğdır",
        "Ελένη Παπαδοπούλου",
        "Наталія Їжакевич",
        "Ștefănița Ţurcanu",
        "Əli Hüseynov",
        "Þórdís Ægisdóttir",
        "Ŋaŋa Ɔbɛŋ",
        "Siobhán O’Neill d'Ávila",
    ],
)
def test_names_come_out_in_their_own_letters(name):
    assert name in text_of(render_pdf(replace(CERTIFICATE, holder_name=name)))


def test_letters_typed_with_a_separate_accent_are_printed_as_one():
    decomposed = replace(CERTIFICATE, holder_name="Z\N{COMBINING CARON}ana  \n Novak")

    assert "\N{LATIN CAPITAL LETTER Z WITH CARON}ana Novak" in text_of(render_pdf(decomposed))


@pytest.mark.parametrize("field", ["holder_name", "course_title", "signatory", "issuer", "notice"])
def test_a_character_without_a_glyph_is_reported_and_not_printed(field):
    with pytest.raises(UncoveredCharacters) as refusal:
        render_pdf(replace(CERTIFICATE, **{field: "Li 明 وان明"}))

    assert refusal.value.characters == ("明", "و", "ا", "ن")
    assert "U+660E" in str(refusal.value)


def test_a_module_title_is_checked_too():
    with pytest.raises(UncoveredCharacters):
        render_pdf(replace(CERTIFICATE, modules=(CertificateModule(title="日", minutes=5),)))


def test_an_accent_that_no_letter_composes_with_is_reported_with_its_letter():
    with pytest.raises(UncoveredCharacters) as refusal:
        render_pdf(replace(CERTIFICATE, holder_name="Ade\u0301 O\u0323\u0300s\u0323o\u0301"))

    assert refusal.value.characters == ("\N{LATIN CAPITAL LETTER O WITH DOT BELOW}\u0300",)


def test_characters_that_turn_text_around_are_reported():
    with pytest.raises(UncoveredCharacters) as refusal:
        render_pdf(replace(CERTIFICATE, holder_name="A\u202ebc\u0000"))

    assert refusal.value.characters == ("\u202e", "\u0000")


def test_every_font_is_embedded():
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in read(render_pdf(CERTIFICATE)).pages
        for font in page["/Resources"]["/Font"].values()
    }

    families = {name.split("+")[-1] for name in fonts}
    assert families == {"EBGaramond-Regular", "FiraSans-Regular", "FiraSans-Medium"}
    for font in fonts.values():
        for part in descendants(font):
            assert "/FontFile2" in part["/FontDescriptor"]
        assert "/ToUnicode" in font


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Teilnahmebescheinigung: Rassismus erkennen und besonnen handeln"),
        ("en", "Certificate of Participation: Rassismus erkennen und besonnen handeln"),
    ],
)
def test_the_document_names_its_title_author_and_language(language, title):
    document = read(render_pdf(replace(CERTIFICATE, language=language)))

    assert document.metadata.title == title
    assert document.metadata.author == "Programmbüro KommA"
    assert document.trailer["/Root"]["/Lang"] == language
    assert document.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.pdf_header >= "%PDF-1.4"


def crowded(count: int) -> CertificateData:
    return replace(
        CERTIFICATE,
        holder_name="Maria-Theresia von Hohenfels-Sonnenberg zu Altenkirchen-Wiesenthal, geb. Au",
        course_title="Strategische Kommunikation und Intervention bei rassistischen Vorfällen im "
        "öffentlichen Raum, in Sitzungen und in den sozialen Medien",
        modules=tuple(
            CertificateModule(
                title=f"Baustein {number}: Zuständigkeiten und Partner innerhalb und außerhalb der "
                "Verwaltung, die Betroffene schützen",
                minutes=45,
            )
            for number in range(1, count + 1)
        ),
    )


@pytest.mark.parametrize(
    "certificate", [CERTIFICATE, replace(CERTIFICATE, modules=()), crowded(10)]
)
def test_it_is_one_page_of_a4(certificate):
    pages = read(render_pdf(certificate)).pages

    assert len(pages) == 1
    assert (pages[0].mediabox.width, pages[0].mediabox.height) == pytest.approx(A4, abs=0.2)


def test_what_does_not_fit_goes_on_to_numbered_pages():
    pages = [" ".join(page.extract_text().split()) for page in read(render_pdf(crowded(40))).pages]

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Seite {number} von {len(pages)}" in page
        # Each sheet says by itself whose it is and where to check it.
        assert VERIFY_URL in page
        assert "Hohenfels" in page
    assert "Baustein 40:" in pages[-1]


def test_it_is_read_out_in_the_order_in_which_it_is_read():
    text = text_of(render_pdf(CERTIFICATE))

    order = [
        "Teilnahmebescheinigung",
        "Ayşe",
        "Inhalte",
        "Gesamtumfang",
        "Ausgestellt",
        "Gefördert",
    ]
    assert sorted(order, key=text.index) == order


def test_the_qr_code_can_be_clicked_too():
    [link] = [
        annotation.get_object()
        for page in read(render_pdf(CERTIFICATE)).pages
        for annotation in page["/Annots"]
    ]

    assert link["/A"]["/URI"] == VERIFY_URL


def test_a_word_longer_than_a_line_stays_on_the_page():
    pdf = render_pdf(replace(CERTIFICATE, holder_name="W" * 90, course_title="Ü" * 120))

    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    right_ends = [text.get_charbox(index)[2] for index in range(text.count_chars())]
    document.close()
    assert max(right_ends) < A4[0] - 72


def test_the_qr_code_leads_to_the_public_check():
    document = pypdfium2.PdfDocument(render_pdf(CERTIFICATE))
    picture = document[0].render(scale=2).to_pil()
    document.close()

    found = zxingcpp.read_barcodes(picture)

    assert [(code.format, code.text) for code in found] == [
        (zxingcpp.BarcodeFormat.QRCode, VERIFY_URL)
    ]


# --- nothing foreign -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched():
    """Call a function in a process that notes what is opened."""
    with watching_process() as process:

        def call(*what, warm_up):
            return process.submit(call_watched, *what, warm_up=warm_up).result(timeout=120)

        yield call


HOSTILE = [
    '<img src="file:///etc/passwd">',
    '</p><img src="/etc/passwd"><p>',
    '"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    "</style><style>@import url(http://127.0.0.1:9/x.css);</style>",
    "{{ ''.__class__ }} {% include '/etc/passwd' %}",
    "<b>fett</b> &amp; <pdf:barcode value='x' type='qr'>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_the_data_is_printed_and_not_obeyed(hostile, watched):
    certificate = replace(
        CERTIFICATE,
        holder_name=hostile,
        course_title=hostile,
        modules=(CertificateModule(title=hostile, minutes=5),),
        issuer=hostile,
        signatory=hostile,
        signatory_function=hostile,
        notice=hostile,
    )

    pdf, error, seen = watched(render_pdf, certificate, warm_up=(CERTIFICATE,))

    assert error is None
    assert text_of(pdf).replace(" ", "").count(hostile.replace(" ", "")) >= 6
    assert read(pdf).metadata.author == hostile
    assert {name for _event, name in seen} == {str(font.path) for font in FONTS}


HARMLESS = ("<p>x</p>", VERIFY_URL)
FOREIGN = [
    '<img src="file:///etc/passwd">',
    '<img src="/etc/passwd">',
    '<img src="../../../../../../etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="https://example.org/x.png">',
    '<img src="ftp://example.org/x.png">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<img src="data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E">',
    '<link rel="stylesheet" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "<style>@font-face { font-family: X; src: url(/etc/passwd); }</style>",
    "<style>@font-face { font-family: X; src: url(data:font/ttf;base64,AAEA); }</style>",
    "<style>@page { background-image: url(/etc/passwd); }</style>",
    '<div style="background-image: url(http://127.0.0.1:9/x.png)">x</div>',
    '<ul style="list-style-image: url(/etc/passwd)"><li>x</li></ul>',
    '<pdf:insertpdf src="/etc/passwd"/>',
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_even_unescaped_markup_could_read_nothing(foreign, watched):
    markup = f"<html><head></head><body><p>x</p>{foreign}<p>y</p></body></html>"

    _, error, seen = watched(lay_out, markup, VERIFY_URL, warm_up=HARMLESS)

    assert isinstance(error, RenderingFailed)
    assert seen == []


def test_a_neighbour_of_the_fonts_cannot_be_read_either(watched):
    neighbour = FONTS[0].path.parent.parent / "LICENSE"
    assert neighbour.is_file()

    markup = f'<p>x</p><img src="{neighbour}">'
    _, error, seen = watched(lay_out, markup, VERIFY_URL, warm_up=HARMLESS)

    assert isinstance(error, RenderingFailed)
    assert seen == []
