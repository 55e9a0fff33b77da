"""Files of unknown people are judged by what their signatures cover, and by nothing else."""

import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.printing.completing import CREDENTIAL_FILE as ATTACHED_FILE
from certificates.signing import pdf_signature
from certificates.signing.judging import (
    MOST_BYTES,
    MOST_SIGNATURES,
    Judgement,
    NotAPdf,
    NotSigned,
    Unjudgeable,
    judge_pdf,
)
from certificates.signing.making import make_material
from certificates.signing.pdf_signature import sign_pdf
from certificates.signing.signed_part import CREDENTIAL_FILE, read_signed_part
from tests.certificates.factories import material
from tests.certificates.signing.papers import CODE, CREDENTIAL, NOW, OTHER_CODE, changed, paper


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sign_pdf(paper(), material(), now=NOW)


@pytest.fixture(scope="module")
def stranger():
    return make_material(name="Programmbüro KommA", now=NOW)


def updated(pdf: bytes) -> bytes:
    """The file with another code, as a later revision says."""
    target = BytesIO(pdf)
    writer = IncrementalPdfFileWriter(target)
    writer.trailer["/Info"][pdf_name("/KommACertificate")] = pdf_string(OTHER_CODE)
    writer.mark_update(writer.trailer.raw_get("/Info"))
    writer.write_in_place()
    return target.getvalue()


def signed_on_top(pdf: bytes, signer, monkeypatch) -> bytes:
    monkeypatch.setattr(pdf_signature, "FIELD", "Another")
    return sign_pdf(pdf, signer, now=NOW + timedelta(days=1))


def test_what_we_signed_is_ours_and_intact(signed):
    assert judge_pdf(signed) == Judgement(
        intact=True,
        signed_by="Programmbüro KommA",
        fingerprint=material().fingerprint,
        covers_whole_file=True,
        credential=CREDENTIAL,
        code=CODE,
    )


def test_the_attachment_is_sought_where_it_is_put():
    assert CREDENTIAL_FILE == ATTACHED_FILE


def test_each_changed_octet_is_noticed(signed):
    judged = [judge_pdf(changed(signed, at)) for at in range(0, len(signed), 97)]
    assert not any(judgement.intact for judgement in judged)


def test_in_the_signature_itself_each_changed_octet_is_noticed(signed):
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", start)
    # Its letters stand in pairs: one is changed to another letter, one to its small form.
    assert not any(judge_pdf(changed(signed, at)).intact for at in range(start, end, 23))
    letters = [at for at in range(start, end) if signed[at : at + 1].isalpha()]
    assert not any(judge_pdf(changed(signed, at, 0x20)).intact for at in letters[::90])


@pytest.mark.parametrize("appended", [b"\n", b"% a remark\n%%EOF\n", b"\0" * 2000])
def test_what_is_appended_is_not_covered(signed, appended):
    judgement = judge_pdf(signed + appended)
    assert (judgement.intact, judgement.covers_whole_file) == (True, False)


def test_a_later_revision_is_never_read(signed):
    judgement = judge_pdf(updated(signed))

    assert (judgement.intact, judgement.covers_whole_file) == (True, False)
    assert (judgement.code, judgement.credential) == (CODE, CREDENTIAL)
    with pikepdf.open(BytesIO(updated(signed))) as believed:
        assert believed.docinfo["/KommACertificate"] == OTHER_CODE


def test_who_signs_a_changed_file_of_ours_signs_it_as_their_own(signed, stranger, monkeypatch):
    judgement = judge_pdf(signed_on_top(updated(signed), stranger, monkeypatch))

    assert (judgement.intact, judgement.covers_whole_file) == (True, True)
    assert judgement.signed_by == "Programmbüro KommA"
    assert judgement.fingerprint == stranger.fingerprint != material().fingerprint
    assert judgement.code == OTHER_CODE


def test_of_several_signatures_all_must_hold(signed, stranger, monkeypatch):
    inside = signed.index(b"Teilnahmebescheinigung")
    judgement = judge_pdf(signed_on_top(changed(signed, inside), stranger, monkeypatch))
    assert (judgement.intact, judgement.covers_whole_file) == (False, True)


def test_a_certificate_put_in_place_of_the_signers_is_noticed(signed, stranger):
    ours, theirs = (
        each.certificate.public_bytes(Encoding.DER).hex().upper().encode()
        for each in (material(), stranger)
    )
    assert len(ours) == len(theirs)
    assert not judge_pdf(signed.replace(ours, theirs)).intact


@pytest.mark.parametrize(
    "byte_range",
    [
        b"[0 10 20 30]",
        b"[10 %d %d %d]",
        b"[0 %d %d 0]",
        b"[0 99999999999 %d %d]",
        b"[0 0 0 0]",
        b"[0 " + b"9" * 30 + b" 1 2]",
        b"[%d %d %d 0]",
    ],
)
def test_an_odd_byte_range_holds_nothing(signed, byte_range):
    place = signed.index(b"/ByteRange [") + len(b"/ByteRange ")
    numbers = signed[place + 1 : signed.index(b"]", place)].split()
    odd = byte_range.replace(b"%d", b"{}").decode().format(*(n.decode() for n in numbers[1:]))
    other = signed[:place] + odd.encode().ljust(40) + signed[place + 40 :]
    assert not judge_pdf(other).intact


