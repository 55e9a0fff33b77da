"""Keeping appointments for somebody: whatever a deputy looks at, it says times and no more."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.deputies.queries import list_deputyships_of
from organisations.deputies.services import end_deputyship, name_deputy
from organisations.roles.services import give_role
from scheduling.coaching.models import Booking
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer
from tests.scheduling.factories import make_event, make_feed
from tools.crawler import Answer, Crawler

pytestmark = in_turn

HOUR = timedelta(hours=1)
TEN, ELEVEN = "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"
SECRETS = ("Oberthema", "Overtopic", "Tiefsinn", "Hinterzimmer", "Klippenkurs", "Nordturm")


@pytest.fixture
def offer(coach):
    return make_offer(
        coach.person,
        title=Bilingual(de="Oberthema Drohbriefe", en="Overtopic threats"),
        description=Bilingual(de="Tiefsinn.", en="Tiefsinn."),
        place="Hinterzimmer 7",
    )


@pytest.fixture
def booking(personas, offer):
    return make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)


@pytest.fixture
def deputy(personas):
    """Somebody whose only role is that of a deputy: what they see, they see by it."""
    account = make_account(Role.DEPUTY, municipality=personas.owner.person.municipality)
    name_deputy(principal=personas.owner.person, email=account.email, now=START)
    return account


@pytest.fixture
def visitor(personas, deputy):
    return personas.client(deputy)


@pytest.fixture
def path(personas):
    return f"/deputy/{personas.owner.person.public_id}"


def crawled(app, visitor):
    """The text of every page that links lead the visitor to, after finding no broken link."""
    texts = {}

    def fetch(address):
        answer = visitor.get(address)
        texts[address] = answer.text
        location = urlsplit(answer.location or "")
        return Answer(answer.status_code, answer.mimetype, location.path, texts[address])

    findings = Crawler(fetch, app.url_map, per_route=3).crawl()
    assert findings.faults == []
    return texts


@on_sqlite_only
def test_no_page_says_what_it_is_about(app, personas, visitor, path, offer, booking):
    make_event(
        personas.owner.person,
        title=Bilingual(de="Klippenkurs", en="Klippenkurs"),
        starts_at=TUESDAY_AT_TEN + 3 * HOUR,
        place="Nordturm",
    )
    texts = crawled(app, visitor)
    move = f"{path}/bookings/{booking.public_id}/move"
    assert {"/", "/deputy", path, f"{path}/offers/{offer.public_id}", move} <= texts.keys()
    posts = {
        move: {"start": "2026-11-24T09:15:00Z"},
        f"{path}/offers/{offer.public_id}": {"start": ELEVEN},
        f"{path}/bookings/{booking.public_id}/cancel": {},
    }
    for number, (address, data) in enumerate(posts.items()):
        answer = visitor.post(address, data=data)
        texts[f"answer {number}"] = answer.text
    texts |= crawled(app, visitor)
    for address, text in texts.items():
        for secret in SECRETS:
            assert secret not in text, address


@on_sqlite_only
def test_in_english_neither(app, personas, visitor, booking):
    visitor.get("/language/en")
    for address, text in crawled(app, visitor).items():
        assert not [secret for secret in SECRETS if secret in text], address


def test_the_deputys_own_calendar_and_mails_hold_nothing_of_it(client, visitor, deputy, booking):
    feed = make_feed(deputy.person)
    db.session.commit()
    assert "VEVENT" not in client.get(f"/calendar/{feed.token}.ics").text
    assert "24. November" not in visitor.get("/calendar").text
    assert visitor.get(f"/bookings/{booking.public_id}").status_code == 404
    mails = db.session.scalars(select(OutboxMessage.recipient)).all()
    assert mails.count(deputy.email) == 1, "the one that says for whom"


def test_times_are_shown_as_what_can_be_done_with_them(personas, visitor, path, booking):
    make_event(personas.owner.person, starts_at=TUESDAY_AT_TEN + 24 * HOUR)
    assert personas.owner.person.name in visitor.get("/deputy").text
    page = visitor.get(path).text
    assert "10:00–11:00 Uhr" in page
    assert page.count('komma-timetable__title">Termin</p>') == 1
    assert page.count('komma-timetable__title">belegt</p>') == 1
    assert page.count("Verschieben") == 1


def test_offers_are_named_by_length_and_coach(visitor, path, coach, offer):
    assert f"60 Minuten bei {coach.person.name}" in visitor.get(path).text


def test_what_the_principal_does_as_a_coach_is_just_taken(personas, visitor, path):
    principal = personas.owner.person
    give_role(
        person=principal,
        role=Role.COACH,
        municipality=None,
        actor=personas.office.person,
        now=START,
    )
    make_event(principal, starts_at=TUESDAY_AT_TEN, exclusive=True, owner="coaching")
    assert "Verschieben" not in visitor.get(path).text


def test_booking_for_the_principal(personas, visitor, path, offer, coach, deputy):
    address = f"{path}/offers/{offer.public_id}"
    assert "Dienstag, 24. November 2026, </span>10:00–11:00 Uhr" in visitor.get(address).text
    answer = visitor.post(address, data={"start": TEN})
    assert answer.location == path
    assert f"Der Termin für {personas.owner.person.name} ist gebucht." in visitor.get(path).text
    booking = db.session.scalars(select(Booking)).one()
    assert booking.client == personas.owner.person
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [mail.recipient for mail in mails[1:]] == [personas.owner.email, coach.email]


def test_what_the_coach_has_yet_to_agree_to_can_only_be_withdrawn(visitor, path, coach):
    asking = make_offer(coach.person, needs_approval=True)
    visitor.post(f"{path}/offers/{asking.public_id}", data={"start": TEN})
    page = visitor.get(path).text
    assert "ist angefragt." in page
    assert "Termin, noch nicht zugesagt" in page
    assert "Verschieben" not in page
    booking = db.session.scalars(select(Booking)).one()
    visitor.post(f"{path}/bookings/{booking.public_id}/cancel")
    assert "noch nicht zugesagt" not in visitor.get(path).text


def test_slots_are_the_principals(personas, visitor, path, offer):
    make_event(personas.owner.person, starts_at=TUESDAY_AT_TEN, exclusive=True)
    page = visitor.get(f"{path}/offers/{offer.public_id}").text
    assert "10:00–11:00 Uhr" not in page
    assert "12:00–13:00 Uhr" in page


def test_taken_meanwhile_and_no_choice_are_said_as_to_clients(visitor, path, offer):
    address = f"{path}/offers/{offer.public_id}"
    make_booking(offer, make_account().person, TUESDAY_AT_TEN)
    taken, nothing = visitor.post(address, data={"start": TEN}), visitor.post(address)
    assert (taken.status_code, nothing.status_code) == (422, 422)
    assert "Dieser Termin wurde gerade vergeben" in taken.text
    assert "Bitte wählen Sie eine Uhrzeit." in nothing.text


def test_moving_and_cancelling_for_the_principal(personas, visitor, path, booking):
    move = f"{path}/bookings/{booking.public_id}/move"
    assert "Bisher: Dienstag, 24. November 2026, 10:00–11:00 Uhr" in visitor.get(move).text
    assert visitor.post(move, data={"start": "2026-11-24T09:30:00Z"}).location == path
    assert booking.event.starts_at == TUESDAY_AT_TEN + HOUR / 2
    owner = personas.client(personas.owner)
    assert "10:30–11:30 Uhr" in owner.get(f"/bookings/{booking.public_id}").text
    cancel = f"{path}/bookings/{booking.public_id}/cancel"
    assert cancel in visitor.get(path).text
    assert "am Dienstag, 24. November 2026, 10:30 Uhr" in visitor.get(cancel).text
    assert visitor.post(cancel).location == path
    assert not booking.takes_place
    assert "Verschieben" not in visitor.get(path).text


def test_what_has_begun_stays(personas, deputy, clock, path, booking):
    clock.instant = TUESDAY_AT_TEN
    visitor = personas.client(deputy)
    visitor.post(f"{path}/bookings/{booking.public_id}/cancel")
    page = visitor.get(path).text
    assert "hat schon begonnen" in page
    assert "Verschieben" not in page
    assert booking.takes_place


def addresses(path, offer, booking):
    return [
        ("GET", path),
        ("GET", f"{path}/offers/{offer.public_id}"),
        ("POST", f"{path}/offers/{offer.public_id}"),
        ("GET", f"{path}/bookings/{booking.public_id}/move"),
        ("POST", f"{path}/bookings/{booking.public_id}/move"),
        ("GET", f"{path}/bookings/{booking.public_id}/cancel"),
        ("POST", f"{path}/bookings/{booking.public_id}/cancel"),
    ]


def statuses(visitor, path, offer, booking):
    return {
        visitor.open(address, method=method, data={"start": ELEVEN}).status_code
        for method, address in addresses(path, offer, booking)
    }


def test_a_former_deputy_finds_nothing_at_once(personas, deputy, visitor, path, offer, booking):
    name_deputy(principal=personas.colleague.person, email=deputy.email, now=START)
    assert visitor.get(path).status_code == 200
    [ours] = [
        one
        for one in list_deputyships_of(deputy.person)
        if one.principal_id == personas.owner.person_id
    ]
    end_deputyship(deputyship=ours, actor=personas.owner.person, now=START)
    db.session.commit()
    assert statuses(visitor, path, offer, booking) == {404}
    assert personas.owner.person.name not in visitor.get("/deputy").text
    assert booking.event.starts_at == TUESDAY_AT_TEN


def test_other_deputies_find_nothing(personas, path, offer, booking):
    """One of the same municipality and one of another, each with a principal of their own."""
    pairs = (
        (personas.colleague, personas.coordinator),
        (make_account(municipality=personas.foreigner.person.municipality), personas.foreigner),
    )
    for principal, other in pairs:
        name_deputy(principal=principal.person, email=other.email, now=START)
        visitor = personas.client(other)
        assert visitor.get("/deputy").status_code == 200
        assert statuses(visitor, path, offer, booking) == {404}
    assert booking.event.starts_at == TUESDAY_AT_TEN


def test_a_booking_of_somebody_else_is_not_reached_through_the_principal(
    personas, visitor, path, offer
):
    theirs = make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    move = f"{path}/bookings/{theirs.public_id}"
    assert visitor.get(f"{move}/move").status_code == 404
    assert visitor.post(f"{move}/move", data={"start": ELEVEN}).status_code == 404
    assert visitor.post(f"{move}/cancel").status_code == 404
    assert theirs.takes_place


def test_no_other_role_makes_a_deputy(personas, path, offer, booking):
    for account in (personas.owner, personas.coordinator, personas.office, personas.trainer):
        assert statuses(personas.client(account), path, offer, booking) == {403}
