"""Coordinators and their substitutes look after the people of their own municipality."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Forbidden
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.queries import find_account_by_email
from organisations.people import coordination
from organisations.people.queries import list_grants
from organisations.people.services import PersonDetails
from organisations.roles.services import give_role
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality, make_team

pytestmark = in_turn

LIST = "/manage/people"
EMAIL = "maren.lindqvist@example.org"


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def client(personas):
    """The coordinator's browser."""
    return personas.client(personas.coordinator)


@pytest.fixture
def details():
    return {
        "given_name": "Maren",
        "family_name": "Lindqvist",
        "email": EMAIL,
        "language": "de",
        "team": "Bürgeramt",
        "function": "staff",
        "job_title": "Sachbearbeitung",
        "roles": ["trainee"],
    }


@pytest.fixture
def substitute(personas, home):
    """Stands in for the coordinator for a week."""
    account = make_account(Role.TRAINEE, given_name="Silke", municipality=home)
    give_role(
        person=account.person,
        role=Role.SUBSTITUTE,
        municipality=home,
        ends_at=START + timedelta(days=7),
        actor=personas.office.person,
        now=START,
    )
    return account


def page_of(account):
    return f"{LIST}/{account.person.public_id}"


def roles_of(account):
    return {grant.role for grant in list_grants(account.person)}


def invited(account):
    """The account as it is before its person has set a password."""
    account.password_hash = ""
    db.session.flush()
    return account


def names_of_fields(page):
    return {name for name in ("email", "municipality", "roles", "team", "substitute_until",
                              "job_title") if f'name="{name}"' in page}  # fmt: skip


# --- the list -------------------------------------------------------------------------------


def test_the_list_holds_the_own_people_and_nobody_else(client, personas):
    page = client.get(LIST).text
    assert personas.owner.email in page
    assert "Ordnungsamt" in page
    for stranger in (personas.foreigner, personas.trainer, personas.office):
        assert stranger.person.public_id not in page
        assert stranger.email not in client.get(LIST, query_string={"q": "e"}).text


def test_who_works_for_the_programme_is_the_office_s(client, home):
    coach = make_account(Role.TRAINEE, Role.COACH, municipality=home)
    assert coach.person.public_id not in client.get(LIST).text
    assert client.get(page_of(coach)).status_code == 404


def test_the_address_of_the_protected_is_neither_shown_nor_found_by_trying(client, personas):
    owner = personas.owner
    owner.email, owner.person.contact_hidden = "quitte@example.org", True
    db.session.flush()
    assert "quitte" not in client.get(LIST).text
    assert owner.person.public_id in client.get(LIST).text
    assert owner.person.public_id not in client.get(LIST, query_string={"q": "quitte"}).text
    office = personas.client(personas.office)
    assert owner.person.public_id in office.get(LIST, query_string={"q": "quitte"}).text


def test_the_home_page_leads_there(client):
    assert f'href="{LIST}"' in client.get("/").text


# --- adding ---------------------------------------------------------------------------------


def test_a_coordinator_adds_and_invites_somebody_of_their_own(client, details, home):
    assert names_of_fields(client.get(f"{LIST}/new").text) == {
        *("email", "roles", "team", "job_title")
    }
    assert client.post(f"{LIST}/new", data=details).status_code == 303
    made = find_account_by_email(EMAIL)
    assert made.person.municipality == home
    assert roles_of(made) == {Role.TRAINEE}
    [mail] = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == EMAIL))
    assert "/welcome/" in mail.body


def test_a_municipality_that_somebody_sends_along_counts_for_nothing(
    client, personas, details, home
):
    elsewhere = personas.foreigner.person.municipality.public_id
    client.post(f"{LIST}/new", data=details | {"municipality": elsewhere})
    assert find_account_by_email(EMAIL).person.municipality == home


@pytest.mark.parametrize("role", sorted(set(Role) - coordination.ROLES_OF_COORDINATORS))
def test_no_role_that_reaches_further_is_given(client, personas, details, role):
    for path in (f"{LIST}/new", page_of(personas.owner)):
        answer = client.post(path, data=details | {"roles": ["trainee", role.value]})
        assert answer.status_code == 422
    assert find_account_by_email(EMAIL) is None
    assert roles_of(personas.owner) == {Role.TRAINEE}


