"""The programme office's people: list, search, add, change, roles."""

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.accounts.queries import find_account_by_email
from organisations.models import Function, Team
from organisations.people.queries import PEOPLE_PER_PAGE, list_accounts
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_team

pytestmark = in_turn

LIST = "/manage/people"
EMAIL = "maren.lindqvist@example.org"


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


@pytest.fixture
def town():
    return make_municipality(name="Neustedt")


@pytest.fixture
def details(town):
    return {
        "given_name": "Maren",
        "family_name": "Lindqvist",
        "email": "Maren.Lindqvist@example.org",
        "language": "de",
        "municipality": town.public_id,
        "team": "Bürgeramt",
        "team_en": "",
        "function": "staff",
        "job_title": "Sachbearbeitung",
        "job_title_en": "",
        "roles": ["trainee"],
    }


def grants(account):
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == account.person.id))
    return {(grant.role, grant.municipality and grant.municipality.name) for grant in rows}


def audited(thing):
    rows = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_public_id == thing.public_id)
    )
    return sorted(rows)


def mails_to(address):
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == address)).all()


# --- the list -------------------------------------------------------------------------------


def test_the_list_names_people_with_address_municipality_function_and_roles(client):
    make_account(
        Role.TRAINEE, Role.TEAM_LEAD, given_name="Uwe", family_name="Ypsilon",
        email="uwe@example.org", municipality=make_municipality(name="Xanten an der Ypse"),
        function=Function.EXECUTIVE,
    )  # fmt: skip
    page = " ".join(client.get(LIST, query_string={"q": "ypsilon"}).text.split())
    row = page[page.index("Ypsilon, Uwe") :].split("</tr>")[0]
    for text in ("uwe@example.org", "Xanten", "Führungskraft", "Teilnehmende Person, Teamleitung"):
        assert text in row
    assert "eingerichtet" in row


@pytest.mark.parametrize(
    "search", ["özdemir", "ÖZDEMIR", "ayla özd", "oberk", "Özdemir Oberk", "AYLA@"]
)
def test_the_search_finds_names_addresses_and_municipalities(client, search):
    there = make_municipality(name="Oberkirchen")
    make_account(
        given_name="Ayla", family_name="Özdemir", municipality=there, email="ayla@example.org"
    )
    make_account(given_name="Otto", family_name="Anders")
    page = client.get(LIST, query_string={"q": search}).text
    assert "Özdemir, Ayla" in page
    assert "Anders, Otto" not in page


def test_the_list_has_pages_that_keep_the_search(client):
    for number in range(PEOPLE_PER_PAGE + 1):
        make_account(given_name="Eva", family_name=f"Blatt{number:03}")
    first = client.get(LIST, query_string={"q": "blatt"}).text
    assert f"{PEOPLE_PER_PAGE + 1} Personen" in first
    assert "Blatt000" in first
    assert f"Blatt{PEOPLE_PER_PAGE:03}" not in first
    assert f"{LIST}?page=2&amp;q=blatt" in first
    second = client.get(LIST, query_string={"q": "blatt", "page": 2}).text
    assert f"Blatt{PEOPLE_PER_PAGE:03}" in second
    assert "Blatt000" not in second


@pytest.mark.parametrize("page", ["0", "-3", "999", "viele"])
def test_a_page_that_there_is_not_is_the_nearest(client, page):
    assert client.get(LIST, query_string={"page": page}).status_code == 200


def test_without_a_match_the_list_says_what_to_do(client):
    assert "Keine Person gefunden" in client.get(LIST, query_string={"q": "gibtesnicht"}).text


@pytest.mark.parametrize("number", [1, 9])
def test_the_list_asks_a_fixed_number_of_questions(client, number):
    for _ in range(number):
        make_account(municipality=make_municipality())
    client.get(LIST)
    with recorded_queries() as statements:
        client.get(LIST)
    assert len([s for s in statements if s.startswith("SELECT")]) == 5


# --- adding ---------------------------------------------------------------------------------


def test_the_office_adds_a_person_who_is_invited(client, details, town):
    assert 'value="trainee" checked' in " ".join(client.get(f"{LIST}/new").text.split())
    answer = client.post(f"{LIST}/new", data=details)
    assert (answer.status_code, answer.location) == (303, LIST)
    account = find_account_by_email(EMAIL)
    person = account.person
    assert person.name == "Maren Lindqvist"
    assert (person.municipality, person.function) == (town, Function.STAFF)
    assert (person.team.name.de, person.team.name.en) == ("Bürgeramt", "Bürgeramt")
    assert (person.job_title.de, person.job_title.en) == ("Sachbearbeitung", "Sachbearbeitung")
    assert grants(account) == {("trainee", None)}
    assert not account.has_password
    assert len(mails_to(EMAIL)) == 1
    assert audited(person) == ["person.created", "role.granted"]
    assert audited(account) == ["account.invited"]
    assert "Maren Lindqvist ist angelegt und eingeladen." in client.get(LIST).text


