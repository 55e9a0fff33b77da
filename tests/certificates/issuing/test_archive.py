"""All certificates of a cohort in one file: streamed, sorted by name, safe to unpack."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.permissions import Role
from certificates.issuing.archive import Piece, file_names, stream_archive
from certificates.register.models import Certificate
from tests.certificates.factories import PDF, make_certificate, make_past_cohort
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("Yildiz Ada", "Bescheinigung-Yildiz-Ada.pdf"),
        ("../../etc/passwd", "Bescheinigung-etc-passwd.pdf"),
        ("C:\\Windows\\x", "Bescheinigung-C-Windows-x.pdf"),
        ("محمد علي", "Bescheinigung-محمد-علي.pdf"),
        ("a\u202efdp.exe\x00\n", "Bescheinigung-a-fdp.exe.pdf"),
        ("…/..", "Bescheinigung-….pdf"),
        ("..", "Bescheinigung.pdf"),
    ],
)
def test_names_lead_nowhere_else(person, name):
    assert file_names([person]) == [name]


def test_the_same_name_is_numbered_whatever_its_case():
    assert file_names(["Beispiel Kim", "BEISPIEL KIM", "Beispiel Kim"]) == [
        "Bescheinigung-Beispiel-Kim.pdf",
        "Bescheinigung-BEISPIEL-KIM-2.pdf",
        "Bescheinigung-Beispiel-Kim-3.pdf",
    ]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_names_make_files_that_can_be_unpacked(people):
    names = file_names(people)
    assert len({name.casefold() for name in names}) == len(people)
    pieces = [Piece(number, name) for number, name in enumerate(names)]
    archive = b"".join(stream_archive(pieces, lambda key: b"%d" % key))
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == names
    for name in names:
        assert len(name.encode()) < 255
        assert not set('/\\:*?"<>|\0') & set(name)


def test_one_file_at_a_time_is_in_memory():
    read = []
    pieces = [Piece(number, f"{number}.pdf") for number in range(50)]

    def find(key: int) -> bytes | None:
        read.append(key)
        return None if key == 3 else bytes(10_000)

    parts = stream_archive(pieces, find)
    assert len(next(parts)) < 11_000
    assert read == [0]
    rest = list(parts)
    assert max(map(len, rest)) < 11_000, "the directory at the end is small"
    assert len(read) == 50


class TestHandedOut:
    """What the trainer fetches."""

    @pytest.fixture
    def cohort(self, personas):
        return make_past_cohort(trainer=personas.trainer.person)

    def actions(self) -> list[str]:
        entries = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
        return [action for action in entries if "handed_out" in action]

    def test_all_that_are_valid_in_one_file(self, personas, cohort):
        ada, bea = (
            make_person(given_name=given, family_name=family)
            for given, family in (("Ada", "Yildiz"), ("Bea", "Adler"))
        )
        for person in (ada, bea):
            make_certificate(person=person, cohort=cohort)
        make_certificate(
            person=make_person(), cohort=cohort, revoked_at=START, revocation_reason="Irrtum"
        )
        address = f"/manage/cohorts/{cohort.public_id}/certificates.zip"

        answer = personas.client(personas.trainer).post(address)

        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="Bescheinigungen-2026-11-23.zip"'
        )
        with ZipFile(BytesIO(answer.get_data())) as opened:
            assert opened.namelist() == [
                "Bescheinigung-Adler-Bea.pdf",
                "Bescheinigung-Yildiz-Ada.pdf",
            ]
            assert opened.read("Bescheinigung-Adler-Bea.pdf") == PDF
        assert self.actions() == ["certificate.all_handed_out"]

    def test_who_wished_another_name_is_not_filed_under_the_old_one(self, personas, cohort):
        person = make_person(given_name="Kim", family_name="Beispiel")
        make_certificate(person=person, cohort=cohort)
        person.family_name = "Neu"
        answer = personas.client(personas.office).post(
            f"/manage/cohorts/{cohort.public_id}/certificates.zip"
        )
        with ZipFile(BytesIO(answer.get_data())) as opened:
            assert opened.namelist() == ["Bescheinigung-Kim-Beispiel.pdf"]

    def test_one_alone(self, personas, cohort):
        certificate = make_certificate(person=personas.owner.person, cohort=cohort)
        answer = personas.client(personas.trainer).post(
            f"/manage/certificates/{certificate.public_id}.pdf"
        )
        assert (answer.mimetype, answer.get_data()) == ("application/pdf", PDF)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert self.actions() == ["certificate.handed_out"]
        assert db.session.scalars(select(Certificate)).one().first_downloaded_at is None

    def test_without_any_there_is_nothing_to_fetch(self, personas, cohort):
        answer = personas.client(personas.trainer).post(
            f"/manage/cohorts/{cohort.public_id}/certificates.zip"
        )
        assert answer.status_code == 404
        assert self.actions() == []

    def test_another_trainer_fetches_nothing(self, personas, cohort):
        certificate = make_certificate(person=personas.owner.person, cohort=cohort)
        other = personas.client(make_account(Role.TRAINER))
        for address in (
            f"/manage/certificates/{certificate.public_id}.pdf",
            f"/manage/cohorts/{cohort.public_id}/certificates.zip",
        ):
            assert other.post(address).status_code == 404
        assert self.actions() == []