def test_the_command_refuses_on_its_own_what_the_form_does_not_offer(personas, home):
    def add(**changes):
        given = {
            "given_name": "Maren", "family_name": "Lindqvist", "email": EMAIL, "language": "de",
            "function": "staff", "job_title": None, "municipality": home, "team_name": None,
            "roles": frozenset({Role.TRAINEE}),
        }  # fmt: skip
        coordination.add_person(
            details=PersonDetails(**(given | changes)), actor=personas.coordinator, now=START
        )

    for changes in (
        {"municipality": personas.foreigner.person.municipality},
        {"municipality": None},
        {"roles": frozenset({Role.COORDINATOR})},
    ):
        with pytest.raises(Forbidden):
            add(**changes)
    add()
    assert find_account_by_email(EMAIL) is not None


def test_who_coordinates_two_municipalities_chooses_between_them(client, personas, details, home):
    second = make_municipality(name="Zweitstadt")
    give_role(
        person=personas.coordinator.person, role=Role.COORDINATOR, municipality=second,
        actor=personas.office.person, now=START,
    )  # fmt: skip
    db.session.commit()
    client = personas.client(personas.coordinator)
    page = client.get(f"{LIST}/new").text
    assert "Zweitstadt" in page
    assert "Fernstadt" not in page
    elsewhere = personas.foreigner.person.municipality.public_id
    answer = client.post(f"{LIST}/new", data=details | {"municipality": elsewhere})
    assert answer.status_code == 422
    client.post(f"{LIST}/new", data=details | {"municipality": second.public_id})
    assert find_account_by_email(EMAIL).person.municipality == second


# --- correcting -----------------------------------------------------------------------------


def test_name_function_team_and_taking_part_are_corrected(client, personas, details):
    given = details | {"roles": ["team_lead"]}
    assert client.post(page_of(personas.owner), data=given).status_code == 303
    person = personas.owner.person
    assert (person.name, person.function) == ("Maren Lindqvist", "staff")
    assert person.team.name.de == "Bürgeramt"
    assert roles_of(personas.owner) == {Role.TEAM_LEAD}


def test_the_address_of_a_used_account_stays_and_so_does_the_municipality(
    client, personas, details, home
):
    address = personas.owner.email
    page = client.get(page_of(personas.owner)).text
    assert names_of_fields(page) == {"roles", "team", "job_title"}
    assert address in page, "it can be read"
    assert "Programmbüro" in page
    elsewhere = personas.foreigner.person.municipality.public_id
    client.post(page_of(personas.owner), data=details | {"municipality": elsewhere})
    assert (personas.owner.email, personas.owner.person.municipality) == (address, home)


def test_a_mistyped_address_is_corrected_before_the_account_is_used(client, personas, details):
    account = invited(personas.owner)
    old = account.email
    assert client.post(page_of(account), data=details).status_code == 303
    assert account.email == EMAIL != old
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == EMAIL)).one()


def test_the_way_into_an_invited_coordinator_s_account_leads_nowhere_else(
    personas, substitute, details, home
):
    """A substitute would otherwise have the coordinator's rights for good."""
    other = invited(make_account(Role.COORDINATOR, municipality=home))
    address = other.email
    client = personas.client(substitute)
    assert "email" not in names_of_fields(client.get(page_of(other)).text)
    client.post(page_of(other), data=details)
    assert other.email == address


def test_what_is_hidden_of_the_protected_stays_hidden_and_as_it_is(client, personas, details, home):
    account, person = invited(personas.owner), personas.owner.person
    person.contact_hidden = True
    person.job_title = Bilingual(de="Waffenbehörde", en="Firearms office")
    person.team = make_team(municipality=home, name="Ausländeramt")
    account.email = "quitte@example.org"
    db.session.flush()
    page = client.get(page_of(account)).text
    assert names_of_fields(page) == {"roles"}
    assert "Waffenbehörde" not in page
    assert "quitte" not in page
    assert 'value="Ausländeramt" selected' not in page
    client.post(page_of(account), data=details)
    assert person.name == "Maren Lindqvist"
    assert (account.email, person.job_title.de) == ("quitte@example.org", "Waffenbehörde")
    assert person.team.name.de == "Ausländeramt"


def test_nobody_changes_their_own_roles(client, personas, details):
    own = page_of(personas.coordinator)
    assert "roles" not in names_of_fields(client.get(own).text)
    client.post(own, data=details | {"roles": ["trainee", "team_lead", "coordinator"]})
    assert personas.coordinator.person.name == "Maren Lindqvist"
    assert roles_of(personas.coordinator) == {Role.COORDINATOR}