def test_nobody_signs_in_without_a_password(client, app, details):
    client.post(f"{LIST}/new", data=details)
    stranger = app.test_client()
    for password in ("", " ", "irgendetwas ganz langes"):
        answer = stranger.post("/login", data={"email": EMAIL, "password": password})
        assert answer.status_code == 422


def test_a_team_of_that_name_is_used_and_only_of_that_municipality(client, details, town):
    mine = make_team(municipality=town, name="Bürgeramt")
    other = make_team(municipality=make_municipality(), name="Ordnungsamt")
    client.post(f"{LIST}/new", data=details | {"team": "bürgeramt"})
    assert find_account_by_email(EMAIL).person.team == mine
    client.post(
        f"{LIST}/new",
        data=details | {"team": "Ordnungsamt", "team_en": "Public Order", "email": "b@example.org"},
    )
    made = find_account_by_email("b@example.org").person.team
    assert made != other
    assert (made.municipality, made.name.en) == (town, "Public Order")


def test_a_coordinator_s_role_holds_for_their_municipality(client, details):
    client.post(f"{LIST}/new", data=details | {"roles": ["trainee", "coordinator"]})
    assert grants(find_account_by_email(EMAIL)) == {
        ("trainee", None),
        ("coordinator", "Neustedt"),
    }


def test_a_trainer_needs_no_municipality(client, details):
    given = details | {"municipality": "none", "team": "", "function": "none", "roles": ["trainer"]}
    assert client.post(f"{LIST}/new", data=given).status_code == 303
    assert find_account_by_email(EMAIL).person.municipality is None


