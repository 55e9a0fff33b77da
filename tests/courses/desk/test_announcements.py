"""Announcements: seen before they are sent, sent once, never changed."""

import re

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.models import EnrolmentStatus
from courses.desk.announcements.models import Announcement
from courses.desk.announcements.queries import list_announcements
from courses.desk.announcements.services import Words, send_announcement
from tests.courses.factories import make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account

pytestmark = in_turn

WORDS = {
    "title": "Neuer Raum",
    "text": "Wir sind in **Raum 5**.\r\n\r\n- [Plan](https://x.example)",
}


def address(cohort, rest=""):
    return f"/manage/cohorts/{cohort.public_id}/announcements{rest}"


def written(client, cohort, **changes):
    """What the form would send."""
    page = client.get(address(cohort, "/new")).text
    key = re.search(r'name="key"[^>]*value="([^"]+)"', page)[1]
    return WORDS | {"key": key} | changes


def announce(cohort, *, key="k" * 22, title="Neuer Raum", to_waiting=False):
    return send_announcement(
        cohort=cohort,
        words=Words(title, "Wir sind in Raum 5."),
        to_waiting=to_waiting,
        key=key,
        actor=cohort.trainers[0],
        now=START,
    )


def mails():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def test_page_and_mail_are_as_the_preview_showed_them(client, reader, personas, cohort):
    make_wishes(personas.owner.person, discreet_trainings=False)
    data = written(client, cohort)
    preview = client.post(address(cohort, "/new"), data=data)
    assert preview.status_code == 200
    assert list_announcements(cohort) == []
    assert "An 1 Person senden" in preview.text
    html = "Wir sind in <strong>Raum 5</strong>."
    plain = "Neuer Raum\n\nWir sind in Raum 5.\n\n- Plan (https://x.example)"
    assert html in preview.text
    assert plain in preview.text
    assert "Eine Mitteilung für Sie in KommA" in preview.text
    sent = client.post(address(cohort, "/new"), data=data | {"send": "1"})
    assert (sent.status_code, sent.location) == (303, address(cohort))
    page = reader.get(f"/cohorts/{cohort.public_id}").text
    assert html in page
    assert personas.trainer.person.name in page
    assert plain in mails()[0].body
    assert mails()[0].subject == "Eine Mitteilung für Sie in KommA"


def test_whoever_wishes_discretion_gets_no_word_of_it_by_mail(client, enrolment, cohort):
    client.post(address(cohort, "/new"), data=written(client, cohort, send="1"))
    assert "Raum" not in mails()[0].subject + mails()[0].body
    assert f"/cohorts/{cohort.public_id}" in mails()[0].body


def test_a_double_click_sends_once(client, enrolment, cohort):
    data = written(client, cohort, send="1")
    for _ in range(2):
        assert client.post(address(cohort, "/new"), data=data).status_code == 303
    assert "Diese Mitteilung ist schon verschickt." in client.get(address(cohort)).text
    assert len(list_announcements(cohort)) == len(mails()) == 1


def test_one_goes_back_to_write_on(client, cohort):
    page = client.post(address(cohort, "/new"), data=written(client, cohort, edit="1"))
    assert page.status_code == 200
    assert "Wir sind in **Raum 5**." in page.text
    assert 'value="Neuer Raum"' in page.text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "title-error"),
        ({"text": ""}, "text-error"),
        ({"text": "x" * 5001}, "text-error"),
        ({"key": "short"}, "Bitte laden Sie die Seite neu."),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(client, cohort, changes, complaint):
    data = written(client, cohort, send="1") | changes
    answer = client.post(address(cohort, "/new"), data=data)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert list_announcements(cohort) == []


def test_those_who_wait_are_told_only_if_wanted(personas, enrolment, cohort):
    waiting = make_enrolment(
        cohort=cohort, person=personas.colleague.person, status=EnrolmentStatus.WAITLISTED
    )
    announce(cohort, title="Nur für drinnen")
    announce(cohort, key="j" * 22, title="Für alle", to_waiting=True)
    assert len(mails()) == 3
    page = personas.client(personas.colleague).get(f"/cohorts/{cohort.public_id}").text
    assert "Für alle" in page
    assert "Nur für drinnen" not in page
    waiting.status = EnrolmentStatus.WITHDRAWN
    page = personas.client(personas.colleague).get(f"/cohorts/{cohort.public_id}").text
    assert "Für alle" not in page


def test_latecomers_find_older_ones_and_what_was_withdrawn_says_only_that(client, personas, cohort):
    old = announce(cohort, title="Alt")
    announce(cohort, key="j" * 22, title="Neu")
    make_enrolment(cohort=cohort, person=personas.owner.person)
    withdrawal = address(cohort, f"/{old.public_id}/withdraw")
    assert "Mitteilung zurückziehen?" in client.get(withdrawal).text
    assert client.post(withdrawal).status_code == 303
    assert client.post(withdrawal).status_code == 303
    page = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert page.index("Neu</h3>") < page.index("Alt</h3>") < page.index("Zurückgezogen")
    assert page.count("Wir sind in Raum 5.") == 1


def test_what_was_said_cannot_be_changed(app, cohort):
    announce(cohort)
    with pytest.raises(IntegrityError, match="cohort_announcements_are_final"):
        db.session.execute(update(Announcement).values(text="Nie gesagt"))
    db.session.rollback()


def test_nobody_else_announces_or_reads(personas, cohort, enrolment):
    said = announce(cohort)
    other = personas.client(make_account(Role.TRAINER, function=None))
    for path in ("", "/new", f"/{said.public_id}/withdraw"):
        assert other.get(address(cohort, path)).status_code == 404
    assert other.post(address(cohort, "/new"), data=WORDS).status_code == 404
    assert other.post(address(cohort, f"/{said.public_id}/withdraw")).status_code == 404
    page = personas.client(personas.colleague).get(f"/cohorts/{cohort.public_id}").text
    assert "Neuer Raum" not in page


@pytest.mark.parametrize("number", [1, 5])
def test_pages_ask_a_fixed_number_of_questions(client, reader, cohort, number):
    for key in range(number):
        announce(cohort, key=f"{key:022}")
    for browser, path in ((client, address(cohort)), (reader, f"/cohorts/{cohort.public_id}")):
        browser.get(path)
        with recorded_queries() as statements:
            browser.get(path)
        assert len(statements) < 38
