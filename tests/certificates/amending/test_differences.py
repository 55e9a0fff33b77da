"""What a new certificate would say otherwise, and the mark that stands for what was shown."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.amending.differences import ALWAYS_NEW, COMPARED, differences, mark_of
from certificates.amending.presentation import LABELS
from certificates.printing.document import CertificateData, CertificateModule

OLD = CertificateData(
    holder_name="Ada Anders",
    course_title="Zuhören",
    modules=(CertificateModule(title="Inhalt", minutes=90),),
    total_minutes=90,
    dates=(date(2026, 11, 9),),
    issuer="Programmbüro",
    signatory="Toni Beispiel",
    issued_on=date(2026, 11, 23),
    code="AAAA",
    verify_url="https://komma.example.org/verify/AAAA",
    language="de",
)
NEW_EVERY_TIME = {
    "code": "BBBB",
    "verify_url": "https://komma.example.org/verify/BBBB",
    "issued_on": date(2026, 12, 1),
    "replaces": "AAAA",
}
CHANGES = {
    "holder_name": "Dr. Ada Anders",
    "course_title": "Besser zuhören",
    "modules": (),
    "total_minutes": 180,
    "dates": (date(2026, 11, 9), date(2026, 11, 10)),
    "issuer": "Land",
    "signatory": "Ola Büro",
    "signatory_function": "Leitung",
    "language": "en",
    "notice": "Gefördert",
    "valid_until": date(2028, 11, 23),
}


def test_what_is_new_every_time_is_no_difference():
    again = replace(OLD, **NEW_EVERY_TIME)
    assert differences(OLD, again) == ()
    assert mark_of(again, 1, "valid") == mark_of(OLD, 1, "valid")


@pytest.mark.parametrize(("field", "value"), CHANGES.items())
def test_every_other_thing_is_one_and_changes_the_mark(field, value):
    new = replace(OLD, **NEW_EVERY_TIME, **{field: value})
    [difference] = differences(OLD, new)
    assert (difference.field, difference.after) == (field, value)
    assert mark_of(new, 1, "valid") != mark_of(OLD, 1, "valid")


def test_the_mark_stands_for_the_design_and_the_old_ones_worth_too():
    marks = {mark_of(OLD, 1, "valid"), mark_of(OLD, 2, "valid"), mark_of(OLD, 1, "revoked")}
    assert len(marks) == 3


def test_all_that_a_certificate_says_is_compared_or_new_every_time():
    assert set(COMPARED) | ALWAYS_NEW == set(CertificateData.__dataclass_fields__)
    assert set(LABELS) == set(COMPARED) == set(CHANGES)