def test_the_printed_address_tells_the_code_where_nothing_else_does():
    link = f"https://komma.example.org/verify/{CODE}"
    assert read_signed_part(paper(code=None, link=link)) == (CODE, CREDENTIAL)
    assert read_signed_part(paper(code="no code", link="https://example.org/")) == (
        None,
        CREDENTIAL,
    )


def test_of_two_credentials_neither_is_believed():
    twice = paper(files=(("openbadge.jwt", b"a.b.c"), ("openbadge.jwt", b"d.e.f")))
    assert judge_pdf(sign_pdf(twice, material(), now=NOW)).credential is None
    assert read_signed_part(paper(files=(("other.jwt", b"a.b.c"),)))[1] is None


def test_object_streams_are_read_too():
    modern = paper(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/ObjStm" in modern
    judgement = judge_pdf(sign_pdf(modern, material(), now=NOW))
    assert (judgement.intact, judgement.code) == (True, CODE)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n" * 100, b"/ByteRange [0 1 2 3] /Type /Sig", b"%PDF"]
)
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(NotAPdf):
        judge_pdf(content)


def test_a_huge_file_is_refused_before_anything_is_read():
    with pytest.raises(NotAPdf, match="too large"):
        judge_pdf(b"%PDF-1.7\n" + bytes(MOST_BYTES))


@pytest.mark.parametrize(
    "unsigned",
    [
        paper(),
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"[" * 200_000,
        paper(encryption=pikepdf.Encryption(owner="o", user="secret")),
    ],
    ids=["plain", "empty", "nested", "encrypted"],
)
def test_what_bears_no_signature_is_refused(unsigned):
    with pytest.raises(NotSigned):
        judge_pdf(unsigned)


def test_too_many_signatures_are_refused(signed):
    with pytest.raises(NotAPdf, match="too many"):
        judge_pdf(signed + b"/ByteRange [0 1 2 3]" * MOST_SIGNATURES)


def test_what_swells_when_unpacked_is_given_up():
    bomb = zlib.compress(bytes(40 * 1024 * 1024), 1)
    document = pikepdf.open(BytesIO(paper()))
    stream = document.Root.Names.EmbeddedFiles.Names[1].EF.F
    stream.write(bomb, filter=pikepdf.Name.FlateDecode)
    target = BytesIO()
    document.save(target, compress_streams=False, stream_decode_level=None)

    judgement = judge_pdf(sign_pdf(target.getvalue(), material(), now=NOW))
    assert (judgement.intact, judgement.credential) == (True, None)


def packed_table(size: int, widths: str, content: bytes) -> bytes:
    """A file whose cross-reference stream says what it wants."""
    packed = zlib.compress(content, 1)
    head = b"%PDF-1.7\n"
    table = (
        f"1 0 obj\n<</Type/XRef/Size {size}/W[{widths}]/Root 1 0 R/Prev 9"
        f"/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    )
    end = b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    return head + table.encode() + packed + end


@pytest.mark.parametrize(
    "odd",
    [
        packed_table(2_000_000_000, "0 0 0", b""),
        packed_table(2_000_000_000, "1 2 1", b"\0" * 4_000),
        packed_table(10_000_000, "1 2 1", bytes(40_000_000)),
        packed_table(2, "1 2 1", b"\1\0\x09\0" * 2),
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 4294967295\n0000000000 65535 f \ntrailer<<>>\nstartxref\n9\n%%EOF",
    ],
    ids=["no-width", "short", "bomb", "loop", "old-loop", "endless"],
)
def test_nothing_is_read_from_a_table_that_makes_no_sense(odd):
    assert read_signed_part(odd) == (None, None)


def test_a_name_tree_that_is_its_own_branch_ends():
    document = pikepdf.open(BytesIO(paper()))
    tree = document.make_indirect(pikepdf.Dictionary())
    tree.Kids = pikepdf.Array([tree, tree])
    document.Root.Names.EmbeddedFiles = tree
    target = BytesIO()
    document.save(target)
    assert read_signed_part(target.getvalue()) == (CODE, None)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_happens_to_a_file_it_is_judged_or_refused(signed, data):
    at = data.draw(st.integers(0, len(signed) - 1))
    until = data.draw(st.integers(at, min(len(signed), at + 3000)))
    damaged = data.draw(
        st.sampled_from(
            [
                signed[:at],
                signed[at:],
                signed[:at] + signed[until:],
                signed[:at] + signed[at:until] + signed[at:],
                signed[:at] + data.draw(st.binary(min_size=1, max_size=40)) + signed[at:],
            ]
        )
    )
    try:
        judgement = judge_pdf(damaged)
    except Unjudgeable:
        return
    assert not judgement.intact or damaged.startswith(signed)


def test_a_weak_hash_proves_nothing(signed, monkeypatch):
    assert replace(judge_pdf(signed), intact=False) != judge_pdf(signed)
    monkeypatch.setattr("certificates.signing.signed_data.ACCEPTED_HASHES", {"sha512"})
    assert not judge_pdf(signed).intact
