"""Completes a certificate that was laid out: proves it sound, adds metadata and credential. Pure.

All in one reading and one writing with pikepdf. What is proven here is looked up in the finished
file, whatever the drawing believes to have done: see `require_tagged` and `require_embedded_fonts`.
"""

from __future__ import annotations

from datetime import date
from hashlib import md5
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
    String,
)

from certificates.printing.proving import require_embedded_fonts, require_tagged

CREDENTIAL_FILE = "openbadge.jwt"
#: W3C, Securing Verifiable Credentials using JOSE and COSE, 6.1.1.
CREDENTIAL_TYPE = "application/vc+jwt"
CREDENTIAL_DESCRIPTION = "Open Badge 3.0 (VC-JWT)"
#: Where the document's information keeps the letters by which a certificate is looked up.
CODE_KEY = "/KommACertificate"
CREATOR = "KommA"


def complete(
    document: bytes, *, credential: str = "", code: str = "", issued_on: date | None = None
) -> bytes:
    """Return the PDF with metadata and, where they are given, its credential and its code.

    `credential` is a VC-JWT, attached as CREDENTIAL_FILE; `code`, as in the address of the check
    page, can be read from the document's information under CODE_KEY; `issued_on` is the day of the
    document and of what is attached. The same arguments always make the same bytes.

    Raises RenderingFailed where a font is not embedded, or something on a page is neither in the
    structure nor decoration.
    """
    with Pdf.open(BytesIO(document)) as pdf:
        require_embedded_fonts(pdf)
        require_tagged(pdf)
        _inform(pdf, code, issued_on)
        if credential:
            _attach(pdf, credential.encode(), issued_on)
        target = BytesIO()
        # Everything stays as compressed as it is. A plain table of objects is what a signer reads
        # fastest, and adds to without a second kind of table.
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.disable,
            stream_decode_level=StreamDecodeLevel.none,
            compress_streams=False,
        )
    return target.getvalue()


def _inform(pdf: Pdf, code: str, issued_on: date | None) -> None:
    information = pdf.trailer.Info
    information.Creator = String(CREATOR)
    if code:
        information[CODE_KEY] = String(code)
    for key in ("/CreationDate", "/ModDate"):
        # What is there is not the time: a document that is drawn twice would not be the same.
        del information[key]
        if issued_on:
            information[key] = _pdf_date(issued_on)
    said = {key: str(information.get(key, "")) for key in ("/Title", "/Author", "/Subject")}
    pdf.Root.Metadata = Stream(
        pdf, _xmp(said, str(pdf.Root.Lang), issued_on), Type=Name.Metadata, Subtype=Name.XML
    )


def _xmp(said: dict[str, str], language: str, issued_on: date | None) -> bytes:
    """The document's information once more, as XMP (ISO 16684-1) that screen readers look at."""
    texts = {key: escape(text) for key, text in said.items()}
    date_line = f"<xmp:CreateDate>{issued_on.isoformat()}</xmp:CreateDate>" if issued_on else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{texts["/Title"]}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{texts["/Subject"]}</rdf:li></rdf:Alt>
</dc:description>
<dc:creator><rdf:Seq><rdf:li>{texts["/Author"]}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>{date_line}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _attach(pdf: Pdf, credential: bytes, issued_on: date | None) -> None:
    parameters = Dictionary(
        Size=len(credential), CheckSum=String(md5(credential, usedforsecurity=False).digest())
    )
    if issued_on:
        parameters.CreationDate = parameters.ModDate = _pdf_date(issued_on)
    content = pdf.make_indirect(
        Stream(
            pdf,
            credential,
            Type=Name.EmbeddedFile,
            Subtype=Name(f"/{CREDENTIAL_TYPE}"),
            Params=parameters,
        )
    )
    attached = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=CREDENTIAL_FILE,
            UF=CREDENTIAL_FILE,
            Desc=CREDENTIAL_DESCRIPTION,
            EF=Dictionary(F=content, UF=content),
            # The same in part, for machines: the credential need not say who holds it.
            AFRelationship=Name.Supplement,
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([CREDENTIAL_FILE, attached])))
    pdf.Root.AF = Array([attached])


def _pdf_date(day: date) -> Object:
    return String(f"D:{day:%Y%m%d}000000Z")
