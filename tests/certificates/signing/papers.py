"""Small PDFs that say of themselves what certificates say."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

CODE = "0123456789ABCDEFGHJKMNPQRSTV"
OTHER_CODE = "ZYXWVTSRQPNMKJHGFEDCBA987654"
CREDENTIAL = "header.payload.signature"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def paper(
    *,
    code: str | None = CODE,
    files: tuple[tuple[str, bytes], ...] = (("openbadge.jwt", CREDENTIAL.encode()),),
    link: str = "",
    **saved: object,
) -> bytes:
    """A page with a code in its information, attached files and perhaps a link."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    if code is not None:
        document.docinfo["/KommACertificate"] = code
    document.docinfo["/Title"] = "Teilnahmebescheinigung"
    attached = [
        item
        for name, content in files
        for item in (
            pikepdf.String(name),
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Filespec,
                    F=pikepdf.String(name),
                    EF=pikepdf.Dictionary(F=document.make_stream(content)),
                )
            ),
        )
    ]
    if attached:
        names = pikepdf.Dictionary(Names=pikepdf.Array(attached))
        document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=names)
    if link:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(link))
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
        )
        document.pages[0].Annots = pikepdf.Array([annotation])
    target = BytesIO()
    document.save(target, **saved)
    return target.getvalue()


def changed(pdf: bytes, at: int, bits: int = 1) -> bytes:
    """The file with another octet in one place."""
    return pdf[:at] + bytes([pdf[at] ^ bits]) + pdf[at + 1 :]


def run(program: str, *arguments: str | Path) -> str:
    """What a program of others prints; the test is skipped where it is not installed."""
    found = shutil.which(program) or shutil.which(program, path=Path(sys.executable).parent)
    if found is None:
        pytest.skip(f"{program} is not installed, so nobody else looks at the signature")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
