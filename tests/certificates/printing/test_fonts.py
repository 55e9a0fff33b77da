"""Names of every script: drawn in the right glyphs, read back as they were written, or refused."""

# ruff: noqa: RUF001 - names in many alphabets are meant as they are written

import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from shutil import which

import pypdfium2
import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Object, Pdf
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from certificates.printing import faces, fonts
from certificates.printing.completing import complete
from certificates.printing.faces import (
    FONTS,
    NASKH,
    NOTO_ARABIC,
    NOTO_ARABIC_BOLD,
    NOTO_SANS,
    NOTO_SANS_BOLD,
    NOTO_SERIF,
    SANS,
    SANS_BOLD,
    SERIF,
    register_fonts,
)
from certificates.printing.fonts import (
    Run,
    UncoveredCharacters,
    balanced_lines,
    fitting_size,
    printable,
    require_coverage,
    runs_of,
    set_text,
)
from certificates.printing.laying_out import lay_out
from certificates.printing.rendering import render_pdf
from tests.certificates.printing.outlines import outlines_in_pdf, outlines_of
from tests.certificates.printing.test_document import CERTIFICATE

LEFT_TO_RIGHT = [
    "Łukasz Żółć-Śniadecki",
    "Nguyễn Thị Hồng Ánh",
    "Đặng Ngọc Thảo",
    "Çağrı Şükrü İğdır",
    "Ștefănița Ţurcanu",
    "Əli Hüseynov",
    "Þórdís Ægisdóttir",
    "Ŋaŋa Ɔbɛŋ",
    "Siobhán O’Neill d'Ávila",
    "Ọlájùmọ̀kẹ́ Adébáyọ̀",
    "Ẹ̀kọ́ M̀bálí N̄gũgĩ",
    "q̃ ǧ̣ ḫ ẖ j̄",
    "Ελένη Παπαδοπούλου",
    "Ἀριστοτέλης ᾧ ὁ Ἕλλην",
    "Наталія Їжакевич",
    "Ю́рій Кова́ль",
    "Μάθημα über Krise",
]
RIGHT_TO_LEFT = [
    "محمد عبد الله",
    "مُحَمَّد الأحمد لا",
    "علی‌رضا گل‌پور",
    "الاتصال في الأزمات",
    "بِسْمِ ٹھیک",
]
MIXED = [
    "فاطمة Müller الزهراء",
    "Anna السيد Schmidt",
    "سنة ٢٠٢٤ أو 2024",
    "عبد-الله (الثاني)",
]
ONE_WAY = [printable(name) for name in (*LEFT_TO_RIGHT, *RIGHT_TO_LEFT)]
NAMES = [*ONE_WAY, *map(printable, MIXED)]
FEATURES = {"kern": False, "liga": False, "clig": False, "calt": False}


def document(*paragraphs: tuple[str, str], style: str = "") -> bytes:
    """Paragraphs of a style and marked up text, one line each."""
    register_fonts()
    body = "".join(f'<p style="{style}">{text}</p>' for style, text in paragraphs)
    head = f"<style>{style} @page {{ size: 300mm 1200mm }} body, p {{ display: block }}</style>"
    return complete(
        lay_out(
            f'<html lang="de"><head><title>Namen</title>{head}</head><body>{body}</body></html>'
        )
    )


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """Every name large in the serif, small in the sans and in bold."""
    return document(
        *(
            paragraph
            for name in NAMES
            for paragraph in (
                ("font-family: serif; font-size: 24pt", set_text(name, serif=True)),
                ("font-family: sans", set_text(name, serif=False)),
                ("font-family: sans; font-weight: bold", set_text(name, serif=False, bold=True)),
            )
        )
    )


@pytest.fixture(scope="module")
def lines_read(drawn) -> list[str]:
    """The lines of the document as a reader takes them from it."""
    opened = pypdfium2.PdfDocument(drawn)
    text = "\n".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return [unicodedata.normalize("NFC", line).strip() for line in text.splitlines()]


# --- what is read --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ONE_WAY)
def test_a_name_is_read_from_the_document_as_it_was_written(name, lines_read):
    assert lines_read.count(name) == 3


