"""The lists of a cohort as files, for its trainer and the office."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts.attendance.words import STATUSES
from courses.cohorts.models import AttendanceStatus
from tests.courses.factories import BERLIN, make_attendance, make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import (
    make_account,
    make_municipality,
    make_person,
    make_team,
)

pytestmark = in_turn


@pytest.fixture
def cohort(personas):
    return make_cohort(
        trainers=[personas.trainer.person],
        starts_at=START - timedelta(days=3),
        session_minutes=(60, 90),
    )


def download(client, cohort, name="roster.csv"):
    return client.post(f"/manage/cohorts/{cohort.public_id}/export/{name}")


def rows_of(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))


def test_the_roster_and_the_attendance_stand_in_one_workbook(personas, cohort):
    ada = make_enrolment(cohort=cohort, person=personas.owner.person)
    make_attendance(enrolment=ada, session=cohort.sessions[0])
    make_attendance(enrolment=ada, session=cohort.sessions[1], status=AttendanceStatus.ABSENT)
    answer = download(personas.client(personas.trainer), cohort, "roster.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="komma-roster.xlsx"'
    people, attendance = openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets
    assert [cell.value for cell in people[2]] == [
        personas.owner.person.family_name,
        "Ada",
        "Heimstadt",
        "Führungskraft",
        "Ordnungsamt",
        ada.enrolled_at.astimezone(BERLIN).replace(tzinfo=None),
        60,
        150,
        "nicht erfüllt",
    ]
    assert [cell.value for cell in attendance[2]][3:] == ["anwesend", "fehlt"]
    assert attendance.max_column == 5


def test_every_status_has_its_word():
    assert STATUSES.keys() == set(AttendanceStatus)


def test_a_name_that_looks_like_a_formula_is_a_text(personas, cohort):
    make_enrolment(cohort=cohort, person=make_person(family_name="=1+1"))
    client = personas.client(personas.trainer)
    assert rows_of(download(client, cohort))[1][0] == "'=1+1"
    sheet = openpyxl.load_workbook(
        io.BytesIO(download(client, cohort, "roster.xlsx").get_data())
    ).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_of_a_protected_person_only_the_office_gets_the_team(personas, cohort):
    personas.owner.person.contact_hidden = True
    make_enrolment(cohort=cohort, person=personas.owner.person)
    for account, team in ((personas.trainer, ""), (personas.office, "Ordnungsamt")):
        row = rows_of(download(personas.client(account), cohort))[1]
        assert row[1:5] == ["Ada", "Heimstadt", "Führungskraft", team]
        assert personas.owner.email not in row


def test_handing_out_a_list_is_recorded_with_how_many_stand_in_it(personas, cohort):
    make_enrolment(cohort=cohort)
    rows_of(download(personas.client(personas.trainer), cohort, "attendance.csv"))
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "roster.exported"))
    assert (entry.object_public_id, entry.details) == (cohort.public_id, {"people": 1})
    assert entry.actor_public_id == personas.trainer.person.public_id


def test_others_get_no_list(personas, cohort):
    assert download(personas.client(personas.owner), cohort).status_code == 403
    assert download(personas.client(personas.coordinator), cohort).status_code == 403
    stranger = personas.client(make_account(Role.TRAINER, function=None))
    assert download(stranger, cohort).status_code == 404
    trainer = personas.client(personas.trainer)
    assert download(trainer, cohort, "everything.csv").status_code == 404


def test_a_list_asks_as_many_questions_for_a_few_people_as_for_many(personas, cohort):
    client, counts = personas.client(personas.trainer), []
    for number in (1, 9):
        for _ in range(number):
            home = make_municipality()
            person = make_person(municipality=home, team=make_team(municipality=home))
            enrolment = make_enrolment(cohort=cohort, person=person)
            make_attendance(enrolment=enrolment, session=cohort.sessions[0])
        with recorded_queries() as statements:
            download(client, cohort, "roster.xlsx")
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_the_cohort_s_page_offers_the_lists(personas, cohort):
    page = personas.client(personas.trainer).get(f"/manage/cohorts/{cohort.public_id}").text
    for address in ("import", "export/roster.xlsx", "export/roster.csv", "export/attendance.csv"):
        assert f"/manage/cohorts/{cohort.public_id}/{address}" in page
