"""Turns the data of a certificate into a PDF. Pure: no request, no database, no network.

The document is written as HTML and laid out by xhtml2pdf, which would fetch whatever the HTML asks
for. So everything foreign is escaped, and besides no fetch is allowed: see OwnResourcesOnly.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject
from xhtml2pdf import pisa
from xhtml2pdf.builders.preflight import drop_idle_fonts, scan, unembedded_text_fonts
from xhtml2pdf.config.resources import ResourceAccessError, ResourceAccessPolicy

from certificates.document import CertificateData, CertificateModule
from certificates.fonts import FONTS, printable, require_coverage
from certificates.typesetting import (
    SEVERAL_PAGES,
    Density,
    Display,
    heading_size,
    possible_densities,
    set_display,
)
from certificates.wording import (
    WORDINGS,
    dates_in_words,
    day_in_words,
    duration_in_words,
    short_duration,
)

TEMPLATE = "certificates/certificate.pdf.html"
QR_RESOURCE = "verify-qr.png"


class RenderingFailed(RuntimeError):
    """The document could not be made as it should be: a fault of the template, not of the data."""


@dataclass(frozen=True)
class OwnResourcesOnly(ResourceAccessPolicy):
    """Refuses every address, every inlined `data:` and every file but those in `extra_roots`.

    What was refused is kept in `refused`, so that a document that asked for something foreign is
    never handed out.
    """

    refused: list[str] = field(default_factory=list, compare=False)

    def check_url(self, url: str) -> None:
        """Refuse: a certificate has nothing to fetch."""
        self._refuse(url)

    def check_path(self, path: object) -> None:
        """Refuse every file that is not one of `extra_roots`."""
        try:
            super().check_path(path)
        except ResourceAccessError:
            self._refuse(str(path))

    def check_local_size(self, size: int, where: object) -> None:
        """Refuse inlined data, which the library checks nowhere else."""
        if str(where).startswith("data:"):
            self._refuse(str(where))
        super().check_local_size(size, where)

    def _refuse(self, what: str) -> None:
        self.refused.append(what[:120])
        raise ResourceAccessError(f"a certificate may not read {what[:120]!r}")


def resource_policy() -> OwnResourcesOnly:
    """Return the policy of one rendering: nothing may be read but the certificate's own fonts."""
    return OwnResourcesOnly.server(
        base_dir=None, allow_remote=False, extra_roots=tuple(font.path for font in FONTS)
    )


def require_printable(data: CertificateData) -> None:
    """Raise UncoveredCharacters where a text of the certificate cannot be printed as it should."""
    require_coverage(_texts(_printed(data)))


def render_pdf(data: CertificateData) -> bytes:
    """Return the certificate as a PDF: A4, one page where it fits, every font embedded.

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
    return complete(document)


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
        loader=PackageLoader("certificates"), autoescape=True, undefined=StrictUndefined
    )


def lay_out(markup: str, verify_url: str = "") -> bytes:
    """Return the PDF that xhtml2pdf makes of the markup, with nothing fetched for it.

    The markup can ask for the fonts by their resource names and, where `verify_url` is given, for
    QR_RESOURCE, its code. Raises RenderingFailed where it asks for anything else, or draws a
    warning.
    """
    own = {font.resource: str(font.path) for font in FONTS}
    if verify_url:
        own[QR_RESOURCE] = _qr_image(verify_url)
    policy = resource_policy()
    target = BytesIO()
    outcome = pisa.CreatePDF(
        markup,
        dest=target,
        encoding="utf-8",
        # What is not ours stays as it was asked for, for the policy to refuse.
        link_callback=lambda asked, _base: own.get(asked),
        resource_policy=policy,
    )
    if policy.refused or outcome.err or outcome.warn:
        faults = [*policy.refused, *(str(entry[2]) for entry in outcome.log)]
        raise RenderingFailed(f"the document could not be laid out: {'; '.join(faults)}")
    return target.getvalue()


def _qr_image(verify_url: str) -> bytes:
    image = BytesIO()
    # Level M: still read when a sixth of it is worn off. The quiet zone of four modules is left
    # by the template, so that the code itself stands on the margin.
    segno.make_qr(verify_url, error="m").save(image, kind="png", scale=12, border=0)
    return image.getvalue()


def complete(document: bytes) -> bytes:
    """Return the PDF with its fonts proven embedded and its title shown by readers."""
    writer = PdfWriter(clone_from=BytesIO(document))
    # reportlab selects Helvetica on every page, embedded nowhere, before anything is drawn.
    drop_idle_fonts(writer)
    missing = unembedded_text_fonts(scan(writer))
    if missing:
        raise RenderingFailed(f"text is set in fonts that are not embedded: {', '.join(missing)}")
    # The language of a document came with PDF 1.4; pypdf would write 1.3 at the top.
    writer.pdf_header = "%PDF-1.7"
    writer.add_metadata({"/Creator": "KommA"})
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
