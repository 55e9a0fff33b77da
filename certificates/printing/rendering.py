"""Turns the data of a certificate into a PDF. Pure: no request, no database, no network."""

from __future__ import annotations

import re
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from reportlab import rl_config

from certificates.printing import typesetting
from certificates.printing.completing import complete
from certificates.printing.contents import Contents, contents_of
from certificates.printing.design import COLOURS, Design
from certificates.printing.document import CertificateData
from certificates.printing.fonts import register_fonts, require_coverage, set_text
from certificates.printing.laying_out import LOGO_RESOURCE, QR_RESOURCE, lay_out, page_count
from certificates.printing.shipped import CLASSIC
from certificates.printing.typesetting import Page, possible_pages

TEMPLATE = "printing/certificate.pdf.html"
_BETWEEN_ELEMENTS = re.compile(r">\s+<")
# As text, everything that is compressed would be larger and take longer.
rl_config.useA85 = 0


def require_printable(data: CertificateData, design: Design = CLASSIC) -> None:
    """Raise UncoveredCharacters where a text of the certificate cannot be printed as it should."""
    require_coverage(contents_of(data, design).all_texts())


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
    contents = contents_of(data, design)
    require_coverage(contents.all_texts())
    register_fonts()
    for page in possible_pages(contents, design, logo):
        document = lay_out(
            _markup(contents, design, page, data.language), data.verify_url, logo=logo
        )
        if page.rest < 0 or page_count(document) == 1:
            break
    return complete(document, credential=credential)


def _markup(contents: Contents, design: Design, page: Page, language: str) -> str:
    markup = _template().render(
        contents=contents,
        design=design,
        page=page,
        language=language,
        wording=contents.wording,
        numbered=page.rest < 0,
        colour=COLOURS[design.colour],
        sizes=typesetting.SMALL,
        content_width=typesetting.CONTENT_WIDTH,
        length_width=typesetting.LENGTH_WIDTH,
        column_gap=typesetting.COLUMN_GAP,
        qr_width=typesetting.QR_WIDTH,
        qr_resource=QR_RESOURCE,
        logo_resource=LOGO_RESOURCE,
        room_to_sign=typesetting.ROOM_TO_SIGN,
        above_notice=typesetting.ABOVE_NOTICE,
        text_leading=typesetting.TEXT_LEADING,
    )
    # Every space between two elements would be walked through as a text.
    return _BETWEEN_ELEMENTS.sub("><", markup)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("certificates.printing"),
        # The style sheets are filled with nothing but colours and lengths, and escaped as well.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Text that is drawn says in what: names in any script need more than one font.
    environment.filters |= {
        "serif": partial(set_text, serif=True),
        "sans": partial(set_text, serif=False),
        "bold": partial(set_text, serif=False, bold=True),
    }
    return environment.get_template(TEMPLATE)