@pytest.mark.parametrize("name", NAMES[len(ONE_WAY) :])
def test_of_mixed_directions_at_least_the_same_letters_are_read(name, lines_read):
    """In which order a line of both is copied is up to each reader."""
    letters = sorted(name.replace(" ", ""))

    assert [sorted(line.replace(" ", "")) for line in lines_read].count(letters) == 3


def test_pdftotext_reads_the_same_names(drawn, tmp_path):
    if not which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (tmp_path / "names.pdf").write_bytes(drawn)

    read = subprocess.run(
        ["pdftotext", tmp_path / "names.pdf", "-"], capture_output=True, check=True
    )

    # Marks of direction around the words are pdftotext's own.
    plain = read.stdout.decode().translate(dict.fromkeys((0x202A, 0x202B, 0x202C, 0x200E, 0x200F)))
    words = unicodedata.normalize("NFC", plain).split()
    for name in ONE_WAY:
        for word in name.split():
            assert words.count(word) >= 3, name


def test_what_is_drawn_from_the_right_is_read_aloud_as_it_was_written(drawn):
    with Pdf.open(BytesIO(drawn)) as pdf:
        written = [str(each.ActualText).strip() for each in pdf.objects if is_written(each)]

    assert sorted(written) == sorted(NAMES[len(LEFT_TO_RIGHT) :] * 3)


def is_written(part: Object) -> bool:
    return isinstance(part, Dictionary) and part.get("/S") == "/Span" and "/ActualText" in part


def test_a_course_with_an_arabic_title_is_certified_under_it():
    title = printable("الاتصال في الأزمات")

    pdf = PdfReader(BytesIO(render_pdf(replace(CERTIFICATE, course_title=title))))

    assert pdf.metadata.title == f"Teilnahmebescheinigung: {title}"
    assert title in " ".join(pdf.pages[0].extract_text().split())


# --- what is seen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "serif", "font", "features"),
    [
        ("محمد", True, NASKH, None),
        ("مُحَمَّد", True, NASKH, None),
        ("الأحمد", True, NASKH, None),
        ("لا", False, NOTO_ARABIC, None),
        ("بِسْمِ", False, NOTO_ARABIC, None),
        ("ٹھیک", False, NOTO_ARABIC, None),
        ("Ọlájùmọ̀kẹ́", True, SERIF, FEATURES),
        ("Ọlájùmọ̀kẹ́", False, SANS, FEATURES),
        ("Ẹ̀kọ́", True, NOTO_SERIF, FEATURES),
        ("Nguyễn", True, SERIF, FEATURES),
        ("Кова́ль", False, SANS, FEATURES),
        ("ᾧ", False, SANS, FEATURES),
        ("ḫ̣", False, NOTO_SANS, FEATURES),
    ],
)
def test_the_letters_in_the_document_are_those_that_harfbuzz_draws(text, serif, font, features):
    text = printable(text)
    [run] = runs_of(text, serif=serif)
    assert run.family == font.family

    family = "serif" if serif else "sans"
    [line] = outlines_in_pdf(document((f"font-family: {family}", set_text(text, serif=serif))))

    assert line == outlines_of(font.path.read_bytes(), text, features)


def test_joined_letters_are_other_shapes_than_those_that_stand_alone():
    font = NASKH.path.read_bytes()
    together = outlines_of(font, "محمد")
    apart = [outlines_of(font, letter) for letter in "محمد"]

    assert (
        len({shape for letter in apart for shape in map(str, letter)} & set(map(str, together))) < 2
    )


