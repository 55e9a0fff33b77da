"""Materials: laid out by trainers, seen from their release on, told of once."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.catalogue.attachments import Kept
from courses.cohorts.models import EnrolmentStatus
from courses.desk.materials.jobs import TELLING_JOB
from courses.desk.materials.queries import QUIET_TIME, list_materials
from courses.desk.materials.services import Link, add_material, release_material
from courses.desk.materials.telling import tell_of_released
from tests.courses.factories import BERLIN, make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

pytestmark = in_turn

PDF = b"%PDF-1.7 of ours"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def lay_out(cohort, *, title="Handout", now=START, released_at=None, link=False, session=None):
    return add_material(
        cohort=cohort,
        title=title,
        thing=Link("https://example.org/a") if link else Kept(PDF, "application/pdf", "pdf"),
        released_at=released_at or now,
        session=session,
        actor=cohort.trainers[0],
        now=now,
    )


def address(cohort, rest=""):
    return f"/manage/cohorts/{cohort.public_id}/materials{rest}"


def file_of(material):
    return f"/cohorts/{material.cohort.public_id}/materials/{material.public_id}"


def sent(**changes):
    return {
        "kind": "file",
        "title": "Handout: Tag 1",
        "upload": (io.BytesIO(PDF), "../../C:\\geheim.exe"),
        "session": "",
        "release": "now",
    } | changes


def mails():
    return db.session.scalar(select(func.count()).select_from(OutboxMessage))


# --- laying out -----------------------------------------------------------------------------


def test_a_file_is_laid_out_seen_and_fetched_under_a_name_of_ours(client, reader, cohort):
    answer = client.post(address(cohort), data=sent())
    assert (answer.status_code, answer.location) == (303, address(cohort))
    material = list_materials(cohort)[0]
    assert "Handout: Tag 1" in client.get(address(cohort)).text
    assert file_of(material) in reader.get(f"/cohorts/{cohort.public_id}").text
    fetched = reader.get(file_of(material))
    assert (fetched.data, fetched.mimetype) == (PDF, "application/pdf")
    assert fetched.headers["Content-Disposition"] == "attachment; filename=handout-tag-1.pdf"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_says_where_it_leads_and_loads_nothing(client, reader, cohort):
    link = "https://bücher.example/seite"
    client.post(address(cohort), data=sent(kind="link", address=link, upload=None))
    page = reader.get(f"/cohorts/{cohort.public_id}").text
    assert "Führt zu xn--bcher-kva.example." in page
    assert f'href="{link}" rel="noreferrer noopener"' in page


def test_what_comes_later_is_seen_by_trainers_alone_until_then(
    client, reader, cohort, clock, personas
):
    at = (START + 30 * MINUTE).astimezone(BERLIN)
    later = sent(release="later", date=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")
    client.post(address(cohort), data=later | {"session": cohort.sessions[0].public_id})
    material = list_materials(cohort)[0]
    page = f"/cohorts/{cohort.public_id}"
    assert material.session is cohort.sessions[0]
    assert "Handout: Tag 1" not in reader.get(page).text
    assert reader.get(file_of(material)).status_code == 404
    assert client.get(file_of(material)).status_code == 200
    assert personas.client(personas.office).get(file_of(material)).status_code == 200
    clock.instant = material.released_at
    assert "Handout: Tag 1" in reader.get(page).text
    assert reader.get(file_of(material)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"upload": None}, "upload"),
        ({"upload": (io.BytesIO(b"MZ program"), "a.pdf")}, "upload"),
        ({"title": " "}, "title"),
        ({"kind": "link", "address": "http://example.org"}, "address"),
        ({"kind": "link"}, "address"),
        ({"release": "later"}, "date"),
        ({"release": "later", "date": "2020-01-01", "time": "10:00"}, "date"),
        ({"release": "later", "date": "2027-03-28", "time": "02:30"}, "time"),
        ({"session": "nothing-has-this"}, "session"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, cohort, changes, field):
    answer = client.post(address(cohort), data=sent(**changes))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert list_materials(cohort) == []


def test_release_at_once_and_removal(client, reader, cohort):
    material = lay_out(cohort, released_at=START + DAY)
    client.post(address(cohort, f"/{material.public_id}/release"))
    assert reader.get(file_of(material)).status_code == 200
    gone, removal = file_of(material), address(cohort, f"/{material.public_id}/remove")
    assert "Unterlage entfernen?" in client.get(removal).text
    client.post(removal)
    assert reader.get(gone).status_code == 404
    assert list_materials(cohort) == []


# --- who may not ----------------------------------------------------------------------------


def test_nobody_else_fetches_a_file_or_lays_one_out(personas, cohort, enrolment):
    material, other = lay_out(cohort), make_cohort()
    for account in (personas.colleague, personas.foreigner, make_account(Role.TRAINER)):
        assert personas.client(account).get(file_of(material)).status_code == 404
    stranger = personas.client(make_account(Role.TRAINER, function=None))
    assert stranger.post(address(cohort), data=sent()).status_code == 404
    assert stranger.post(address(cohort, f"/{material.public_id}/remove")).status_code == 404
    wrong = file_of(material).replace(cohort.public_id, other.public_id)
    assert personas.client(personas.owner).get(wrong).status_code == 404
    beside = make_cohort(trainers=cohort.trainers)
    mixed = address(beside, f"/{material.public_id}/remove")
    assert personas.client(personas.trainer).get(mixed).status_code == 404
    for act in (
        lambda: release_material(material=material, actor=enrolment.person, now=START),
        lambda: lay_out_as(enrolment.person, cohort, None),
        lambda: lay_out_as(cohort.trainers[0], cohort, other.sessions[0]),
    ):
        with pytest.raises(NotFound):
            act()


def lay_out_as(actor, cohort, session):
    link = Link("https://example.org/")
    add_material(
        cohort=cohort,
        title="x",
        thing=link,
        released_at=START,
        session=session,
        actor=actor,
        now=START,
    )


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_asks_a_fixed_number_of_questions(client, cohort, number):
    for position in range(number):
        lay_out(cohort, session=cohort.sessions[position % 2])
    client.get(address(cohort))
    with recorded_queries() as statements:
        client.get(address(cohort))
    assert len(statements) < 18


# --- telling --------------------------------------------------------------------------------


def test_several_are_told_of_in_one_mail_once_nothing_is_added_for_a_while(app, cohort, enrolment):
    lay_out(cohort, title="Eins")
    lay_out(cohort, title="Zwei", now=START + 5 * MINUTE)
    lay_out(cohort, title="Geheim", released_at=START + DAY)
    clock = app.extensions["komma"].clock
    db.session.commit()
    clock.instant = START + QUIET_TIME
    assert (run_job(TELLING_JOB), mails()) == (0, 0)
    clock.instant = START + QUIET_TIME + 5 * MINUTE
    assert (run_job(TELLING_JOB), mails()) == (2, 1)
    assert (run_job(TELLING_JOB), mails()) == (0, 1)
    clock.instant = START + 9 * DAY  # late, since the worker stood still
    assert (run_job(TELLING_JOB), mails()) == (1, 2)


def test_only_who_takes_part_is_told(app, cohort, enrolment):
    make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    lay_out(cohort)
    assert tell_of_released(cohort_id=cohort.id, now=START) == 1
    assert mails() == 1


def test_what_was_killed_half_way_is_told_by_the_next_sweep(app, cohort, enrolment):
    lay_out(cohort)
    db.session.commit()
    tell_of_released(cohort_id=cohort.id, now=START)
    db.session.rollback()
    assert mails() == 0
    app.extensions["komma"].clock.instant = START + QUIET_TIME
    assert run_job(TELLING_JOB) == 1
    assert mails() == 1
