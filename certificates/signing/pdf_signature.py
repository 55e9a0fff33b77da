"""Signs a PDF (PAdES, ETSI EN 319 142-1: ETSI.CAdES.detached). Pure."""

from __future__ import annotations

from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.signing.material import SigningMaterial

FIELD = "KommA"


def sign_pdf(pdf: bytes, material: SigningMaterial) -> bytes:
    """Return the PDF with an invisible signature over all of it."""
    signer = SimpleSigner(
        Certificate.load(material.certificate.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(
            material.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        SimpleCertificateStore(),
    )
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    target = BytesIO()
    PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=target)
    return target.getvalue()
