"""The way in and out."""

import re

import pytest

from app.kernel.db import db
from organisations.accounts import services
from organisations.accounts.going_back import safe_next
from organisations.accounts.models import SignInSession
from organisations.accounts.queries import find_account_by_email
from organisations.accounts.throttling import FAILURES_PER_PLACE
from tests.house.databases import in_turn
from tests.organisations.factories import PASSWORD, make_account

pytestmark = in_turn


def sign_in(client, email, password=PASSWORD, **query):
    return client.post("/login", data={"email": email, "password": password}, query_string=query)


def without_token(answer):
    """The page without the CSRF token, which carries the time."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def test_the_right_password_leads_to_the_dashboard(client):
    account = make_account()
    answer = sign_in(client, account.email.upper())
    assert (answer.status_code, answer.location) == (303, "/")
    assert account.person.name in client.get("/").text


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    account = make_account()
    wrong = sign_in(client, account.email, "wrong")
    unknown = sign_in(client, "nobody@example.org", "wrong")
    assert wrong.status_code == unknown.status_code == 422
    assert without_token(wrong).replace(account.email, "") == without_token(unknown).replace(
        "nobody@example.org", ""
    )
    assert account.email in wrong.text, "what was typed is kept"
    assert 'value="wrong"' not in wrong.text, "but never the password"


def test_missing_fields_are_named_at_the_field(client):
    answer = client.post("/login", data={"email": "kim", "password": ""})
    assert answer.status_code == 422
    assert "vollständige E-Mail-Adresse" in answer.text
    assert "Bitte geben Sie Ihr Passwort ein." in answer.text


def test_too_many_failures_are_slowed_down_and_forgiven_later(client, clock):
    account = make_account()
    for _ in range(FAILURES_PER_PLACE.most):
        assert sign_in(client, account.email, "wrong").status_code == 422
    refused = sign_in(client, account.email)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    clock.advance(minutes=16)
    assert sign_in(client, account.email).status_code == 303


def test_signing_in_gives_a_new_session(client):
    account = make_account()
    client.get("/login")
    with client.session_transaction() as session:
        session["left"] = "by somebody else"
        before = session.get("csrf_token")
    sign_in(client, account.email)
    with client.session_transaction() as session:
        assert "left" not in session
        assert session.get("csrf_token") != before or before is None


def test_signing_out_ends_the_session_even_for_a_copied_cookie(client, app):
    account = make_account()
    sign_in(client, account.email)
    cookie = client.get_cookie("komma").value
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("komma", cookie)
    assert account.person.name not in thief.get("/").text
    assert db.session.query(SignInSession).count() == 0


def test_a_session_ends_by_itself(client, clock):
    account = make_account()
    sign_in(client, account.email)
    clock.advance(hours=13)
    assert account.person.name not in client.get("/").text


def test_a_password_replaced_while_it_is_checked_opens_nothing(client, monkeypatch):
    account = make_account()
    as_ever = services.password_matches

    def slowly(password_hash, password):
        matches = as_ever(password_hash, password)
        find_account_by_email(account.email).password_hash = "a new one"
        db.session.commit()
        return matches

    monkeypatch.setattr(services, "password_matches", slowly)
    assert sign_in(client, account.email).status_code == 422
    assert db.session.query(SignInSession).count() == 0


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        None,
        "/\t/evil.example",
        "/ok\\..//evil",
        "evil.example",
    ],
)
def test_only_addresses_of_this_site_are_followed(app, target):
    with app.test_request_context():
        assert safe_next(target) == "/"


def test_the_page_asked_for_comes_after_signing_in(client):
    account = make_account()
    assert sign_in(client, account.email, next="/courses?q=x").location == "/courses?q=x"


def test_the_language_is_chosen_and_kept_through_signing_in(client):
    account = make_account()
    assert "Anmelden" in client.get("/login").text
    client.get("/language/en?next=/login")
    assert "Sign in" in client.get("/login").text
    sign_in(client, account.email)
    with client.session_transaction() as session:
        assert session["language"] == "en"
    assert client.get("/language/fr").status_code == 404
