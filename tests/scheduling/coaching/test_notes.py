"""A coach's notes on an appointment: nobody else reads them, and they go with either account."""

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import SubjectsErased, current_vault
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.handlers import subjects_erased
from scheduling.coaching.notes import keep_note, read_note
from scheduling.coaching.personal_data import erase, export_of
from tests.house.clock import START
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_coach

SECRET = "Fragt nach dem Hofhund"


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada")


@pytest.fixture
def booking(offer, ada):
    return make_booking(offer, ada.person, TUESDAY_AT_TEN)


@pytest.fixture
def path(booking):
    return f"/manage/bookings/{booking.public_id}/note"


def notes():
    return db.session.scalars(select(CoachNote)).all()


def test_it_is_kept_sealed_and_shown_on_its_own_page_alone(personas, coach, booking, path):
    cem = personas.client(coach)
    shown = cem.post(path, data={"text": f" {SECRET} "}, follow_redirects=True).text
    assert "Notiz gespeichert." in shown
    assert SECRET not in shown
    assert SECRET in cem.get(path).text
    [note] = notes()
    assert SECRET.encode() not in note.sealed
    assert "note" not in " ".join(db.session.scalars(select(AuditEntry.action)))


def test_it_is_replaced_and_deleted(personas, coach, booking, path):
    cem = personas.client(coach)
    cem.post(path, data={"text": SECRET})
    cem.post(path, data={"text": "Neu"})
    assert read_note(booking=booking, coach=coach.person) == "Neu"
    assert cem.post(path, data={"text": "x" * 5001}).status_code == 422
    cem.post(path, data={"text": " "})
    assert notes() == []


def test_nobody_else_comes_near_it(personas, coach, ada, booking, path):
    keep_note(booking=booking, coach=coach.person, text=SECRET)
    other = make_coach()
    assert personas.client(other).get(path).status_code == 404
    assert personas.client(ada).get(path).status_code == 403
    assert personas.client(personas.office).get(path).status_code == 403
    assert "Notiz" not in personas.client(ada).get(f"/bookings/{booking.public_id}").text
    with pytest.raises(NotFound):
        keep_note(booking=booking, coach=other.person, text="?")
    assert SECRET not in str([export_of(ada.person_id), export_of(coach.person_id)])


def test_it_goes_with_the_clients_account_and_with_the_coachs(coach, offer, booking):
    later = make_booking(offer, make_person(), TUESDAY_AT_TEN.replace(hour=12))
    for one in (booking, later):
        keep_note(booking=one, coach=coach.person, text=SECRET)
    erase(booking.client_id)
    assert [note.booking_id for note in notes()] == [later.id]
    erase(coach.person_id)
    assert notes() == []


def test_a_restored_backup_does_not_bring_it_back(coach, ada, offer, booking):
    later = make_booking(offer, make_person(), TUESDAY_AT_TEN.replace(hour=12))
    for one in (booking, later):
        keep_note(booking=one, coach=coach.person, text=SECRET)
    subjects_erased(SubjectsErased(frozenset({ada.person.vault_subject})))
    assert [note.booking_id for note in notes()] == [later.id]
    current_vault().erase(coach.person.vault_subject, now=START)
    assert read_note(booking=later, coach=coach.person) == ""
    subjects_erased(SubjectsErased(frozenset({coach.person.vault_subject})))
    assert notes() == []