def test_every_font_is_embedded_as_a_subset_and_says_what_its_letters_mean(drawn):
    found = {
        font.get_object()["/BaseFont"].split("+")[1]: font.get_object()
        for page in PdfReader(BytesIO(drawn)).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {"EBGaramond-Regular", "FiraSans-Medium", "Amiri-Regular", "NotoSerif-Regular"} <= set(
        found
    )
    for font in found.values():
        assert font["/BaseFont"][7] == "+"
        assert len(font["/FontDescriptor"]["/FontFile2"].get_data()) < 60_000
        assert "/ToUnicode" in font


def test_pdffonts_finds_every_font_embedded(drawn, tmp_path):
    if not which("pdffonts"):
        pytest.skip("pdffonts (poppler-utils) is not installed")
    (tmp_path / "names.pdf").write_bytes(drawn)

    listed = subprocess.run(
        ["pdffonts", tmp_path / "names.pdf"], capture_output=True, check=True, text=True
    )

    rows = [line.split() for line in listed.stdout.splitlines()[2:]]
    assert len(rows) >= 6
    # Embedded, a subset, with its text.
    assert {tuple(row[3:6]) for row in rows} == {("yes", "yes", "yes")}


# --- which font ----------------------------------------------------------------------------------


def test_plain_text_comes_back_as_it_is_but_escaped():
    assert set_text("Ada <b>&amp; Ött", serif=True) == "Ada &lt;b&gt;&amp;amp; Ött"
    assert set_text("", serif=False) == ""


def test_what_is_set_in_another_font_is_escaped_too():
    markup = set_text("<i>محمد</i> & Ẹ̀", serif=True)

    assert "<i>" not in markup
    assert "&lt;i&gt;" in markup
    assert "&amp;" in markup


def test_each_part_of_a_mixed_text_is_in_a_font_that_covers_it():
    assert [(run.text, run.family) for run in runs_of("محمد Müller 12", serif=True)] == [
        ("محمد ", "naskh"),
        ("Müller 12", "serif"),
    ]
    assert [run.family for run in runs_of("Μάθημα über Krise", serif=True)] == ["serif"]


def test_the_words_of_a_name_are_in_one_font_where_one_has_them_all():
    assert [run.family for run in runs_of("Ẹ̀kọ́ Müller", serif=True)] == ["noto-serif"]


def test_fonts_for_other_scripts_are_asked_only_where_a_text_needs_them(monkeypatch):
    asked = set()
    for name in ("typeface", "current"):
        found = getattr(fonts, name)
        monkeypatch.setattr(fonts, name, lambda font, found=found: asked.add(font) or found(font))

    def asked_for(text: str) -> set:
        asked.clear()
        require_coverage([printable(text)])
        set_text(printable(text), serif=True)
        balanced_lines(printable(text), font=SERIF, width=200, size=24)
        return asked - {SERIF, SANS, SANS_BOLD}

    assert asked_for("Ayşe Żółć") == set()
    assert asked_for("Ọlájùmọ̀kẹ́") == set()
    assert asked_for("Anna محمد") == {NASKH, NOTO_ARABIC, NOTO_ARABIC_BOLD}


ALPHABET = "".join({*"".join(NAMES), *"äßÉ€–½→fi"})


@given(text=st.text(ALPHABET, max_size=12).map(printable), serif=st.booleans(), bold=st.booleans())
@hypothesis_settings(max_examples=60)
def test_runs_are_the_text_and_their_fonts_have_all_of_it(text, serif, bold):
    # What is refused here has a mark without its letter, say; each character would be drawn.
    with suppress(UncoveredCharacters):
        require_coverage([text])
        assert_drawn(runs_of(text, serif=serif, bold=bold), text)


def assert_drawn(runs: tuple[Run, ...], text: str) -> None:
    assert "".join(run.text for run in runs) == text
    for run in runs:
        [font] = [each for each in FONTS if each.family == run.family.partition("--")[0]]
        has = {*uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font.path))).unicodes}
        for character in run.text.replace("\u200c", ""):
            composed = map(ord, unicodedata.normalize("NFD", character))
            assert ord(character) in has or has.issuperset(composed)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("Li 明 日明", ("明", "日")),
        ("नीता नम", ("नी", "ता", "न", "म")),
        ("אבא", ("א", "ב")),
        ("Ada 😀", ("😀",)),
        ("A\u202ebc\u0000", ("\u202e", "\u0000")),
        ("\u2067Ada\u2069", ("\u2067", "\u2069")),
        ("\u200fAda", ("\u200f",)),
        ("A\u200cda\u200d", ("\u200c", "\u200d")),
        ("محمد\u200c", ("\u200c",)),
        ("\ufffdAda", ("\ufffd",)),
        ("\ue000\U000f0000\U00010800", ("\ue000", "\U000f0000", "\U00010800")),
        ("A\u034fda\u2764\ufe0f", ("A\u034f", "\u2764\ufe0f")),
        ("\u0301 Ada", ("\u0301",)),
        ("Ad\u20dda", ("d\u20dd",)),
        ("Z" + "\u0301" * 6, ("Ź" + "\u0301" * 5,)),
        ("→\u0301", ("→\u0301",)),
    ],
)
def test_what_cannot_be_drawn_right_is_named(text, characters):
    with pytest.raises(UncoveredCharacters) as refusal:
        require_coverage(["Ada", printable(text)])

    assert refusal.value.characters == characters
    with pytest.raises(UncoveredCharacters):
        set_text(printable(text), serif=True)


