"""Reads what a certificate says of itself from the part of a file that is signed. Pure.

The file may come from anybody: whatever is wrong with it, nothing is read from it then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

#: The key of the document's information dictionary that holds the code, without dashes.
CODE_KEY = "/KommACertificate"
CREDENTIAL_FILE = "openbadge.jwt"
MOST_CREDENTIAL_BYTES = 64 * 1024
MOST_NODES = 64
MOST_PAGES = 10

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{28}")
_CODE_OF_LINK = re.compile(r"https?://[^?#]{1,500}/verify/([0-9A-HJKMNP-TV-Z]{28})")
_MIB = 1024 * 1024

# Files that swell when they are unpacked are given up. They hold for the whole process, and leave
# ample room for the certificates that it makes itself.
set_qpdf_limits(
    flate_max_memory=32 * _MIB,
    png_max_memory=32 * _MIB,
    tiff_max_memory=32 * _MIB,
    run_length_max_memory=32 * _MIB,
    dct_max_memory=128 * _MIB,
    max_stream_filters=4,
    doc_max_warnings=100,
)


def read_signed_part(pdf: bytes) -> tuple[str | None, str | None]:
    """The code of the certificate and its credential; None for each that cannot be read."""
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as document:
            return _code(document), _credential(document)
    except Exception:  # whatever unknown bytes did to the library, they say nothing
        return None, None


def _code(document: pikepdf.Pdf) -> str | None:
    code = str(document.trailer.get("/Info", {}).get(CODE_KEY, ""))
    return code if _CODE.fullmatch(code) else _code_of_links(document)


def _code_of_links(document: pikepdf.Pdf) -> str | None:
    """The code in the address that is printed; None where there is none, or not just one."""
    found = {
        match.group(1)
        for page in document.pages[:MOST_PAGES]
        for annotation in list(page.get("/Annots", []))[:MOST_NODES]
        if (match := _CODE_OF_LINK.fullmatch(str(annotation.get("/A", {}).get("/URI", ""))))
    }
    return found.pop() if len(found) == 1 else None


def _credential(document: pikepdf.Pdf) -> str | None:
    """The attached credential; None where there is none, or more than one."""
    files = document.Root.get("/Names", {}).get("/EmbeddedFiles")
    found = [file for name, file in _entries(files) if name == CREDENTIAL_FILE]
    if len(found) != 1:
        return None
    content = found[0].EF.F.read_bytes()
    return content.decode("ascii") if len(content) <= MOST_CREDENTIAL_BYTES else None


def _entries(tree: pikepdf.Object | None) -> Iterator[tuple[str, pikepdf.Object]]:
    """The names and values of a name tree (ISO 32000-2, 7.9.6), of its first nodes at least."""
    waiting, left = [tree] if tree is not None else [], MOST_NODES
    while waiting and left:
        node, left = waiting.pop(), left - 1
        waiting += list(node.get("/Kids", []))[:MOST_NODES]
        names = list(node.get("/Names", []))[: 2 * MOST_NODES]
        yield from zip(map(str, names[::2]), names[1::2], strict=False)