@pytest.mark.parametrize(
    ("change", "complaint", "field"),
    [
        ({"given_name": ""}, "Bitte geben Sie den Vornamen ein.", "given_name"),
        ({"family_name": "   "}, "Bitte geben Sie den Nachnamen ein.", "family_name"),
        ({"family_name": "x" * 81}, "höchstens 80 Zeichen", "family_name"),
        ({"email": "maren"}, "vollständige E-Mail-Adresse", "email"),
        ({"municipality": "none"}, "Für diese Rollen braucht es eine Kommune.", "municipality"),
        (
            {"municipality": "none", "roles": ["trainer"]},
            "Ein Team gehört zu einer Kommune.",
            "municipality",
        ),
        ({"municipality": "nothing-has-this"}, "", "municipality"),
        ({"municipality": ""}, "Bitte wählen Sie die Kommune", "municipality"),
        ({"function": ""}, "Bitte wählen Sie die Funktion", "function"),
        ({"function": "none"}, "Wer teilnimmt, braucht eine Funktion", "function"),
        ({"function": "king"}, "", "function"),
        ({"language": "fr"}, "", "language"),
        ({"roles": ["emperor"]}, "", "roles"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field_with_the_rest_kept(
    client, details, change, complaint, field
):
    answer = client.post(f"{LIST}/new", data=details | change)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'id="{field}-error"' in answer.text
    assert 'value="Sachbearbeitung"' in answer.text
    assert find_account_by_email(EMAIL) is None
    assert mails_to(EMAIL) == []


def test_an_address_that_is_taken_is_refused_at_the_field(client, details):
    make_account(email=EMAIL)
    answer = client.post(f"{LIST}/new", data=details)
    assert answer.status_code == 422
    assert "gehört schon zu einem anderen Konto" in answer.text
    assert 'id="email-error"' in answer.text
    assert mails_to(EMAIL) == []
    assert db.session.scalars(select(Team)).all() == [] or "Bürgeramt" not in {
        team.name.de for team in db.session.scalars(select(Team))
    }


# --- changing -------------------------------------------------------------------------------


def test_the_form_shows_what_is_known(client, personas):
    page = " ".join(client.get(f"{LIST}/{personas.owner.person.public_id}").text.split())
    for value in ("Ada", personas.owner.email, "Ordnungsamt"):
        assert f'value="{value}"' in page
    assert 'value="executive" checked' in page
    assert 'value="trainee" checked' in page


def test_the_office_changes_a_person(client, details, town):
    account = make_account(email=EMAIL)
    path = f"{LIST}/{account.person.public_id}"
    assert client.post(path, data=details).status_code == 303
    assert account.person.name == "Maren Lindqvist"
    assert account.person.team.name.de == "Bürgeramt"
    assert audited(account.person) == ["person.changed"]
    client.post(path, data=details)
    assert audited(account.person) == ["person.changed"], "saving the same changes nothing"


def test_a_role_that_is_ended_is_gone_at_their_next_click(client, personas, details):
    trainer = personas.trainer
    browser = personas.client(trainer)
    assert browser.get("/manage/cohorts").status_code == 200
    given = details | {"email": trainer.email, "roles": ["trainee"]}
    client.post(f"{LIST}/{trainer.person.public_id}", data=given)
    assert browser.get("/manage/cohorts").location.startswith("/login")
    browser = personas.client(trainer)
    assert browser.get("/manage/cohorts").status_code == 403
    assert {"role.ended", "role.granted"} <= set(audited(trainer.person))
    client.post(f"{LIST}/{trainer.person.public_id}", data=given | {"roles": ["trainer"]})
    assert personas.client(trainer).get("/manage/cohorts").status_code == 200


def test_all_roles_can_be_ended(client, personas, details):
    given = details | {"email": personas.colleague.email, "roles": []}
    path = f"{LIST}/{personas.colleague.person.public_id}"
    assert client.post(path, data=given).status_code == 303
    assert grants(personas.colleague) == set()


def test_who_moves_coordinates_the_new_municipality(client, personas, details):
    given = details | {"email": personas.coordinator.email, "roles": ["coordinator"]}
    client.post(f"{LIST}/{personas.coordinator.person.public_id}", data=given)
    assert grants(personas.coordinator) == {("coordinator", "Neustedt")}


def test_the_office_cannot_lock_itself_out(client, personas, details):
    given = details | {"email": personas.office.email, "roles": ["trainee"]}
    answer = client.post(f"{LIST}/{personas.office.person.public_id}", data=given)
    assert answer.status_code == 422
    assert "können Sie sich nicht selbst nehmen" in answer.text
    assert grants(personas.office) == {("programme_office", None)}


def test_a_new_address_is_told_to_the_old_one(client, details):
    account = make_account(email="old@example.org")
    client.post(f"{LIST}/{account.person.public_id}", data=details)
    assert account.email == EMAIL
    [mail] = mails_to("old@example.org")
    assert "andere E-Mail-Adresse" in mail.body
    assert EMAIL not in mail.body
    assert mails_to(EMAIL) == [], "no link to somebody's account goes out to a new address"
    assert "account.address_changed" in audited(account)


def test_an_address_of_somebody_else_is_refused_when_changing(client, personas, details):
    path = f"{LIST}/{personas.owner.person.public_id}"
    answer = client.post(path, data=details | {"email": personas.colleague.email})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert personas.owner.person.given_name == "Ada"


def test_a_person_that_there_is_not_is_not_found(client):
    assert client.get(f"{LIST}/nothing-has-this").status_code == 404
    assert client.post(f"{LIST}/nothing-has-this/invite").status_code == 404


# --- who may not ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer"])
def test_nobody_but_office_and_coordination_manages_people(personas, details, who):
    path = f"{LIST}/{personas.owner.person.public_id}"
    client = personas.client(getattr(personas, who))
    for address in (LIST, f"{LIST}/new", path):
        assert client.get(address).status_code == 403
    for address in (f"{LIST}/new", path, f"{path}/invite"):
        assert client.post(address, data=details).status_code == 403
    assert find_account_by_email(EMAIL) is None


def test_people_are_listed_as_a_directory_lists_them(app, personas):
    for family, given in (
        ("Özdemir", "Ayla"),
        ("Olbrich", "Jan"),
        ("Šimić", "Ana"),
        ("Simon", "Lea"),
        ("Łukaszewicz", "Ewa"),
        ("Lutz", "Tim"),
        ("Zander", "Ole"),
        ("al-Haddad", "Amina"),
    ):
        make_account(
            municipality=personas.owner.person.municipality, given_name=given, family_name=family
        )
    names = [
        account.person.family_name for account in list_accounts(reader=personas.office).accounts
    ]
    expected = [
        "al-Haddad",
        "Łukaszewicz",
        "Lutz",
        "Olbrich",
        "Özdemir",
        "Šimić",
        "Simon",
        "Zander",
    ]
    assert [name for name in names if name in expected] == expected


def test_a_new_name_has_a_new_place_in_the_list(app, personas):
    person = personas.owner.person
    person.family_name = "Ärztin"
    db.session.flush()
    assert person.sort_name.startswith("arztin\t")
