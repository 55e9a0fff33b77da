"""Who is named in the properties of a file, so that nobody publishes a name unseen. Pure."""

import io
import re
import zipfile
from html import unescape

import pikepdf

_LARGEST_PROPERTIES = 200_000
_NAMES = re.compile(
    rb"<(?:dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>([^<]{1,400})</(?:dc:creator|cp:lastModifiedBy)>"
)
_PLACES_IN_PDF = ("/Author", "/Company", "/Manager")


def names_in_properties(content: bytes, ending: str) -> list[str]:
    """What a PDF or an Office document says of who made it; each once. Nothing where it cannot be
    read: it is only a hint.
    """
    try:
        found = _in_pdf(content) if ending == "pdf" else _in_office(content)
    except (pikepdf.PdfError, zipfile.BadZipFile, OSError, ValueError, KeyError):
        return []
    names = (" ".join(name.split())[:80] for name in found)
    return list(dict.fromkeys(name for name in names if name))


def _in_pdf(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        known = document.trailer.get("/Info", {})
        return [str(known[place]) for place in _PLACES_IN_PDF if place in known]


def _in_office(content: bytes) -> list[str]:
    """The core properties of an Office Open XML package (ISO/IEC 29500-2, 11)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.getinfo("docProps/core.xml")
        if part.file_size > _LARGEST_PROPERTIES:
            return []
        text = package.read(part)
    return [unescape(found.decode("utf-8", "replace")) for found in _NAMES.findall(text)]
