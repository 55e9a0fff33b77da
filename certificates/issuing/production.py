"""Makes the bytes of a certificate: laid out, with its credential, signed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.badges.credential import CredentialFacts, credential_of
from certificates.badges.tokens import sign_credential
from certificates.printing.design import Design
from certificates.printing.document import CertificateData
from certificates.printing.rendering import render_pdf
from certificates.signing.material import SigningMaterial
from certificates.signing.pdf_signature import sign_pdf


@dataclass(frozen=True, kw_only=True)
class Order:
    """All that it takes to make one certificate. `logo` is a PNG file or None."""

    data: CertificateData
    design: Design
    logo: bytes | None
    facts: CredentialFacts


def produce(order: Order, material: SigningMaterial) -> bytes:
    """Return the signed PDF. Raises UncoveredCharacters and RenderingFailed, as `render_pdf`."""
    credential = sign_credential(credential_of(order.facts), material)
    pdf = render_pdf(order.data, order.design, logo=order.logo, credential=credential)
    return sign_pdf(pdf, material, now=order.facts.issued_at)
