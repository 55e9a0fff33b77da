"""Ending a role ends, at once, what rested on it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import outbox
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant, SignInSession
from organisations.people.queries import list_grants
from organisations.roles.services import end_expired_roles, end_role, give_role
from scheduling.feeds.choices import FeedChoice
from scheduling.feeds.services import subscribe
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

TOMORROW = START + timedelta(days=1)
LIST = "/manage/people"


def grant_of(account, role):
    [grant] = [grant for grant in list_grants(account.person) if grant.role == role]
    return grant


def waiting_mails(account):
    return db.session.scalar(
        select(func.count()).where(
            OutboxMessage.recipient == account.email, OutboxMessage.sent_at.is_(None)
        )
    )


@pytest.fixture
def trainee(app):
    account = make_account(Role.TRAINEE, Role.COACH, municipality=make_municipality())
    subscription = subscribe(
        person=account.person, choice=FeedChoice(label="Telefon"), form_key="1", now=START
    )
    outbox.enqueue(recipient=account.email, subject="Termin", body="Bald.", now=START)
    db.session.commit()
    return account, f"/calendar/{subscription.token}.ics"


def test_a_role_that_ends_signs_its_person_out(app, personas, trainee):
    account, _feed = trainee
    browser = personas.client(account)
    assert browser.get("/manage/offers").status_code == 200
    end_role(grant=grant_of(account, Role.COACH), actor=personas.office.person, now=START)
    db.session.commit()
    assert browser.get("/manage/offers").location.startswith("/login")


def test_whoever_keeps_a_role_keeps_calendar_and_mails(app, client, personas, trainee):
    account, feed = trainee
    end_role(grant=grant_of(account, Role.COACH), actor=personas.office.person, now=START)
    db.session.commit()
    assert client.get(feed).status_code == 200
    assert waiting_mails(account) == 1


def test_with_the_last_role_calendar_and_waiting_mails_end(app, client, personas, trainee):
    account, feed = trainee
    for role in (Role.COACH, Role.TRAINEE):
        end_role(grant=grant_of(account, role), actor=personas.office.person, now=START)
    db.session.commit()
    assert client.get(feed).status_code == 404
    assert waiting_mails(account) == 0


def test_exchanging_the_only_role_by_the_form_leaves_the_calendar(app, client, personas):
    account = make_account(Role.TRAINEE, municipality=make_municipality())
    subscription = subscribe(
        person=account.person, choice=FeedChoice(label="Telefon"), form_key="1", now=START
    )
    db.session.commit()
    office = personas.client(personas.office)
    answer = office.post(
        f"{LIST}/{account.person.public_id}",
        data={
            "given_name": "Kim",
            "family_name": "Beispiel",
            "email": account.email,
            "language": "de",
            "municipality": account.person.municipality.public_id,
            "function": "staff",
            "roles": ["team_lead"],
        },
    )
    assert answer.status_code == 303
    assert {grant.role for grant in list_grants(account.person)} == {Role.TEAM_LEAD}
    assert client.get(f"/calendar/{subscription.token}.ics").status_code == 200


class TestSubstitutes:
    """Somebody does a coordinator's work until a day that the office sets."""

    @pytest.fixture
    def town(self, app):
        return make_municipality(name="Neustedt")

    @pytest.fixture
    def substitute(self, personas, town):
        account = make_account(Role.TRAINEE, municipality=town)
        give_role(
            person=account.person,
            role=Role.SUBSTITUTE,
            municipality=town,
            ends_at=TOMORROW,
            actor=personas.office.person,
            now=START,
        )
        db.session.commit()
        return account

    def test_it_counts_no_more_once_it_is_over(self, app, clock, personas, substitute):
        browser = personas.client(substitute)
        held = []

        def roles_now():
            from flask_login import current_user

            with browser:
                browser.get("/")
                return set(current_user.roles)

        held.append(roles_now())
        clock.advance(days=1)
        browser = personas.client(substitute)
        held.append(roles_now())
        assert held == [{Role.TRAINEE, Role.SUBSTITUTE}, {Role.TRAINEE}]

    def test_a_job_ends_it_and_what_rested_on_it(self, app, substitute):
        browsers = select(func.count()).where(SignInSession.account_id == substitute.id)
        app.test_client().sign_in(substitute)
        assert db.session.scalar(browsers) == 1
        assert end_expired_roles(START) == 0
        assert end_expired_roles(TOMORROW) == 1
        assert {grant.role for grant in list_grants(substitute.person)} == {Role.TRAINEE}
        assert db.session.scalar(browsers) == 0
        last = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "role.ended")).one()
        assert (last.actor_public_id, last.details) == ("", {"role": "substitute"})

    def test_the_office_sets_the_last_day(self, personas, town):
        account = make_account(Role.TRAINEE, municipality=town)
        office = personas.client(personas.office)
        page = f"{LIST}/{account.person.public_id}"
        answer = office.post(
            page,
            data={
                "given_name": "Kim",
                "family_name": "Beispiel",
                "email": account.email,
                "language": "de",
                "municipality": town.public_id,
                "function": "staff",
                "roles": ["trainee", "substitute"],
                "substitute_until": "2026-12-31",
            },
        )
        assert answer.status_code == 303
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "substitute")).one()
        assert grant.municipality == town
        assert grant.ends_at == datetime.fromisoformat("2026-12-31T23:00:00+00:00")
        assert 'value="2026-12-31"' in office.get(page).text
