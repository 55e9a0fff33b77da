"""Names and titles with line breaks begin no new header, recipient or calendar property."""

import pytest
from icalendar import Calendar
from sqlalchemy import update

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage, deliver_due, smtp_sender
from organisations.models import Municipality, Person, Team
from scheduling.coaching.models import CoachingOffer
from scheduling.models import Event
from tests.attacks.mailing import cause_mails

BREAKS = ["\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
}
#: What an entry of ours is made of.
PROPERTIES = {
    *("UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND"),
    *("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "ATTENDEE"),
}


def poison(line_break: str) -> str:
    lines = ("A", "Bcc: evil@example.org", "X-Evil: 1", "ATTACH:https://evil.example/", "", "B")
    return line_break.join(lines)


def poison_everything(text: str) -> None:
    """As if it had come in by another way than a form: an import, an older version."""
    both = Bilingual(de=text, en=text)
    db.session.execute(update(Person).values(given_name=text[:80], family_name=text[:80]))
    db.session.execute(update(Team).values(name=both))
    db.session.execute(update(Municipality).values(name=Municipality.key + text[:80]))
    db.session.execute(update(Event).values(title=both, place=text))
    db.session.execute(update(CoachingOffer).values(title=both, place=text))
    db.session.commit()


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_forms_take_no_line_break_in_a_line(world, line_break):
    mails = cause_mails(world, person={"given_name": poison(line_break)[:70]})
    assert not [mail for mail in mails if mail.recipient == "neu@example.org"]


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028"], ids=ascii)
def test_mails_have_one_recipient_and_no_header_more(world, mail_server, line_break):
    poison_everything(poison(line_break))
    expected = sorted(mail.recipient for mail in cause_mails(world))
    deliver_due(world.app.extensions["komma"].clock.now(), smtp_sender(mail_server.url))
    received = mail_server.wait_for(len(expected))
    assert sorted(recipient for mail in received for recipient in mail.recipients) == expected
    for mail in received:
        assert len(mail.recipients) == 1
        assert {name.lower() for name in mail.message} <= HEADERS
        for part in mail.message.walk():
            if part.get_content_type() == "text/calendar":
                assert not extra_properties(part.get_payload(decode=True))
    assert any(mail.message.is_multipart() for mail in received)


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_subscriptions_get_no_property_more(world, line_break):
    poison_everything(poison(line_break))
    client = world.client("leitung")
    page = client.post("/calendar", data={"label": "x", "key": "k" * 43}).text
    address = page[page.index("http://localhost/calendar/") :].split(".ics")[0] + ".ics"
    feed = client.get(address.removeprefix("http://localhost")).data
    assert feed.count(b"BEGIN:VEVENT") > 0
    assert not extra_properties(feed)


def extra_properties(file: bytes) -> set[str]:
    """What no entry of ours has, as calendars read it, and as one that splits at every break."""
    events = Calendar.from_ical(file).walk("VEVENT")
    begun = {line.partition(":")[0] for line in file.decode().splitlines()}
    return {name for event in events for name in event} - PROPERTIES | begun & {
        "ATTACH",
        "Bcc",
        "X-Evil",
    }


def test_downloads_have_a_plain_file_name(world):
    poison_everything(poison("\r\n"))
    downloads = 0
    for name, walk in world.walks.items():
        client = world.client(name)
        for address in sorted(walk.addresses):
            if address.endswith((".pdf", ".csv", ".ics", ".xlsx", ".zip")):
                answer = client.get(address)
                downloads += 1
                disposition = answer.headers.get("Content-Disposition", "attachment")
                assert disposition.isascii()
                assert disposition.isprintable()
                assert "X-Evil" not in answer.headers
    assert downloads


def test_what_waits_in_the_outbox_has_a_subject_of_one_line(world):
    poison_everything(poison("\n"))
    cause_mails(world)
    for message in db.session.scalars(db.select(OutboxMessage)):
        assert len(message.subject.splitlines()) == 1
