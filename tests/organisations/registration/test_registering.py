"""Registering oneself: the page tells nothing, a mail answers, the address is confirmed once."""

import re

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from app.kernel.retention import delete_due
from organisations.models import Function
from organisations.municipalities.models import MailDomain
from organisations.registration.jobs import answer_all
from organisations.registration.models import (
    Registration,
    RegistrationRequest,
    RegistrationStatus,
)
from organisations.registration.personal_data import REGISTRATIONS
from organisations.registration.services import PER_ADDRESS, PER_ORIGIN
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

PAGE = "/register"
NEWCOMER = "neu@rathaus.example.org"


@pytest.fixture
def home(app):
    """A municipality whose people may register."""
    home = make_municipality(name="Neustedt")
    db.session.add(MailDomain(municipality=home, domain="rathaus.example.org"))
    db.session.flush()
    return home


@pytest.fixture
def coordinator(home):
    return make_account(Role.COORDINATOR, email="koordination@example.org", municipality=home)


def register(client, email=NEWCOMER, **changes):
    data = {"given_name": "Maren", "family_name": "Neu", "email": email, "function": "executive"}
    return client.post(PAGE, data=data | changes)


def answer(clock):
    """What the job does within a minute, and the mails that it wrote."""
    known = set(db.session.scalars(select(OutboxMessage.id)))
    answer_all(clock.now())
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail for mail in mails if mail.id not in known]


def link_in(mail):
    return re.search(r"http://localhost(/register/confirm/\S+)", mail.body).group(1)


def registrations():
    return db.session.scalars(select(Registration)).all()


# --- asking ---------------------------------------------------------------------------------


def test_the_page_and_the_way_to_it_are_there_only_where_somebody_may_register(client):
    assert client.get(PAGE).status_code == 404
    assert f'href="{PAGE}"' not in client.get("/login").text
    db.session.add(MailDomain(municipality=make_municipality(), domain="rathaus.example.org"))
    assert client.get(PAGE).status_code == 200
    assert f'href="{PAGE}"' in client.get("/login").text


def test_whoever_is_signed_in_has_no_need_of_it(home, personas):
    assert personas.client(personas.owner).get(PAGE).location == "/"


def test_the_answer_is_the_same_whatever_the_address_is(client, home):
    """Same page, same statements: what follows from the address happens later, in a job."""
    make_account(email="da@rathaus.example.org")
    seen = set()
    for email in (NEWCOMER, "da@rathaus.example.org", "wer@anderswo.example.org"):
        with recorded_queries() as statements:
            page = register(client, email)
        told = re.sub(r'nonce-\w+|value="[^"]+"', "", client.get(page.location).text)
        seen.add((page.status_code, page.location, tuple(statements), told))
    assert len(seen) == 1
    assert db.session.query(OutboxMessage).count() == 0


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"given_name": " "}, "Bitte geben Sie Ihren Vornamen ein."),
        ({"family_name": "x" * 81}, "Bitte höchstens 80 Zeichen."),
        ({"email": "neu"}, "Bitte geben Sie eine vollständige E-Mail-Adresse ein."),
        ({"function": "king"}, 'id="function-error"'),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(client, home, changes, complaint):
    page = register(client, **changes)
    assert page.status_code == 422
    assert complaint in page.text
    assert db.session.query(RegistrationRequest).count() == 0


def test_one_address_is_written_to_a_few_times_an_hour_only(client, home, clock):
    for _ in range(PER_ADDRESS.most):
        assert register(client).status_code == 303
    assert register(client, NEWCOMER.upper()).status_code == 429
    assert register(client, "other@rathaus.example.org").status_code == 303
    clock.advance(hours=1)
    assert register(client).status_code == 303


def test_one_origin_registers_a_town_hall_at_most(client, home):
    for number in range(PER_ORIGIN.most):
        register(client, f"p{number}@rathaus.example.org")
    assert register(client).status_code == 429


# --- the answer by mail ---------------------------------------------------------------------


def test_an_address_of_the_municipality_gets_a_link(client, home, clock):
    register(client, " Neu@Rathaus.example.org ")
    [mail] = answer(clock)
    assert (mail.recipient, mail.subject) == (
        NEWCOMER,
        "Bitte bestätigen Sie Ihre Adresse für KommA",
    )
    assert "bis Dienstag, 24. November 2026" in mail.body
    [registration] = registrations()
    assert (registration.status, registration.municipality) == ("unconfirmed", home)
    assert registration.token_hash not in mail.body
    assert db.session.query(RegistrationRequest).count() == 0


