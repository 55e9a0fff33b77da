"""Mails with a file for the calendar, as a real mail server receives them."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app.kernel.db import db
from app.kernel.outbox import deliver_due, smtp_sender
from scheduling.coaching.services import cancel_booking
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking

HOUR = timedelta(hours=1)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada", family_name='Größe "Zwo"', email="ada@example.org")


@pytest.fixture
def mails(ada, coach, offer, mail_server):
    """Booking and cancelling: four mails by recipient, each in the order sent."""
    return booked_and_cancelled(ada, coach, offer, mail_server)


@pytest.fixture
def outspoken_mails(ada, coach, offer, mail_server):
    """The same for a client who lets them say what they are about."""
    make_wishes(ada.person, discreet_coaching=False)
    return booked_and_cancelled(ada, coach, offer, mail_server)


def booked_and_cancelled(ada, coach, offer, mail_server):
    booking = make_booking(offer, ada.person, TUESDAY_AT_TEN)
    db.session.commit()
    deliver_due(START, smtp_sender(mail_server.url))
    cancel_booking(booking=booking, now=START + HOUR)
    db.session.commit()
    deliver_due(START + HOUR, smtp_sender(mail_server.url))
    found = {ada.email: [], coach.email: []}
    for mail in mail_server.wait_for(4):
        [recipient] = mail.recipients
        found[recipient].append(mail)
    return found


def calendar_part(mail):
    [part] = [p for p in mail.message.walk() if p.get_content_type() == "text/calendar"]
    return part


def test_the_mail_is_built_as_calendar_programmes_expect(mails, ada):
    for mail, method in zip(mails[ada.email], ("REQUEST", "CANCEL"), strict=True):
        structure = [part.get_content_type() for part in mail.message.walk()]
        assert structure == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/calendar",
            "application/ics",
        ]
        part = calendar_part(mail)
        assert part.get_param("method") == method
        assert part.get_content_charset() == "utf-8"
        [attachment] = mail.message.iter_attachments()
        assert attachment.get_filename() == "komma.ics"
        file = attachment.get_content()
        assert file.replace(b"\r\n", b"\n").decode() == part.get_content().replace("\r\n", "\n")
        assert b"\r\n" in file


def test_both_sides_learn_of_it_and_later_that_it_is_off(mails):
    for email, received in mails.items():
        request, cancel = (
            Calendar.from_ical(calendar_part(mail).get_content()) for mail in received
        )
        assert (request["METHOD"], cancel["METHOD"]) == ("REQUEST", "CANCEL")
        [booked], [off] = request.events, cancel.events
        assert booked["UID"] == off["UID"]
        assert off["SEQUENCE"] > booked["SEQUENCE"]
        assert (booked["STATUS"], off["STATUS"]) == ("CONFIRMED", "CANCELLED")
        assert off["DTSTAMP"].dt > booked["DTSTAMP"].dt
        assert (booked.start, booked.end) == (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
        for event in (booked, off):
            assert event["ORGANIZER"] == "mailto:komma@example.org"
            assert event["ATTENDEE"] == f"mailto:{email}"
            assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
            assert event["ATTENDEE"].params["RSVP"] == "FALSE"
            assert event["SUMMARY"] == "KommA-Termin"


def test_the_mails_are_discreet(mails, ada, coach, offer):
    for email, received in mails.items():
        other = coach if email == ada.email else ada
        for mail in received:
            whole = mail.subject + mail.text + calendar_part(mail).get_content()
            for secret in ("Coaching", offer.title.de, other.person.given_name, other.email):
                assert secret not in whole
            assert offer.place not in whole
            assert mail.subject == "Nachricht aus KommA"
            assert "Dienstag, 24. November 2026, 10:00–11:00 Uhr" in mail.text


def test_who_wants_to_know_more_is_told_more(outspoken_mails, ada, coach, offer):
    for mail in outspoken_mails[ada.email]:
        [event] = Calendar.from_ical(calendar_part(mail).get_content()).events
        assert (event["SUMMARY"], event["LOCATION"]) == ("Coaching", offer.place)
    for mail in outspoken_mails[coach.email]:
        assert "Coaching" not in calendar_part(mail).get_content(), "each side decides for itself"


def test_the_entry_leads_to_the_page_that_tells_the_rest(mails, ada):
    for mail in mails[ada.email]:
        [event] = Calendar.from_ical(calendar_part(mail).get_content()).events
        [address] = re.findall(r"http://localhost(/bookings/\S+)", event["DESCRIPTION"])
        assert f"http://localhost{address}\n" in mails[ada.email][0].text


def test_the_client_is_told_when_where_and_how_to_cancel(outspoken_mails, ada):
    booked, off = outspoken_mails[ada.email]
    assert booked.subject == "Ihr Termin am Dienstag, 24. November 2026"
    assert "10:00–11:00 Uhr\nOnline per Video" in booked.text
    assert "http://localhost/bookings/" in booked.text
    assert off.subject == "Abgesagt: Ihr Termin am Dienstag, 24. November 2026"


def test_whoever_reads_english_gets_english(offer, mail_server):
    reader = make_account(language="en", email="en@example.org")
    make_wishes(reader.person, discreet_coaching=False)
    make_booking(offer, reader.person, TUESDAY_AT_TEN)
    db.session.commit()
    deliver_due(START, smtp_sender(mail_server.url))
    [mail] = [m for m in mail_server.wait_for(2) if m.recipients == ("en@example.org",)]
    assert mail.subject.startswith("Your appointment on")
