"""What a certificate may read: its own fonts and pictures, nothing else, whatever it asks for."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import FONTS, SANS
from certificates.printing.laying_out import (
    LOGO_RESOURCE,
    QR_RESOURCE,
    RenderingFailed,
    lay_out,
    page_count,
)
from certificates.printing.qr_code import qr_image
from certificates.printing.rendering import render_pdf
from tests.certificates.printing.watched import call_watched, watching_process

VERIFY_URL = "https://komma.example.org/verify/pK3vQ2xR8mN5tY7wZ1aB4c"

CERTIFICATE = CertificateData(
    holder_name="Łukasz Żółć",
    course_title="Rassismus erkennen",
    modules=(CertificateModule(title="Recht und Fürsorgepflicht", minutes=90),),
    total_minutes=90,
    dates=(date(2026, 3, 3),),
    issuer="Programmbüro KommA",
    signatory="Miriam Schütz",
    signatory_function="Leitung des Programms",
    issued_on=date(2026, 3, 12),
    code="pK3vQ2xR8mN5tY7wZ1aB4c",
    verify_url=VERIFY_URL,
    language="de",
    notice="Gefördert durch die Bundesregierung",
)


@pytest.fixture(scope="module")
def watched():
    """Call a function in a process that notes what is opened; it is warmed up the first time."""
    with watching_process() as process:
        warm = set()

        def call(function, *what, warm_up):
            once = None if function in warm else warm_up
            warm.add(function)
            return process.submit(call_watched, function, *what, warm_up=once).result(timeout=120)

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
    document = PdfReader(BytesIO(pdf), strict=True)
    text = "".join("".join(page.extract_text().split()) for page in document.pages)
    assert text.count(hostile.replace(" ", "")) >= 6
    assert document.metadata.author == hostile
    assert {name for _event, name in seen} <= {str(font.path) for font in FONTS}


FONT = "<style>@font-face { font-family: X; src: url(sans.ttf); } html { font-family: X; }</style>"
HARMLESS = (f"<html lang='de'><head>{FONT}</head><body><p>x</p></body></html>", VERIFY_URL)
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
    '<object data="file:///etc/passwd">x</object><img src="//example.org/x.png" alt="x">',
    '<style>p { background-image: url("../../etc/passwd"); }</style>',
    '<input type="image" src="/etc/passwd"><img src="serif.ttf/../../LICENSE" alt="x">',
    '<img src="zip:///etc/passwd" alt="x"><img src="FILE:///etc/passwd" alt="x">',
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_even_unescaped_markup_could_read_nothing(foreign, watched):
    # Described, so that it is not refused for want of a description.
    foreign = foreign.replace("<img ", "<img alt='x' ")
    markup = f"<html lang='de'><head>{FONT}</head><body><p>x</p>{foreign}<p>y</p></body></html>"

    _, error, seen = watched(lay_out, markup, VERIFY_URL, warm_up=HARMLESS)

    assert isinstance(error, RenderingFailed)
    assert "may not read" in str(error) or "behind the page" in str(error)
    assert {name for _event, name in seen} <= {str(SANS.path)}


def test_a_neighbour_of_the_fonts_cannot_be_read_either(watched):
    neighbour = FONTS[0].path.parent.parent / "LICENSE"
    assert neighbour.is_file()

    markup = f'<p></p><img alt="x" src="{neighbour}">'
    _, error, seen = watched(lay_out, markup, VERIFY_URL, warm_up=HARMLESS)

    assert isinstance(error, RenderingFailed)
    assert seen == []


def test_its_own_pictures_are_drawn_from_memory(watched):
    markup = (
        f"""<p><img src="{QR_RESOURCE}" alt="Code"><img src="{LOGO_RESOURCE}" alt="Logo"></p>"""
    )

    document, error, seen = watched(
        lay_out_with_logo, markup, VERIFY_URL, qr_image("Logo"), warm_up=(markup, VERIFY_URL, b"")
    )

    assert (error, seen) == (None, [])
    assert page_count(document) == 1
    assert document.count(b"/Subtype /Image") == 2


def lay_out_with_logo(markup: str, verify_url: str, logo: bytes) -> bytes:
    return lay_out(markup, verify_url, logo=logo or qr_image("Logo"))