def test_mails_carry_nothing_that_a_stranger_typed(client, home, clock):
    register(client, given_name="https://evil.example", family_name="Gewinn!")
    [mail] = answer(clock)
    assert "evil" not in mail.subject + mail.body
    assert "Gewinn" not in mail.subject + mail.body


def test_mails_are_in_the_language_of_the_page(client, home, clock):
    client.get("/language/en")
    register(client)
    [mail] = answer(clock)
    assert mail.subject == "Please confirm your address for KommA"


@pytest.mark.parametrize(
    "email", ["neu@anderswo.example.org", "neu@amt.rathaus.example.org", "neu@example.org"]
)
def test_other_addresses_get_no_mail_and_are_forgotten(client, home, clock, email):
    register(client, email)
    assert answer(clock) == []
    assert registrations() == []
    assert db.session.query(RegistrationRequest).count() == 0


def test_who_has_an_account_is_told_so_in_their_language(client, home, clock):
    make_account(email=NEWCOMER, language="en")
    register(client)
    [mail] = answer(clock)
    assert mail.subject == "You have an account with KommA already"
    assert "http://localhost/login" in mail.body
    assert registrations() == []


# --- confirming -----------------------------------------------------------------------------


def registered(client, clock):
    register(client)
    return link_in(answer(clock)[0])


def test_following_the_link_shows_what_was_sent_and_changes_nothing(client, home, clock):
    link = registered(client, clock)
    for _ in range(2):
        page = client.get(link).text
        for text in ("Maren Neu", NEWCOMER, "Neustedt"):
            assert text in page
    assert registrations()[0].status == RegistrationStatus.UNCONFIRMED


def test_the_button_confirms_and_tells_the_coordination_without_names(
    client, home, coordinator, clock
):
    link = registered(client, clock)
    page = client.post(link)
    assert (page.status_code, page.location) == (303, "/register/waiting")
    assert "Ihre Adresse ist bestätigt" in client.get(page.location).text
    assert registrations()[0].status == RegistrationStatus.WAITING
    mail = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail.recipient == coordinator.email
    assert mail.subject == "In KommA wartet jemand auf Ihre Entscheidung"
    assert "/manage/registrations" in mail.body
    assert "Maren" not in mail.body
    assert NEWCOMER not in mail.body


def test_where_nobody_coordinates_the_office_is_told(client, home, personas, clock):
    client.post(registered(client, clock))
    mail = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail.recipient == personas.office.email


def test_a_second_click_finds_it_done(client, home, coordinator, clock):
    link = registered(client, clock)
    client.post(link)
    for again in (client.post(link), client.get(link)):
        assert again.location == "/register/waiting"
    assert db.session.query(OutboxMessage).count() == 2, "one told, once"


def is_over(page):
    return page.status_code == 410 and "Dieser Link gilt nicht mehr" in page.text


def test_a_link_holds_for_a_day(client, home, clock):
    link = registered(client, clock)
    clock.advance(hours=23, minutes=59)
    assert client.get(link).status_code == 200
    clock.advance(minutes=1)
    assert is_over(client.get(link))
    assert is_over(client.post(link))
    assert is_over(client.get("/register/confirm/nothing-has-this"))
    assert registrations()[0].status == RegistrationStatus.UNCONFIRMED


def test_a_new_link_replaces_the_older_one_and_what_was_said_with_it(client, home, clock):
    old = registered(client, clock)
    register(client, given_name="Marena")
    new = link_in(answer(clock)[0])
    assert is_over(client.post(old))
    assert "Marena Neu" in client.get(new).text
    assert len(registrations()) == 1


def test_who_waits_already_is_told_so_and_changes_nothing(client, home, coordinator, clock):
    client.post(registered(client, clock))
    register(client, given_name="Eve", function="staff")
    [mail] = answer(clock)
    assert (mail.recipient, mail.subject) == (NEWCOMER, "Ihre Registrierung bei KommA")
    [registration] = registrations()
    assert (registration.given_name, registration.function) == ("Maren", Function.EXECUTIVE)


# --- forgetting -----------------------------------------------------------------------------


def test_what_nobody_decides_is_forgotten_after_14_days(client, home, coordinator, clock):
    client.post(registered(client, clock))
    assert delete_due(clock.advance(days=12)) == 0
    assert delete_due(clock.advance(days=2)) == 1
    assert registrations() == []


def test_what_is_kept_with_a_person_s_address_can_be_seen_and_erased(client, home, clock):
    register(client)
    account = make_account(email=NEWCOMER)
    [known] = REGISTRATIONS.export(account.person_id)
    assert known["given_name"] == "Maren"
    REGISTRATIONS.erase(account.person_id)
    assert REGISTRATIONS.export(account.person_id) == []
    assert db.session.query(RegistrationRequest).count() == 0
