"""Completes a certificate that was laid out: fonts, metadata, structure, credential. Pure."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject
from xhtml2pdf.builders.preflight import drop_idle_fonts, scan, unembedded_text_fonts

from certificates.printing.laying_out import RenderingFailed

CREDENTIAL_FILE = "openbadge.jwt"


def complete(document: bytes, *, credential: str = "") -> bytes:
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
    if credential:
        writer.add_attachment(CREDENTIAL_FILE, credential.encode())
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
