"""What a rendered certificate says, how it is made up, and that it reads nothing foreign."""

# ruff: noqa: RUF001 - names in many alphabets are meant as they are written

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import UncoveredCharacters
from certificates.printing.rendering import render_pdf
from certificates.printing.shipped import CLASSIC, CLEAR

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


def red_picture() -> bytes:
    """A PNG file twice as wide as high."""
    target = BytesIO()
    Image.new("RGB", (400, 200), (255, 0, 0)).save(target, "PNG")
    return target.getvalue()


PICTURE = red_picture()


def descendants(font):
    return [part.get_object() for part in font.get("/DescendantFonts", [font])]


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """CERTIFICATE, drawn once for all who only look at it."""
    return render_pdf(CERTIFICATE)


@pytest.fixture(scope="module")
def drawn_in_english() -> bytes:
    """The same in English and in the other design, for a while and in place of another one."""
    certificate = replace(
        CERTIFICATE, language="en", valid_until=date(2028, 3, 12), replaces="MFRG-GZDF"
    )
    return render_pdf(certificate, CLEAR)


def test_the_certificate_says_all_that_was_attested(drawn):
    text = text_of(drawn)

    for said in (
        "Teilnahmebescheinigung",
        "Hiermit wird bestätigt, dass",
        "Ayşe Yılmaz",
        "an folgender Fortbildung teilgenommen hat:",
        "Rassismus erkennen und besonnen handeln",
        "am 3. und 10. März 2026 · 3 Stunden 30 Minuten",
        "Recht und Fürsorgepflicht",
        "1 Std. 30 Min.",
        "Gespräche führen im Konflikt",
        "Gesamtumfang 3 Std. 30 Min.",
        "Ausgestellt am 12. März 2026 · Programmbüro KommA",
        "Miriam Schütz",
        "Leitung des Programms",
        "Gefördert durch die Bundesregierung",
        "Prüfcode: pK3vQ2xR8mN5tY7wZ1aB4c",
        VERIFY_URL,
    ):
        assert said in text
    for unsaid in ("Gültig", "Ersetzt"):
        assert unsaid not in text


def test_the_english_certificate_is_english_throughout(drawn_in_english):
    text = text_of(drawn_in_english)

    assert "Certificate of Participation" in text
    assert "on 3 and 10 March 2026 · 3 hours 30 minutes" in text
    assert "Issued on 12 March 2026" in text
    for german in ("Teilnahme", "Gesamtumfang", "Ausgestellt", "Prüfcode", "Inhalte", "Stunden"):
        assert german not in text


def test_it_says_until_when_it_is_valid_and_what_it_replaces(drawn_in_english):
    text = text_of(drawn_in_english)

    assert "Valid until 12 March 2028" in text
    assert "Replaces the certificate MFRG-GZDF" in text


def test_a_style_without_a_serif_embeds_none(drawn_in_english):
    assert {name.split("+")[-1] for name in fonts_of(drawn_in_english)} == {
        "FiraSans-Regular",
        "FiraSans-Medium",
    }


def test_a_logo_is_printed_in_its_proportions_and_tells_its_name():
    pdf = render_pdf(CERTIFICATE, CLASSIC, logo=PICTURE)

    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    red = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y)) == (255, 0, 0)
    ]
    width = max(x for x, _ in red) - min(x for x, _ in red)
    height = max(y for _, y in red) - min(y for _, y in red)
    assert width == pytest.approx(2 * height, abs=3)
    # It stands for the name, which is still said where it was issued.
    assert text_of(pdf).count("Programmbüro KommA") == 1


NAMES = (
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
)


def test_names_come_out_in_their_own_letters():
    modules = tuple(CertificateModule(title=name, minutes=30) for name in NAMES)

    text = text_of(render_pdf(replace(CERTIFICATE, holder_name=NAMES[3], modules=modules)))

    for name in NAMES:
        assert name in text
    assert text.count(NAMES[3]) == 2


def test_letters_typed_with_a_separate_accent_are_printed_as_one():
    decomposed = replace(CERTIFICATE, holder_name="Z\N{COMBINING CARON}ana  \n Novak")

    assert "\N{LATIN CAPITAL LETTER Z WITH CARON}ana Novak" in text_of(render_pdf(decomposed))


@pytest.mark.parametrize("field", ["holder_name", "course_title", "signatory", "issuer", "notice"])
def test_a_character_without_a_glyph_is_reported_and_not_printed(field):
    with pytest.raises(UncoveredCharacters) as refusal:
        render_pdf(replace(CERTIFICATE, **{field: "Li 明 日明"}))

    assert refusal.value.characters == ("明", "日")
    assert "U+660E" in str(refusal.value)


def test_a_module_title_is_checked_too():
    with pytest.raises(UncoveredCharacters):
        render_pdf(replace(CERTIFICATE, modules=(CertificateModule(title="日", minutes=5),)))


def test_characters_that_turn_text_around_are_reported():
    with pytest.raises(UncoveredCharacters) as refusal:
        render_pdf(replace(CERTIFICATE, holder_name="A\u202ebc\u0000"))

    assert refusal.value.characters == ("\u202e", "\u0000")


def fonts_of(pdf: bytes) -> dict[str, DictionaryObject]:
    return {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in read(pdf).pages
        for font in page["/Resources"]["/Font"].values()
    }


def test_every_font_is_embedded(drawn):
    fonts = fonts_of(drawn)

    families = {name.split("+")[-1] for name in fonts}
    assert families == {"EBGaramond-Regular", "FiraSans-Regular", "FiraSans-Medium"}
    for font in fonts.values():
        for part in descendants(font):
            assert "/FontFile2" in part["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_the_document_names_its_title_author_and_language(drawn, drawn_in_english):
    for pdf, language, title in (
        (drawn, "de", "Teilnahmebescheinigung"),
        (drawn_in_english, "en", "Certificate of Participation"),
    ):
        document = read(pdf)
        assert document.metadata.title == f"{title}: Rassismus erkennen und besonnen handeln"
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


@pytest.mark.parametrize("certificate", [None, crowded(10)])
def test_it_is_one_page_of_a4(certificate, drawn):
    pages = read(render_pdf(certificate) if certificate else drawn).pages

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


def test_it_is_read_out_in_the_order_in_which_it_is_read(drawn):
    text = text_of(drawn)

    order = [
        "Teilnahmebescheinigung",
        "Ayşe",
        "Inhalte",
        "Gesamtumfang",
        "Ausgestellt",
        "Gefördert",
    ]
    assert sorted(order, key=text.index) == order


def test_the_qr_code_can_be_clicked_too(drawn):
    [link] = [
        annotation.get_object() for page in read(drawn).pages for annotation in page["/Annots"]
    ]

    assert link["/A"]["/URI"] == VERIFY_URL


def test_a_word_longer_than_a_line_stays_on_the_page():
    pdf = render_pdf(replace(CERTIFICATE, holder_name="W" * 120, course_title="Ü" * 300))

    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    right_ends = [text.get_charbox(index)[2] for index in range(text.count_chars())]
    document.close()
    assert max(right_ends) < A4[0] - 72


def test_the_qr_code_leads_to_the_public_check(drawn):
    document = pypdfium2.PdfDocument(drawn)
    picture = document[0].render(scale=2).to_pil()
    document.close()

    found = zxingcpp.read_barcodes(picture)

    assert [(code.format, code.text) for code in found] == [
        (zxingcpp.BarcodeFormat.QRCode, VERIFY_URL)
    ]