def test_every_name_here_can_be_printed():
    require_coverage(NAMES)


# --- how wide it gets ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Ada Ött", "Ọlájùmọ̀kẹ́ Ẹ̀kọ́", "مُحَمَّد الأحمد", "Anna السيد"])
def test_a_text_is_measured_as_it_is_drawn(text):
    register_fonts()
    text = printable(text)
    width = sum(stringWidth(run.drawn, f"{run.family}_00", 20) for run in runs_of(text, serif=True))

    assert fitting_size(text, font=SERIF, width=width + 1, sizes=(20, 5)) == 20
    assert fitting_size(text, font=SERIF, width=width - 1, sizes=(20, 5)) == 5


@pytest.mark.parametrize(
    "text", ["الاتصال والتواصل في الأزمات الكبيرة", "Ọlájùmọ̀kẹ́ Ẹ̀kọ́ Adébáyọ̀ Ṣọ̀pẹ́"]
)
def test_lines_are_broken_between_words_and_about_as_long(text):
    lines = balanced_lines(printable(text), font=SERIF, width=200, size=24)

    assert len(lines) > 1
    assert " ".join(lines) == printable(text)
    assert fitting_size(max(lines, key=len), font=SERIF, width=200, sizes=(24, 1)) == 24


# --- one process, many documents -----------------------------------------------------------------


def test_a_document_that_declares_the_fonts_gets_the_same_ones():
    register_fonts()
    declared = (
        '@font-face { font-family: "Sans"; src: url(sans.ttf); }'
        '@font-face { font-family: "Sans"; font-weight: bold; src: url(sans-bold.ttf); }'
    )
    text = set_text(printable("Ade\u0301 o\u0323\u0300"), serif=False, bold=True)

    pdf = document(
        ("font-family: Sans", "Ada"),
        ("font-family: Sans; font-weight: bold", f"Ada {text}"),
        style=declared,
    )

    [page] = PdfReader(BytesIO(pdf)).pages
    assert sorted(font["/BaseFont"] for font in page["/Resources"]["/Font"].values()) == [
        "/AAAAAA+FiraSans-Medium",
        "/AAAAAA+FiraSans-Regular",
    ]


def test_when_no_letter_is_left_a_font_begins_anew():
    seen = []
    for mark in "\u0323\u0301\u0308":
        text = printable(f"ḫ{mark}")
        [run] = runs_of(text, serif=False, bold=True)
        seen.append(run.family)
        markup = set_text(text, serif=False, bold=True)

        [line] = outlines_in_pdf(document(("font-family: sans", markup)))
        assert line == outlines_of(faces.font_data(NOTO_SANS_BOLD), text, FEATURES)
        faces.current(NOTO_SANS_BOLD).font._free = {False: iter(()), True: iter(())}

    assert seen == ["noto-sans-bold", "noto-sans-bold--2", "noto-sans-bold--3"]


def test_threads_never_share_a_letter():
    names = [f"{letter}\u0300\u0323" for letter in "bcdfghjklmpqrstvxz"]

    def draw(name: str) -> str:
        return runs_of(printable(name), serif=False)[0].drawn

    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(draw, names * 5))

    assert drawn == drawn[: len(names)] * 5
    assert len(set(drawn)) == len(names)
