"""Who registered waits for the coordination or the office, who decide once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.queries import find_account_by_email, get_account_by_email
from organisations.demo import load_demo
from organisations.models import Function, Person
from organisations.municipalities.queries import find_municipality_by_domain
from organisations.registration.models import Registration, RegistrationStatus
from organisations.registration.queries import list_waiting
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.personas import make_personas
from tests.organisations.factories import make_account

pytestmark = in_turn

LIST = "/manage/registrations"
NEWCOMER = "neu@rathaus.example.org"


def make_registration(municipality, **given):
    values = {
        "municipality": municipality,
        "given_name": "Maren",
        "family_name": "Neu",
        "email": NEWCOMER,
        "function": Function.EXECUTIVE,
        "language": "en",
        "status": RegistrationStatus.WAITING,
        "token_hash": given.get("email", NEWCOMER),
        "link_expires_at": START + timedelta(days=1),
        "created_at": START,
        "confirmed_at": START,
    }
    registration = Registration(**(values | given))
    db.session.add(registration)
    db.session.flush()
    return registration


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def waiting(home):
    return make_registration(home)


def path(registration, act):
    return f"{LIST}/{registration.public_id}/{act}"


def mails():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def audited(thing):
    rows = select(AuditEntry.action).where(AuditEntry.object_public_id == thing.public_id)
    return db.session.scalars(rows).all()


def test_the_list_names_who_waits(coordinator, waiting, home):
    make_registration(home, email="unsure@example.org", status=RegistrationStatus.UNCONFIRMED)
    page = coordinator.get(LIST).text
    for text in ("1 Person wartet", "Maren Neu", NEWCOMER, "Führungskraft", "Heimstadt"):
        assert text in page
    assert "unsure@example.org" not in page


def test_without_anybody_the_list_says_so(coordinator):
    assert "Niemand wartet" in coordinator.get(LIST).text


def test_approving_adds_the_person_as_a_trainee_and_invites_them(coordinator, waiting, home):
    answer = coordinator.post(path(waiting, "approve"))
    assert (answer.status_code, answer.location) == (303, LIST)
    assert "Maren Neu ist angelegt und eingeladen." in coordinator.get(LIST).text
    account = find_account_by_email(NEWCOMER)
    assert (account.person.name, account.person.municipality) == ("Maren Neu", home)
    assert (account.person.language, account.person.function) == ("en", Function.EXECUTIVE)
    assert account.roles == {Role.TRAINEE}
    assert not account.has_password
    [mail] = mails()
    assert (mail.recipient, mail.subject) == (NEWCOMER, "Your access to KommA")
    assert audited(waiting) == ["registration.approved"]


@pytest.mark.parametrize(
    ("reason", "said"), [("", False), ("Sie sind nicht mehr im Dienst.", True)]
)
def test_declining_tells_the_person_with_a_reason_where_there_is_one(
    coordinator, waiting, reason, said
):
    assert "Maren Neu" in coordinator.get(path(waiting, "decline")).text
    answer = coordinator.post(path(waiting, "decline"), data={"reason": reason})
    assert (answer.status_code, answer.location) == (303, LIST)
    [mail] = mails()
    assert (mail.recipient, mail.subject) == (NEWCOMER, "Your registration with KommA")
    assert ("The reason:" in mail.body) is said
    assert reason in mail.body
    assert find_account_by_email(NEWCOMER) is None
    assert audited(waiting) == ["registration.declined"]


@pytest.mark.parametrize("act", ["approve", "decline"])
def test_what_is_decided_keeps_nothing_of_the_person_and_stays_decided(coordinator, waiting, act):
    coordinator.post(path(waiting, act))
    assert (waiting.email, waiting.name.strip()) == (None, "")
    for again in ("approve", "decline"):
        assert coordinator.post(path(waiting, again)).status_code == 303
        assert "schon entschieden" in coordinator.get(LIST).text
    assert len(mails()) == 1


def test_an_endless_reason_is_refused_at_the_field(coordinator, waiting):
    answer = coordinator.post(path(waiting, "decline"), data={"reason": "x" * 501})
    assert answer.status_code == 422
    assert "Bitte höchstens 500 Zeichen." in answer.text
    assert waiting.status == RegistrationStatus.WAITING


def test_who_got_an_account_meanwhile_is_not_added_again(coordinator, waiting):
    make_account(email=NEWCOMER)
    coordinator.post(path(waiting, "approve"))
    assert "gehört schon zu einem anderen Konto" in coordinator.get(LIST).text
    assert (waiting.status, waiting.email) == (RegistrationStatus.WAITING, NEWCOMER)
    assert mails() == []


def test_another_municipality_s_registration_is_not_found_and_the_office_sees_all(
    personas, coordinator
):
    elsewhere = make_registration(personas.foreigner.person.municipality)
    assert NEWCOMER not in coordinator.get(LIST).text
    for act in ("approve", "decline"):
        assert coordinator.post(path(elsewhere, act)).status_code == 404
    office = personas.client(personas.office)
    assert NEWCOMER in office.get(LIST).text
    assert office.post(path(elsewhere, "approve")).status_code == 303
    assert find_account_by_email(NEWCOMER) is not None


def test_what_is_not_confirmed_cannot_be_decided(coordinator, home):
    unsure = make_registration(home, status=RegistrationStatus.UNCONFIRMED)
    assert coordinator.post(path(unsure, "approve")).status_code == 404


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer"])
def test_nobody_else_decides(personas, waiting, who):
    client = personas.client(getattr(personas, who))
    assert client.get(LIST).status_code == 403
    assert client.post(path(waiting, "approve")).status_code == 403
    assert find_account_by_email(NEWCOMER) is None


@pytest.mark.parametrize("acts", [["approve"] * 4, ["approve", "decline"] * 2])
def test_of_many_decisions_at_once_one_holds(committing_app, acts):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        registration = make_registration(personas.owner.person.municipality)
        paths = [path(registration, act) for act in acts]
        people = db.session.scalar(select(func.count()).select_from(Person))
        db.session.commit()
        clients = [personas.client(personas.coordinator) for _ in acts]
    barrier = Barrier(len(acts))

    def decide(client, address):
        barrier.wait(60)
        return client.post(address).status_code

    with ThreadPoolExecutor(len(acts)) as pool:
        assert list(pool.map(decide, clients, paths)) == [303] * len(acts)
    with committing_app.app_context():
        [decided] = db.session.scalars(select(Registration))
        added = db.session.scalar(select(func.count()).select_from(Person)) - people
        assert added == (decided.status == RegistrationStatus.APPROVED)
        assert [mail.recipient for mail in mails()] == [NEWCOMER]


def test_in_the_demo_somebody_waits_and_others_can_register(app, client):
    load_demo(START)
    coordinator = get_account_by_email("koordination@example.org")
    assert [one.name for one in list_waiting(coordinator)] == ["Henrike Brandauer"]
    assert find_municipality_by_domain("example.org") == coordinator.person.municipality
    client.sign_in(coordinator)
    assert "Henrike Brandauer" in client.get(LIST).text
