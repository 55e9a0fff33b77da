"""Where a person is signed in: shown, noted, ended, and over by itself."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.config import settings_from_environment
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from organisations.accounts.models import SignInSession
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.organisations.ways_in import is_in, sign_in

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def account(app):
    return make_account()


def browser(app, account):
    client = app.test_client()
    client.sign_in(account)
    return client


def sessions(account):
    rows = db.session.query(SignInSession).filter_by(account_id=account.id)
    return rows.order_by(SignInSession.id).all()


def test_the_browser_is_named_in_plain_words_and_this_one_marked(app, client, account):
    browser(app, account)
    sign_in(client, account.email, headers={"User-Agent": FIREFOX})
    page = " ".join(client.get("/account").text.split())
    first, second = page.split("<tbody")[1].split("</tr>")[:2]
    assert "Firefox auf Android" in first
    assert "Dieser Browser" in first
    assert "Unbekannter Browser" in second
    assert "Dieser Browser" not in second
    assert "140" not in page, "no version, nothing to recognise somebody by"


def test_one_is_ended_and_no_other(app, client, account):
    client.sign_in(account)
    lost, kept = browser(app, account), browser(app, account)
    path = f"/account/sessions/{sessions(account)[1].public_id}/end"
    assert client.post(path).status_code == 303
    assert not is_in(lost)
    assert is_in(kept)
    assert client.post(path).status_code == 404


def test_nobody_ends_somebody_else_s(app, client, account):
    victim = browser(app, account)
    client.sign_in(make_account())
    path = f"/account/sessions/{sessions(account)[0].public_id}/end"
    assert client.post(path).status_code == 404
    assert is_in(victim)


def test_all_others_are_ended(app, client, account):
    bystander = browser(app, make_account())
    client.sign_in(account)
    others = [browser(app, account) for _ in range(2)]
    assert client.post("/account/sessions/end-others").status_code == 303
    assert not any(map(is_in, others))
    assert is_in(client)
    assert is_in(bystander)


def test_signing_in_again_ends_the_browser_s_earlier_session(client, account):
    sign_in(client, account.email)
    sign_in(client, account.email)
    assert len(sessions(account)) == 1


def test_the_last_use_is_noted_every_few_minutes(client, account, clock):
    client.sign_in(account)
    [session] = sessions(account)
    clock.advance(minutes=4)
    client.get("/account")
    assert session.last_used_at == START
    clock.advance(minutes=1)
    client.get("/account")
    assert session.last_used_at == START + timedelta(minutes=5)


def test_a_session_that_lies_unused_is_over(client, account, clock):
    client.sign_in(account)
    clock.advance(hours=7, minutes=59)
    assert is_in(client)
    clock.advance(hours=3)
    assert is_in(client), "it was used in between"
    clock.advance(hours=8)
    assert not is_in(client)


def test_no_session_outlives_its_time_however_busy(client, account, clock):
    client.sign_in(account)
    for _ in range(11):
        clock.advance(hours=1)
        assert is_in(client)
    clock.advance(hours=1)
    assert not is_in(client)


@contextmanager
def busy(app):
    """Somebody else is writing: SQLite's only writer, or the session's row on PostgreSQL."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE sign_in_sessions SET browser = 'busy'"))
        yield


def test_no_page_fails_because_its_use_cannot_be_noted(committing_app):
    client = committing_app.test_client()
    with committing_app.app_context():
        client.sign_in(make_account(email="kim@example.org"))
    clock = committing_app.extensions["komma"].clock
    clock.advance(minutes=10)
    with busy(committing_app):
        assert is_in(client)
    with committing_app.app_context():
        assert db.session.query(SignInSession).one().last_used_at == START
    assert is_in(client)
    with committing_app.app_context():
        assert db.session.query(SignInSession).one().last_used_at == clock.now()


def test_how_long_is_set_by_the_environment(tmp_path):
    given = {"INSTANCE_FOLDER": str(tmp_path), "SESSION_HOURS": "4", "SESSION_IDLE_MINUTES": "30"}
    settings = settings_from_environment(given)
    assert settings.session_lifetime == timedelta(hours=4)
    assert settings.session_idle == timedelta(minutes=30)
    for variable, value in (
        ("SESSION_HOURS", "0"),
        ("SESSION_IDLE_MINUTES", "9"),
        ("SESSION_HOURS", "many"),
    ):
        with pytest.raises(ConfigurationError, match=f"{variable}: must be"):
            settings_from_environment(given | {variable: value})
