"""Judges a PDF that somebody brought: does its signature hold, whose is it, what lies under it.

Pure, and made for the files of unknown people. A signature is found by its byte range, not by way
of the file's own directory: one that begins with the first byte and leaves out nothing but itself
fixes every byte up to its end, whatever else the file says (ISO 32000-2, 12.8.1). Only that part is
then read as a PDF. What was appended later is never read, be it ever so harmless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from asn1crypto.cms import ContentInfo, SignedData
from asn1crypto.parser import parse
from asn1crypto.x509 import Certificate
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from certificates.signing.signed_data import digest_of, holds, signer_of, stamped_digest
from certificates.signing.signed_part import read_signed_part

#: A certificate takes less than 1 MB. Callers refuse larger files before they read them.
MOST_BYTES = 10 * 1024 * 1024
#: Room for a signature, its certificates and a time stamp in hexadecimal letters.
MOST_SIGNATURE_LETTERS = 256 * 1024
MOST_SIGNATURES = 20
LONGEST_NAME = 200

_ENDS = 1024  # where readers look for a file's first and last words
_NUMBERS = rb"\s{1,20}".join([rb"(\d{1,10})"] * 4)
_BYTE_RANGE = re.compile(rb"/ByteRange\s{0,20}\[\s{0,20}" + _NUMBERS + rb"\s{0,20}\]")
_TRACES = re.compile(rb"/ByteRange|/SubFilter\s{0,20}/(?:ETSI\.|adbe\.)|/Type\s{0,20}/Sig\b")
_HEXADECIMAL = re.compile(rb"<(?:[0-9A-F]+|[0-9a-f]+)>")


class Unjudgeable(ValueError):
    """The file cannot be judged."""


class NotAPdf(Unjudgeable):
    """It is no PDF, or one that is too large or too damaged to say anything about it."""


class NotSigned(Unjudgeable):
    """It is a PDF, but bears no signature."""


@dataclass(frozen=True)
class Judgement:
    """What can be said of a signed PDF without knowing anything else.

    `intact`: the signed bytes are as they were signed, and every signature is its signer's.
    `signed_by` is the name in the certificate of the last signature (anybody can write any name
    there), `fingerprint` the SHA-256 of that certificate, in hexadecimal letters; both empty where
    the signature itself cannot be read. `covers_whole_file`: nothing was appended later.
    `credential` and `code`, read from the signed part alone, are worth what the signature is.
    """

    intact: bool
    signed_by: str
    fingerprint: str
    covers_whole_file: bool
    credential: str | None
    code: str | None


@dataclass(frozen=True)
class _Signature:
    """A signature that leaves out nothing but its own letters: `start` to `stop` of `end`."""

    start: int
    stop: int
    end: int


@dataclass(frozen=True)
class _Signer:
    """`is_stamp`: it says by when the document was there, and not what that is worth."""

    holds: bool
    name: str = ""
    fingerprint: str = ""
    is_stamp: bool = False


def judge_pdf(pdf: bytes) -> Judgement:
    """What can be said of the file. Raises NotAPdf and NotSigned, and nothing else."""
    if len(pdf) > MOST_BYTES:
        raise NotAPdf(f"is too large (more than {MOST_BYTES} bytes)")
    if b"%PDF-" not in pdf[:_ENDS] and b"%%EOF" not in pdf[-_ENDS:]:
        raise NotAPdf("is no PDF")
    signatures, stray = _find_signatures(pdf)
    if not signatures:
        if _TRACES.search(pdf) is None:
            raise NotSigned("bears no signature")
        return Judgement(False, "", "", False, None, None)
    signers = [_judge(pdf, signature) for signature in signatures]
    # Strays inside a signed part are somebody's data; outside they claim what they do not hold.
    intact = all(each.holds for each in signers) and max(stray, default=0) < signatures[-1].end
    judged = zip(signatures, signers, strict=True)
    last, signer = max(judged, key=lambda pair: (not pair[1].is_stamp, pair[0].end))
    code, credential = read_signed_part(pdf[: last.end])
    return Judgement(
        intact=intact,
        signed_by=signer.name,
        fingerprint=signer.fingerprint,
        covers_whole_file=last.end == len(pdf),
        credential=credential if intact else None,
        code=code,
    )


def _find_signatures(pdf: bytes) -> tuple[list[_Signature], list[int]]:
    """Signatures in the order in which they end, and where something else looks like one."""
    found, stray = [], []
    for match in _BYTE_RANGE.finditer(pdf):
        signature = _signature(pdf, [int(number) for number in match.groups()])
        if signature is None or signature.end < match.end():
            stray.append(match.start())
        else:
            found.append(signature)
        if len(found) + len(stray) > MOST_SIGNATURES:
            raise NotAPdf(f"bears too many signatures (more than {MOST_SIGNATURES})")
    return sorted(found, key=lambda signature: signature.end), stray


def _signature(pdf: bytes, byte_range: list[int]) -> _Signature | None:
    first, start, stop, rest = byte_range
    if first or not start < stop or stop + rest > len(pdf):
        return None
    if pdf[start : start + 1] != b"<" or pdf[stop - 1 : stop] != b">":
        return None
    return _Signature(start, stop, stop + rest)


def _judge(pdf: bytes, signature: _Signature) -> _Signer:
    """Whose the signature is, and whether it holds. The library may stumble over anything."""
    signer = _Signer(holds=False)
    try:
        content, padding = _unwrapped(pdf[signature.start : signature.stop])
        signed = ContentInfo.load(content, strict=True)["content"]
        certificate = signer_of(signed)
        is_stamp = signed["encap_content_info"]["content_type"].native == "tst_info"
        signer = _Signer(False, _name(certificate), certificate.sha256.hex(), is_stamp)
        covered = pdf[: signature.start], pdf[signature.stop : signature.end]
        if is_stamp:
            sound = _is_stamp_of(signed, covered)
        else:
            sound = holds(signed, covered) and _is_stamped_rightly(signed)
        return replace(signer, holds=sound and not any(padding))
    except Exception:  # whatever unknown bytes did to the library, the signature does not hold
        return signer


def _unwrapped(letters: bytes) -> tuple[bytes, bytes]:
    """The signature's DER, and what fills the room that was left for it.

    One case throughout: otherwise a letter could be changed without a trace.
    """
    if len(letters) > MOST_SIGNATURE_LETTERS or not _HEXADECIMAL.fullmatch(letters):
        raise ValueError("is no signature")
    octets = bytes.fromhex(letters[1:-1].decode("ascii"))
    _, _, _, header, content, trailer = parse(octets)
    size = len(header) + len(content) + len(trailer)
    return octets[:size], octets[size:]


def _is_stamped_rightly(signed: SignedData) -> bool:
    """Whether each time stamp on the signature, if there is any, is for it and unchanged."""
    signer = extract_signer_info(signed)
    tokens = extract_tst_data_iter(signer, signed=False)
    return all(_is_stamp_of(token, (signer["signature"].native,)) for token in tokens)


def _is_stamp_of(token: SignedData, covered: tuple[bytes, ...]) -> bool:
    stamped = stamped_digest(token)
    return stamped is not None and stamped[1] == digest_of(stamped[0], covered)


def _name(certificate: Certificate) -> str:
    """The common name of the certificate's holder, or the organisation's."""
    names = certificate.subject.native
    name = names.get("common_name") or names.get("organization_name") or ""
    name = name if isinstance(name, str) else ", ".join(name)
    return name[:LONGEST_NAME].encode(errors="replace").decode()
