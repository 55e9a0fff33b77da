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
        ({"holder_name": "x" * 121}, "holder_name"),
        ({"course_title": "x" * 301}, "course_title"),
        ({"notice": "x" * 1001}, "notice"),
        ({"modules": (CertificateModule(title="x", minutes=1),) * 201}, "modules"),
    ],
)
def test_impossible_data_never_becomes_a_certificate(change, place):
    with pytest.raises(InvalidCertificateData, match=rf"^{place}: "):
        replace(CERTIFICATE, **change)


def test_a_name_of_ten_thousand_characters_is_refused_with_the_limit():
    with pytest.raises(InvalidCertificateData, match=r"^holder_name: at most 120 characters$"):
        replace(CERTIFICATE, holder_name="A" * 10_000)


def test_a_title_of_a_module_has_a_limit_too():
    with pytest.raises(InvalidCertificateData, match=r"^modules\.title: at most 300 characters$"):
        CertificateModule(title="A" * 301, minutes=5)


def test_the_end_of_validity_and_the_replaced_certificate_are_stored():
    data = replace(CERTIFICATE, valid_until=date(2028, 3, 12), replaces="MFRG-GZDF")

    assert CertificateData.from_json(json.loads(json.dumps(data.to_json()))) == data
