"""One's own account: what is known, the language of mails, the password."""

import json

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.models import SignInSession
from organisations.accounts.services import password_matches
from organisations.accounts.throttling import FAILURES_OF_CONFIRMING
from organisations.mail_links.models import MailLink
from organisations.own_account.personal_data import ACCOUNT, SETTINGS, erase, export_of
from tests.house.databases import in_turn, on_sqlite_only
from tests.organisations.factories import PASSWORD, make_account
from tests.organisations.ways_in import (
    is_in,
    mailed_path,
    newest_mail,
    sign_in,
    with_second_factor,
)

pytestmark = in_turn

NEW = "Regen auf dem Blechdach"


@pytest.fixture
def client(personas):
    """The owner's browser."""
    return personas.client(personas.owner)


def change(client, current=PASSWORD, new=NEW, again=None):
    data = {"current": current, "password": new, "again": new if again is None else again}
    return client.post("/account/password", data=data)


def test_the_page_says_what_is_known_and_who_changes_it(client, personas):
    page = client.get("/account").text
    owner = personas.owner
    for text in (owner.person.name, owner.email, "Heimstadt", "Ordnungsamt", "Führungskraft"):
        assert text in page
    assert "Teilnehmende Person" in page
    assert "ändert das Programmbüro für Sie" in page


def test_the_name_in_the_header_leads_there(client):
    assert 'class="komma-account__name" href="/account"' in client.get("/courses").text


def test_those_who_belong_nowhere_have_an_account_page_too(personas):
    assert "Programmbüro" in personas.client(personas.office).get("/account").text


def test_the_language_of_mails_is_chosen(client, personas):
    assert client.post("/account/language", data={"language": "en"}).status_code == 303
    assert personas.owner.person.language == "en"
    assert client.post("/account/language", data={"language": "fr"}).status_code == 422
    assert personas.owner.person.language == "en"


def test_a_time_zone_is_chosen_and_given_up(client, personas):
    person = personas.owner.person
    page = client.get("/account").text
    assert "Wie das Programm: Berlin (Europe/Berlin)" in page
    assert "Zeiten in" not in page
    assert client.post("/account/time-zone", data={"time_zone": "Asia/Tokyo"}).status_code == 303
    assert person.time_zone == "Asia/Tokyo"
    page = client.get("/account").text
    assert '<option selected value="Asia/Tokyo">Tokio (Asia/Tokyo)</option>' in page
    assert "18:00 Uhr" in page, "signed in at ten by the programme's clock"
    assert page.count("Zeiten in Ihrer Zeitzone: Asia/Tokyo") == 1
    assert client.post("/account/time-zone", data={"time_zone": ""}).status_code == 303
    assert person.time_zone is None


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../../etc/passwd", "US/Eastern", "x" * 9999])
def test_what_is_no_time_zone_is_refused_at_the_field(client, personas, name):
    answer = client.post("/account/time-zone", data={"time_zone": name})
    assert answer.status_code == 422
    assert 'id="time_zone-error"' in answer.text
    assert "Bitte wählen Sie eine Zeitzone aus der Liste." in answer.text
    assert personas.owner.person.time_zone is None


@on_sqlite_only
def test_a_coach_is_told_before_what_a_change_means(personas):
    coach = make_account(Role.COACH)
    hint = "Schon gebuchte Termine verschieben sich nicht."
    assert hint in personas.client(coach).get("/account").text
    assert hint not in personas.client(personas.owner).get("/account").text


@on_sqlite_only
def test_the_time_zone_is_exported_and_forgotten(personas):
    person = personas.owner.person
    person.time_zone = "Asia/Tokyo"
    assert SETTINGS.export(person.id) == {"language": "de", "time_zone": "Asia/Tokyo"}
    SETTINGS.erase(person.id)
    assert SETTINGS.export(person.id) == {"language": "de", "time_zone": None}


def test_the_password_is_changed_and_others_are_signed_out(app, client, personas):
    other = personas.client(personas.owner)
    client.post("/login/forgotten", data={"email": personas.owner.email})
    mailed_path("forgotten")
    before = client.get_cookie("komma").value
    assert change(client).location == "/account"
    assert "Alle anderen Browser sind abgemeldet." in client.get("/account").text
    assert not is_in(other)
    thief = app.test_client()
    thief.set_cookie("komma", before)
    assert not is_in(thief), "this browser's session is a new one"
    assert db.session.query(MailLink).count() == 0, "nor does a mailed link still work"
    assert password_matches(personas.owner.password_hash, NEW)
    assert "Das Passwort Ihres Kontos ist geändert" in newest_mail().body
    assert sign_in(app.test_client(), personas.owner.email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("given", "complaint", "field"),
    [
        ({"current": "wrong"}, "Das Passwort stimmt nicht.", "current"),
        ({"current": ""}, "Bitte geben Sie Ihr jetziges Passwort ein.", "current"),
        ({"new": "kurz"}, "mindestens 12 Zeichen", "password"),
        ({"new": "Sommer202026"}, "leicht zu erraten", "password"),
        ({"new": "KommA-KommA-KommA"}, "leicht zu erraten", "password"),
        ({"again": "etwas anderes"}, "sind nicht gleich", "again"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(client, personas, given, complaint, field):
    answer = change(client, **given)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'id="{field}-error"' in answer.text
    assert password_matches(personas.owner.password_hash, PASSWORD)


def test_a_stranger_at_an_open_browser_cannot_guess_on(client, clock):
    for _ in range(FAILURES_OF_CONFIRMING.most):
        assert change(client, current="wrong").status_code == 422
    assert change(client).status_code == 429
    clock.advance(minutes=15)
    assert change(client).status_code == 303


def test_ways_in_are_handed_out_without_secrets(client, personas, clock):
    owner = personas.owner
    secret, paper = with_second_factor(owner, clock.now())
    sign_in(client, owner.email, headers={"User-Agent": "Firefox (Android)"})
    personas.client(owner)
    exported = export_of(owner.person_id)
    assert exported["second_factor_since"] == clock.now().isoformat()
    assert exported["recovery_codes_left"] == 10
    assert {entry["browser"] for entry in exported["sessions"]} == {"Firefox", ""}
    text = json.dumps(exported)
    assert secret not in text
    assert paper[0] not in text
    assert "token" not in text


def test_who_one_is_to_the_programme_is_handed_out(personas):
    owner = personas.owner
    exported = ACCOUNT.export(owner.person_id)
    assert exported["email"] == owner.email
    assert exported["family_name"] == owner.person.family_name
    assert exported["municipality"] == owner.person.municipality_name
    assert exported["roles"] == sorted(owner.roles)
    assert "password" not in json.dumps(exported)


def test_forgetting_one_person_s_ways_in_leaves_the_others(client, personas, clock):
    with_second_factor(personas.owner, clock.now())
    with_second_factor(personas.colleague, clock.now())
    client.post("/login/link", data={"email": personas.owner.email})
    personas.client(personas.owner)
    kept = personas.client(personas.colleague)
    erase(personas.owner.person_id)
    assert export_of(personas.owner.person_id) == {
        "sessions": [],
        "second_factor_since": None,
        "recovery_codes_left": 0,
    }
    assert db.session.query(SignInSession).count() == 1
    assert is_in(kept)
    assert personas.colleague.second_factor_since
