"""Turns the data of a certificate into a PDF. Pure: no request, no database, no network."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from pypdf import PdfReader

from certificates.printing.completing import complete
from certificates.printing.design import Design
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import printable, require_coverage
from certificates.printing.laying_out import QR_RESOURCE, lay_out
from certificates.printing.shipped import CLASSIC
from certificates.printing.typesetting import (
    SEVERAL_PAGES,
    Density,
    Display,
    heading_size,
    possible_densities,
    set_display,
)
from certificates.printing.wording import (
    WORDINGS,
    dates_in_words,
    day_in_words,
    duration_in_words,
    short_duration,
)

TEMPLATE = "printing/certificate.pdf.html"


def require_printable(data: CertificateData) -> None:
    """Raise UncoveredCharacters where a text of the certificate cannot be printed as it should."""
    require_coverage(_texts(_printed(data)))


def render_pdf(
    data: CertificateData,
    design: Design = CLASSIC,
    *,
    logo: bytes | None = None,
    credential: str = "",
) -> bytes:
    """Return the certificate as a PDF: A4, one page where it fits, every font embedded.

    `logo` is a PNG file for the design's block of that name; `credential` a VC-JWT to attach.

    Raises UncoveredCharacters before anything is drawn where a text cannot be printed as it should
    be, and RenderingFailed where the library could not lay out or complete the document.
    """
    require_printable(data)
    printed = _printed(data)
    heading = WORDINGS[printed.language].heading
    display = set_display(printed.holder_name, printed.course_title)
    for density in possible_densities(heading, display, rows=len(printed.modules)):
        document = lay_out(_markup(printed, display, density), printed.verify_url)
        if len(PdfReader(BytesIO(document)).pages) == 1:
            break
    else:
        markup = _markup(printed, display, SEVERAL_PAGES, numbered=True)
        document = lay_out(markup, printed.verify_url)
    return complete(document, credential=credential)


def _printed(data: CertificateData) -> CertificateData:
    """Return the data with every text as it is printed."""
    texts = ("holder_name", "course_title", "issuer", "signatory", "signatory_function", "notice")
    return replace(
        data,
        modules=tuple(
            CertificateModule(title=printable(part.title), minutes=part.minutes)
            for part in data.modules
        ),
        **{name: printable(getattr(data, name)) for name in texts},
    )


def _texts(data: CertificateData) -> list[str]:
    return [
        data.holder_name,
        data.course_title,
        *(part.title for part in data.modules),
        data.issuer,
        data.signatory,
        data.signatory_function,
        data.notice,
        data.code,
        data.verify_url,
    ]


def _markup(
    data: CertificateData, display: Display, density: Density, *, numbered: bool = False
) -> str:
    language = data.language
    return (
        _template_environment()
        .get_template(TEMPLATE)
        .render(
            certificate=data,
            wording=WORDINGS[language],
            density=density,
            numbered=numbered,
            qr_resource=QR_RESOURCE,
            heading_size=heading_size(WORDINGS[language].heading, density),
            name=display.name,
            title=display.title,
            dates=dates_in_words(data.dates, language),
            total=duration_in_words(data.total_minutes, language),
            short_total=short_duration(data.total_minutes, language),
            issued_on=WORDINGS[language].issued_on.format(
                day=day_in_words(data.issued_on, language)
            ),
            rows=[(part.title, short_duration(part.minutes, language)) for part in data.modules],
        )
    )


@cache
def _template_environment() -> Environment:
    return Environment(
        loader=PackageLoader("certificates.printing"), autoescape=True, undefined=StrictUndefined
    )
