"""Whether a signature or a time stamp (CMS, RFC 5652; RFC 3161) is what its signer made. Pure.

Says nothing about who the signer is: whoever asks must know the certificate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from asn1crypto.algos import DigestAlgorithm
from asn1crypto.cms import SignedData, SignerInfo
from asn1crypto.x509 import Certificate
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

ACCEPTED_HASHES = {"sha256", "sha384", "sha512"}


def signer_of(signed: SignedData) -> Certificate:
    """The certificate that the signature comes with. Raises an error where there is none."""
    return extract_certificate_info(signed).signer_cert


def holds(signed: SignedData, covered: Iterable[bytes], content_type: str = "data") -> bool:
    """Whether `covered`, part by part, is what was signed with the key of `signer_of(signed)`.

    Raises whatever the library raises where the structure makes no sense.
    """
    signer = extract_signer_info(signed)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    kind = signed["encap_content_info"]["content_type"].native
    if algorithm not in ACCEPTED_HASHES or kind != content_type or not _is_regular(signed, signer):
        return False
    digest = digest_of(algorithm, covered)
    return all(validate_sig_integrity(signer, signer_of(signed), content_type, digest))


def _is_regular(signed: SignedData, signer: SignerInfo) -> bool:
    """Whether what no signature protects says what it must (RFC 5652, 5.1 and 5.3; RFC 5754, 2).

    So no octet of it can be changed without a trace.
    """
    by_name = signer["sid"].name == "issuer_and_serial_number"
    plain = signed["encap_content_info"]["content_type"].native == "data"
    named = [(each["algorithm"].native, each["parameters"].native) for each in _algorithms(signed)]
    return (
        signer["version"].native == ("v1" if by_name else "v3")
        and signed["version"].native == ("v1" if by_name and plain else "v3")
        and set(named) == {(signer["digest_algorithm"]["algorithm"].native, None)}
    )


def _algorithms(signed: SignedData) -> list[DigestAlgorithm]:
    return [*signed["digest_algorithms"], extract_signer_info(signed)["digest_algorithm"]]


def stamped_digest(token: SignedData) -> tuple[str, bytes] | None:
    """The hash algorithm and the digest that a time stamp is for; None where it does not hold.

    Raises as `holds` does.
    """
    content = token["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in ACCEPTED_HASHES or not holds(token, (content.contents,), "tst_info"):
        return None
    return algorithm, imprint["hashed_message"].native


def digest_of(algorithm: str, parts: Iterable[bytes]) -> bytes:
    """The digest of all parts, one after the other."""
    digest = hashlib.new(algorithm)
    for part in parts:
        digest.update(part)
    return digest.digest()
