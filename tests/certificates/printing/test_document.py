"""The stored data of a certificate: written, read back, and refused where it is wrong."""

import json
from dataclasses import replace
from datetime import date

import pytest

from certificates.printing.document import (
    CertificateData,
    CertificateModule,
    InvalidCertificateData,
)

CERTIFICATE = CertificateData(
    holder_name="Nguyễn Thị Hồng Ánh",
    course_title="Krisenkommunikation",
    modules=(CertificateModule(title="Erste Stunde", minutes=45),),
    total_minutes=90,
    dates=(date(2026, 3, 3), date(2026, 3, 10)),
    issuer="Programmbüro KommA",
    signatory="Miriam Schütz",
    issued_on=date(2026, 3, 12),
    code="pK3vQ2xR8mN5tY7wZ1aB4c",
    verify_url="https://komma.example.org/verify/pK3vQ2xR8mN5tY7wZ1aB4c",
    language="de",
)


def test_what_was_stored_is_read_back_the_same():
    stored = json.dumps(CERTIFICATE.to_json())

    assert CertificateData.from_json(json.loads(stored)) == CERTIFICATE


def test_what_is_stored_says_its_version_and_is_plain_json():
    stored = CERTIFICATE.to_json()

    assert stored["version"] == 1
    assert stored["dates"] == ["2026-03-03", "2026-03-10"]
    assert stored["modules"] == [{"title": "Erste Stunde", "minutes": 45}]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 2}, "version"),
        ({"version": None}, "version"),
        ({"grade": "good"}, "certificate.grade"),
        ({"dates": "2026-03-03"}, "dates"),
        ({"dates": ["3.3.2026"]}, "dates"),
        ({"dates": [20260303]}, "dates"),
        ({"issued_on": "yesterday"}, "issued_on"),
        ({"modules": {}}, "modules"),
        ({"modules": ["x"]}, "modules"),
        ({"modules": [{"title": "x"}]}, "modules.minutes"),
        ({"modules": [{"title": "x", "minutes": "5"}]}, "modules.minutes"),
    ],
)
def test_stored_data_that_was_not_written_here_is_refused(change, place):
    with pytest.raises(InvalidCertificateData, match=rf"^{place}: "):
        CertificateData.from_json(CERTIFICATE.to_json() | change)


def test_a_missing_key_is_named():
    stored = CERTIFICATE.to_json()
    del stored["issuer"]

    with pytest.raises(InvalidCertificateData, match=r"^certificate\.issuer: is missing"):
        CertificateData.from_json(stored)


@pytest.mark.parametrize("stored", [None, [], "x"])
def test_anything_but_an_object_is_refused(stored):
    with pytest.raises(InvalidCertificateData, match=r"^certificate: "):
        CertificateData.from_json(stored)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"holder_name": "  "}, "holder_name"),
        ({"course_title": ""}, "course_title"),
        ({"issuer": None}, "issuer"),
        ({"notice": None}, "notice"),
        ({"total_minutes": 0}, "total_minutes"),
        ({"total_minutes": True}, "total_minutes"),
        ({"total_minutes": 1.5}, "total_minutes"),
        ({"modules": [CertificateModule(title="x", minutes=1)]}, "modules"),
        ({"dates": ()}, "dates"),
        ({"dates": (date(2026, 3, 10), date(2026, 3, 3))}, "dates"),
        ({"dates": (date(2026, 3, 3), date(2026, 3, 3))}, "dates"),
        ({"language": "fr"}, "language"),
        ({"verify_url": "javascript:alert(1)"}, "verify_url"),
        ({"verify_url": "/verify/x"}, "verify_url"),
    ],
)
def test_impossible_data_never_becomes_a_certificate(change, place):
    with pytest.raises(InvalidCertificateData, match=rf"^{place}: "):
        replace(CERTIFICATE, **change)
