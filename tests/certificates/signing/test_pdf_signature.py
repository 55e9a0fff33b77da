"""Programs of others call our signatures valid, and notice what was changed."""

import asyncio
import pickle
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.tsp import TimeStampReq
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from werkzeug.wrappers import Request, Response

from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.rendering import render_pdf
from certificates.signing.judging import judge_pdf
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.pdf_signature import _signer_for, sign_pdf
from certificates.signing.time_stamps import NoTimeStamp
from tests.certificates.factories import material
from tests.certificates.signing.papers import CODE, NOW, changed, paper, run
from tests.house.serving import served


def finished(working: Coroutine[Any, Any, bytes]) -> bytes:
    """In a loop of its own thread: a browser's runs in this one, if there is any."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, working).result()


@pytest.fixture(scope="module")
def certificate() -> bytes:
    data = CertificateData(
        holder_name="Ada Özgür",
        course_title="Umgang mit Hass im Netz",
        modules=(CertificateModule(title="Inhalt", minutes=180),),
        total_minutes=180,
        dates=(date(2026, 11, 9),),
        issuer="Programmbüro KommA",
        signatory="Toni Beispiel",
        issued_on=date(2026, 11, 23),
        code=CODE,
        verify_url=f"https://komma.example.org/verify/{CODE}",
        language="de",
    )
    return sign_pdf(render_pdf(data, credential="a.b.c"), material(), now=NOW)


@pytest.fixture(scope="module")
def files(certificate, tmp_path_factory):
    """The certificate, the same with another octet in it, and the key's certificate."""
    folder = tmp_path_factory.mktemp("signed")
    (folder / "signed.pdf").write_bytes(certificate)
    (folder / "changed.pdf").write_bytes(changed(certificate, certificate.index(b"endstream") - 9))
    (folder / "trusted.pem").write_text(material().certificate_pem)
    return folder


def test_it_signs_where_a_loop_is_running_already():
    async def sign() -> bytes:
        _signer_for.cache_clear()
        return sign_pdf(paper(), material(), now=NOW)

    assert judge_pdf(finished(sign())).intact


def test_pdfsig_calls_it_valid_and_notices_a_change(files):
    said = run("pdfsig", files / "signed.pdf")
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature is Valid" not in run("pdfsig", files / "changed.pdf")


def test_pyhanko_calls_it_valid_where_our_key_is_trusted(files):
    asked = ("sign", "validate", "--pretty-print", "--trust-replace", "--trust")
    said = run("pyhanko", *asked, files / "trusted.pem", files / "signed.pdf")
    assert "The signature is judged VALID" in said


def test_a_changed_octet_is_noticed_wherever_it_is(certificate):
    judgement = judge_pdf(certificate)
    assert (judgement.intact, judgement.code, judgement.credential) == (True, CODE, "a.b.c")
    for at in range(0, len(certificate), 500):
        assert not judge_pdf(changed(certificate, at)).intact, at


def test_signing_appends_and_leaves_what_was_there_as_it_was():
    plain = paper()
    signed = sign_pdf(plain, material(), now=NOW)
    assert signed.startswith(plain)
    assert b"D\\07220261123090000Z" in signed
    assert b"pyHanko" not in signed
    assert signed.count(b"/Info") == 2, "both trailers speak of the same information"


def test_each_signature_is_of_its_own_document():
    one, other = (sign_pdf(paper(code=code), material(), now=NOW) for code in (CODE, None))
    assert judge_pdf(one).intact
    assert judge_pdf(other).intact
    assert len(one) > len(other)


def test_a_key_can_be_given_to_worker_processes():
    stamping = replace(material(), time_stamp_url="http://stamps.example.org")
    assert pickle.loads(pickle.dumps(stamping)).time_stamp_url == stamping.time_stamp_url  # noqa: S301
    assert SigningMaterial.from_pem(stamping.to_pem()).time_stamp_url == stamping.time_stamp_url
    sent = pickle.dumps(material())
    given = pickle.loads(sent)  # noqa: S301
    assert given.fingerprint == material().fingerprint
    assert pickle.loads(sent) is given, "it is read once per process"  # noqa: S301
    assert judge_pdf(sign_pdf(paper(), given, now=NOW)).intact


@cache
def authority() -> DummyTimeStamper:
    """A time stamp authority, such as others run."""
    own = make_material(name="Zeitstempel", now=NOW)
    key = own.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = Certificate.load(own.certificate.public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, PrivateKeyInfo.load(key), fixed_dt=NOW)


@Request.application
def time_stamps(request: Request) -> Response:
    answer = authority().request_tsa_response(TimeStampReq.load(request.data)).dump()
    return Response(answer, mimetype="application/timestamp-reply")


@Request.application
def false_time_stamps(request: Request) -> Response:
    asked = TimeStampReq.load(request.data)
    asked["message_imprint"]["hashed_message"] = bytes(32)
    return Response(authority().request_tsa_response(asked).dump())


@Request.application
def nonsense(_request: Request) -> Response:
    return Response("out of order", status=503)


def test_a_time_stamp_is_part_of_what_must_hold(tmp_path):
    with served(time_stamps) as address:
        stamping = replace(material(), time_stamp_url=address)
        signed = [sign_pdf(paper(), stamping, now=NOW) for _ in range(2)][1]

    assert judge_pdf(signed).intact
    start = signed.index(authority().tsa_cert.subject.dump().hex().upper().encode())
    assert not judge_pdf(changed(signed, start + 60)).intact
    (tmp_path / "stamped.pdf").write_bytes(signed)
    assert "Signature is Valid" in run("pdfsig", tmp_path / "stamped.pdf")


@pytest.mark.parametrize("server", [false_time_stamps, nonsense])
def test_without_a_time_stamp_that_holds_nothing_is_signed(server):
    with served(server) as address, pytest.raises(NoTimeStamp, match="in 2 attempts"):
        sign_pdf(paper(), replace(material(), time_stamp_url=address), now=NOW)


def test_a_server_that_is_away_is_said_to_be():
    away = "http://127.0.0.1:9"  # where nothing listens
    with pytest.raises(NoTimeStamp, match=away):
        sign_pdf(paper(), replace(material(), time_stamp_url=away), now=NOW)


def test_a_time_stamp_of_the_whole_file_is_no_signature():
    """As archives add one, years later."""
    target = BytesIO(sign_pdf(paper(), material(), now=NOW))
    writer = IncrementalPdfFileWriter(target)
    finished(PdfTimeStamper(authority()).async_timestamp_pdf(writer, "sha256", in_place=True))
    archived = target.getvalue()

    judgement = judge_pdf(archived)
    assert (judgement.intact, judgement.covers_whole_file) == (True, False)
    assert (judgement.fingerprint, judgement.code) == (material().fingerprint, CODE)
    assert not judge_pdf(changed(archived, archived.rindex(b"/DocTimeStamp") - 30)).intact