def test_roles_that_are_not_theirs_to_give_stay(client, personas, details, home, substitute):
    give_role(
        person=substitute.person, role=Role.DEPUTY, municipality=None,
        actor=personas.office.person, now=START,
    )  # fmt: skip
    db.session.commit()
    client.post(page_of(substitute), data=details | {"roles": []})
    assert roles_of(substitute) == {Role.SUBSTITUTE, Role.DEPUTY}
    [grant] = [one for one in list_grants(substitute.person) if one.role == Role.SUBSTITUTE]
    assert grant.ends_at == START + timedelta(days=7)


def test_somebody_is_invited_again(client, personas):
    account = invited(personas.owner)
    assert "Neuen Link schicken" in client.get(page_of(account)).text
    assert client.post(f"{page_of(account)}/invite").status_code == 303
    assert db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.recipient == account.email)
    ).one()


def test_what_only_the_office_does_is_offered_to_nobody_else(client, personas):
    personas.owner.second_factor_since = START
    db.session.flush()
    page = client.get(page_of(personas.owner)).text
    assert "Zweiten Faktor" not in page
    assert "/protection" not in page
    for rest in ("/second-factor/reset", "/protection/begin", "/protection"):
        assert client.post(page_of(personas.owner) + rest).status_code == 403


@pytest.mark.parametrize("rest", ["", "/invite", "/substitute", "/substitute/end"])
def test_somebody_of_another_municipality_looks_like_nobody(client, personas, details, rest):
    unknown = client.post(f"{LIST}/nothing-has-this{rest}", data=details)
    for stranger in (personas.foreigner, personas.office, personas.trainer):
        answer = client.post(page_of(stranger) + rest, data=details)
        assert answer.status_code == unknown.status_code == 404
        assert "Maren" not in stranger.person.name


# --- who stands in --------------------------------------------------------------------------


def stand_in(client, account, day="2027-01-31"):
    return client.post(f"{page_of(account)}/substitute", data={"last_day": day})


def test_a_coordinator_names_a_substitute_until_a_day(client, personas, clock):
    assert f"{page_of(personas.owner)}/substitute" in client.get(page_of(personas.owner)).text
    assert stand_in(client, personas.owner).status_code == 303
    [mail] = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.recipient == personas.owner.email)
    )
    assert "31. Januar 2027" in mail.body
    assert "Heimstadt" in mail.body
    assert personas.client(personas.owner).get(LIST).status_code == 200
    clock.advance(days=400)
    assert personas.client(personas.owner).get(LIST).status_code == 403


def test_the_day_can_be_changed_and_the_trail_knows_of_it(client, personas):
    stand_in(client, personas.owner)
    stand_in(client, personas.owner, "2027-02-28")
    assert 'value="2027-02-28"' in client.get(f"{page_of(personas.owner)}/substitute").text
    actions = db.session.scalars(
        select(AuditEntry.action).where(
            AuditEntry.object_public_id == personas.owner.person.public_id
        )
    ).all()
    assert actions == ["role.granted", "role.end_changed"]


def test_it_is_ended_before_its_day(client, personas):
    stand_in(client, personas.owner)
    for _ in range(2):
        assert client.post(f"{page_of(personas.owner)}/substitute/end").status_code == 303
    assert roles_of(personas.owner) == {Role.TRAINEE}


@pytest.mark.parametrize(
    ("day", "complaint"),
    [
        ("2020-01-01", "schon vorbei"),
        ("2099-01-01", "nächsten zwölf Monaten"),
        ("", "Bitte wählen Sie den letzten Tag."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_the_field(client, personas, day, complaint):
    answer = stand_in(client, personas.owner, day)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'id="last_day-error"' in answer.text
    assert roles_of(personas.owner) == {Role.TRAINEE}


def test_nobody_stands_in_for_themselves_or_another_coordinator(client, personas, home):
    other = make_account(Role.COORDINATOR, municipality=home)
    for account in (personas.coordinator, other):
        assert stand_in(client, account).status_code == 422
        assert roles_of(account) == {Role.COORDINATOR}


def test_a_substitute_does_the_work_but_prolongs_nobody_s_time(personas, substitute, details):
    client = personas.client(substitute)
    assert client.post(f"{LIST}/new", data=details).status_code == 303
    for account in (substitute, personas.owner):
        assert stand_in(client, account).status_code == 403
    assert "/substitute" not in client.get(page_of(personas.owner)).text


def test_the_office_names_substitutes_too_but_not_where_there_is_no_municipality(personas):
    client = personas.client(personas.office)
    assert stand_in(client, personas.owner).status_code == 303
    assert roles_of(personas.owner) == {Role.TRAINEE, Role.SUBSTITUTE}
    assert stand_in(client, personas.trainer).status_code == 404
