"""Naming somebody who keeps one's appointments, and ending it from every side."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.models import Account, RoleGrant
from organisations.accounts.queries import get_account_by_email
from organisations.deputies import queries
from organisations.deputies.models import Deputyship
from organisations.deputies.personal_data import erase_deputyships, export_deputyships
from organisations.deputies.services import end_deputyship, name_deputy
from organisations.people.queries import list_grants
from organisations.roles.services import end_role
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

PAGE = "/account/deputies"
REFUSAL = "Unter dieser Adresse finden wir in Ihrer Kommune niemanden mit einem Konto."


def roles_of(account: Account) -> set[str]:
    return {grant.role for grant in list_grants(account.person)}


def end(account: Account, role: Role) -> None:
    [grant] = [grant for grant in list_grants(account.person) if grant.role == role]
    end_role(grant=grant, actor=None, now=START)


def name(principal: Account, deputy: Account) -> Deputyship:
    return name_deputy(principal=principal.person, email=deputy.email, now=START)


@pytest.fixture
def front_office(personas):
    """A colleague of the owner who takes part in nothing yet."""
    account = make_account(Role.TRAINEE, municipality=personas.owner.person.municipality)
    end(account, Role.TRAINEE)
    return account


@pytest.fixture
def named(personas, front_office):
    return name(personas.owner, front_office)


def test_naming_gives_the_role_and_tells_by_mail_without_a_topic(personas, front_office):
    browser = personas.client(personas.owner)
    answer = browser.post(PAGE, data={"email": front_office.email.upper()})
    assert answer.status_code == 303
    assert front_office.person.name in browser.get(PAGE).text
    assert roles_of(front_office) == {Role.DEPUTY}
    [mail] = db.session.scalars(select(OutboxMessage)).all()
    assert mail.recipient == front_office.email
    assert personas.owner.person.name in mail.subject
    assert f"http://localhost/deputy/{personas.owner.person.public_id}" in mail.body
    assert "oaching" not in mail.subject + mail.body
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert {"deputyship.begun", "role.granted"} <= set(actions)


def test_unknown_and_foreign_addresses_are_refused_alike_at_the_field(personas):
    browser = personas.client(personas.owner)
    addresses = ["nobody@example.org", personas.foreigner.email, personas.office.email]
    pages = [browser.post(PAGE, data={"email": address}) for address in addresses]
    assert [page.status_code for page in pages] == [422] * 3
    for page in pages:
        assert page.text.count(REFUSAL) == 2, "in the summary and at the field"
    texts = {
        re.sub(r'value="[^"]*"', "", page.text).replace(address, "")
        for page, address in zip(pages, addresses, strict=True)
    }
    assert len(texts) == 1, "but for the address and the token of the form"
    assert db.session.scalars(select(Deputyship)).all() == []


def test_who_belongs_to_no_municipality_has_no_colleagues(app):
    alone, other = make_account(), make_account()
    with pytest.raises(DomainError):
        name(alone, other)


@pytest.mark.parametrize("email", ["", "front office"])
def test_what_is_no_address_is_explained(personas, email):
    assert personas.client(personas.owner).post(PAGE, data={"email": email}).status_code == 422


def test_nobody_is_named_twice_nor_by_themselves(personas, front_office, named):
    browser = personas.client(personas.owner)
    again = browser.post(PAGE, data={"email": front_office.email})
    assert (again.status_code, again.text.count("führt Ihre Termine schon")) == (422, 2)
    oneself = browser.post(PAGE, data={"email": personas.owner.email})
    assert (oneself.status_code, oneself.text.count("Ihre eigene Adresse")) == (422, 2)
    assert db.session.scalars(select(Deputyship)).all() == [named]


def test_after_its_end_somebody_can_be_named_again(personas, front_office, named):
    end_deputyship(deputyship=named, actor=personas.owner.person, now=START)
    assert name(personas.owner, front_office) != named
    assert roles_of(front_office) == {Role.DEPUTY}


def test_only_learners_name_deputies(personas):
    for account in (personas.trainer, personas.office):
        assert personas.client(account).get(PAGE).status_code == 403
    assert personas.client(personas.coordinator).get(PAGE).status_code == 200


def test_the_last_deputyship_takes_the_role_along(personas, front_office, named):
    name(personas.colleague, front_office)
    path = f"{PAGE}/{named.public_id}/end"
    assert personas.client(personas.owner).post(path).status_code == 303
    assert roles_of(front_office) == {Role.DEPUTY}
    [last] = queries.list_deputyships_of(front_office.person)
    browser = personas.client(front_office)
    assert browser.post(f"{PAGE}/{last.public_id}/end").status_code == 303
    assert roles_of(front_office) == set()
    assert "Sie führen keine Termine mehr" in browser.get("/").text, "still signed in"
    assert browser.get("/deputy").status_code == 403


def test_whom_the_principal_lets_go_is_out_at_once(personas, front_office, named):
    browser = personas.client(front_office)
    assert browser.get("/deputy").status_code == 200
    personas.client(personas.owner).post(f"{PAGE}/{named.public_id}/end")
    assert browser.get("/deputy").location.startswith("/login")


def test_nobody_else_ends_it(personas, named):
    for account in (personas.colleague, personas.foreigner, personas.coordinator, personas.office):
        answer = personas.client(account).post(f"{PAGE}/{named.public_id}/end")
        assert answer.status_code == 404
    assert named.ended_at is None


def test_ending_twice_is_harmless(personas, named):
    for _ in range(2):
        end_deputyship(deputyship=named, actor=personas.owner.person, now=START)
    ended = select(func.count()).where(AuditEntry.action == "deputyship.ended")
    assert db.session.scalar(ended) == 1


def test_it_ends_with_the_last_other_role_of_the_deputy(personas):
    deputyship = name(personas.owner, personas.colleague)
    end(personas.colleague, Role.TRAINEE)
    assert deputyship.ended_at == START
    assert roles_of(personas.colleague) == set()


def test_it_ends_once_the_principal_books_nothing_any_more(personas, front_office, named):
    end(personas.owner, Role.TRAINEE)
    assert named.ended_at == START
    assert roles_of(front_office) == set()


def test_it_stays_while_another_role_does(personas):
    municipality = personas.owner.person.municipality
    principal = make_account(Role.TRAINEE, Role.TEAM_LEAD, municipality=municipality)
    deputy = make_account(Role.TRAINEE, Role.TEAM_LEAD, municipality=municipality)
    deputyship = name(principal, deputy)
    end(principal, Role.TEAM_LEAD)
    end(deputy, Role.TEAM_LEAD)
    assert deputyship.ended_at is None


def test_it_ends_with_the_role_itself(personas, front_office, named):
    end(front_office, Role.DEPUTY)
    assert named.ended_at == START


class TestOffice:
    """The form about a person knows nothing of deputies, but a move to elsewhere ends it."""

    def save(self, personas, account, **changes):
        data = {
            "given_name": "Kim",
            "family_name": "Beispiel",
            "email": account.email,
            "language": "de",
            "municipality": account.person.municipality.public_id,
            "function": "staff",
            "roles": ["trainee"],
        }
        path = f"/manage/people/{account.person.public_id}"
        answer = personas.client(personas.office).post(path, data=data | changes)
        assert answer.status_code == 303

    def test_saving_a_person_leaves_their_deputyships(self, personas):
        deputyship = name(personas.owner, personas.colleague)
        self.save(personas, personas.colleague)
        self.save(personas, personas.owner)
        assert deputyship.ended_at is None
        assert roles_of(personas.colleague) == {Role.TRAINEE, Role.DEPUTY}

    @pytest.mark.parametrize("who", ["owner", "colleague"])
    def test_who_goes_elsewhere_keeps_nothing(self, personas, who):
        deputyship = name(personas.owner, personas.colleague)
        elsewhere = make_municipality()
        self.save(personas, getattr(personas, who), municipality=elsewhere.public_id)
        assert deputyship.ended_at == START
        assert roles_of(personas.colleague) == {Role.TRAINEE}


class TestPersonalData:
    def test_both_get_it_out(self, personas, front_office, named):
        owner, deputy = personas.owner.person, front_office.person
        [kept_by] = export_deputyships(owner.id)["deputies"]
        [kept_for] = export_deputyships(deputy.id)["deputy_for"]
        assert (kept_by["name"], kept_for["name"]) == (deputy.name, owner.name)
        assert export_deputyships(owner.id)["deputy_for"] == []

    def test_it_is_forgotten_with_either_and_the_role_with_it(self, personas, front_office, named):
        erase_deputyships(personas.owner.person_id)
        assert db.session.scalars(select(Deputyship)).all() == []
        assert roles_of(front_office) == set()


class TestRaces:
    """Two principals and one deputy, at the same moment."""

    @pytest.fixture
    def at_once(self, committing_app: Flask) -> Callable[..., None]:
        def run(*acts: Callable[[], None]) -> None:
            barrier = Barrier(len(acts))

            def do(act: Callable[[], None]) -> None:
                barrier.wait(60)
                with committing_app.app_context():
                    act()
                    db.session.commit()

            with ThreadPoolExecutor(len(acts)) as pool:
                list(pool.map(do, acts))

        return run

    def test_the_role_is_given_once_and_ends_once(self, committing_app, at_once):
        with committing_app.app_context():
            town = make_municipality()
            emails = [make_account(municipality=town).email for _ in range(4)]
            deputy = make_account(municipality=town).email
            db.session.commit()

        def name_by(email: str) -> None:
            principal = get_account_by_email(email).person
            name_deputy(principal=principal, email=deputy, now=START)

        def end_by(email: str) -> None:
            principal = get_account_by_email(email).person
            for deputyship in queries.list_deputyships_under(principal):
                end_deputyship(deputyship=deputyship, actor=principal, now=START)

        def count_roles() -> int | None:
            with committing_app.app_context():
                query = select(func.count()).where(RoleGrant.role == Role.DEPUTY)
                return db.session.scalar(query)

        at_once(*[lambda email=email: name_by(email) for email in emails])
        assert count_roles() == 1
        at_once(*[lambda email=email: end_by(email) for email in emails])
        assert count_roles() == 0
