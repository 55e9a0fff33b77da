"""Signs a PDF (PAdES, ETSI EN 319 142-1: ETSI.CAdES.detached). Pure.

Only where the key comes with a time stamp server (RFC 3161), that is asked for a stamp each time.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate as X509Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.signing.material import SigningMaterial
from certificates.signing.time_stamps import service_at


def _octets(purpose: str, number: int) -> bytes:
    """Octets that occur by chance nowhere else."""
    return hashlib.shake_256(f"komma in place of the {purpose}".encode()).digest(number)


FIELD = "KommA"
HASH = "sha256"
IN_PLACE_OF_DIGEST = _octets("digest", 32)
#: By how many bytes one time stamp may be longer than another of the same server.
STAMP_MARGIN = 128


def sign_pdf(pdf: bytes, material: SigningMaterial, *, now: datetime) -> bytes:
    """Return the PDF with an invisible signature of `now` over all of it.

    It certifies the document and allows no changes (ISO 32000-2, 12.8.2.2). Raises NoTimeStamp
    where the material's time stamp server gives none.
    """
    signer = _signer_for(material)
    target = BytesIO(pdf)
    writer = _Addition(target)
    writer.register_extension(ESIC_EXTENSION_1)
    steps = PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(steps)
    steps.send(
        SigObjSetup(
            SignatureObject(now, SigSeedSubFilter.PADES, bytes_reserved=2 * signer.most_bytes),
            SigMDPSetup(HASH, certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
        )
    )
    prepared, _ = steps.send(SigIOSetup(HASH, in_place=True))
    steps.send(signer.sign(prepared.document_digest))
    return target.getvalue()


class _Addition(IncrementalPdfFileWriter):
    """Adds to a file, and leaves what it says of itself and of its time as it is."""

    def _update_meta(self) -> None:
        pass


class _Signer(Signer):
    """Makes signatures (CMS) with a key object that is there already.

    All signatures of a key are alike but for the digest and what the key makes of it. So the
    library builds one, with other octets in these places, and each signature is a copy of it with
    its own octets there. With time stamps no two are alike: then the library builds each.
    """

    def __init__(self, material: SigningMaterial) -> None:
        chain = SimpleCertificateStore.from_certs(map(_parsed, material.chain))
        super().__init__(signing_cert=_parsed(material.certificate), cert_registry=chain)
        self._key = material.private_key
        self._service = service_at(material.time_stamp_url)
        self._in_place_of_signature = _octets("signature", self._key.key_size // 8)
        attributes = self.signed_attrs(IN_PLACE_OF_DIGEST, HASH, use_pades=True)
        self._attributes = _finished(attributes).dump()
        self._whole = self._build(IN_PLACE_OF_DIGEST, dry_run=True)
        self.most_bytes = len(self._whole) + (STAMP_MARGIN if self._service else 0)

    def sign(self, digest: bytes) -> bytes:
        """The signature of a document with this digest. Raises NoTimeStamp."""
        if self._service is not None:
            return self._build(digest)
        signature = self._sign(self._attributes.replace(IN_PLACE_OF_DIGEST, digest))
        whole = self._whole.replace(IN_PLACE_OF_DIGEST, digest)
        return whole.replace(self._in_place_of_signature, signature)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """What the library asks for: the bare signature of `data`."""
        return self._in_place_of_signature if dry_run else self._sign(data)

    def _sign(self, data: bytes) -> bytes:
        return self._key.sign(data, PKCS1v15(), SHA256())

    def _build(self, digest: bytes, *, dry_run: bool = False) -> bytes:
        building = self.async_sign(
            digest, HASH, dry_run=dry_run, use_pades=True, timestamper=self._service
        )
        return _finished(building).dump()


def _finished(working: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine of the library comes to, in a thread of its own: this may have a loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, working).result()


@lru_cache(maxsize=8)
def _signer_for(material: SigningMaterial) -> _Signer:
    return _Signer(material)


def _parsed(certificate: X509Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
