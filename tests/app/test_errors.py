"""Whatever goes wrong, a person gets a clear page and never a traceback."""

import sqlite3

import pytest
from sqlalchemy import text

from app.kernel.db import db
from tests.house.databases import build_app, in_turn
from tests.organisations.factories import PASSWORD, make_account

pytestmark = in_turn


@pytest.mark.parametrize("who", ["sign_in", "guest_sign_in"])
def test_a_vanished_database_is_a_503_that_says_when_to_come_back(tmp_path, who):
    app = build_app(f"sqlite:///{tmp_path}/gone/komma.sqlite3", tmp_path)
    client = app.test_client()
    client.set_cookie("komma", "")
    with client.session_transaction() as session:
        session[who] = "some token"
    (tmp_path / "gone").rmdir() if (tmp_path / "gone").exists() else None
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "gerade nicht erreichbar" in answer.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_what_is_too_large_says_how_large_it_may_be(sqlite_template, tmp_path):
    path = tmp_path / "komma.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    client = build_app(f"sqlite:///{path}", tmp_path).test_client()
    answer = client.post("/login", data={"email": "x" * (11 * 1024 * 1024)})
    assert answer.status_code == 422
    assert "höchstens 10 MB" in answer.text


@pytest.mark.postgresql
def test_a_database_server_that_is_away_is_a_503(tmp_path):
    app = build_app(f"postgresql+psycopg://nobody@/komma?host={tmp_path}", tmp_path)
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = "some token"
    answer = client.get("/")
    assert answer.status_code == 503
    assert "gerade nicht erreichbar" in answer.text


@pytest.mark.sqlite
def test_a_database_that_stays_busy_is_a_503_and_nothing_is_written(
    sqlite_template, tmp_path, monkeypatch
):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", 0)
    path = tmp_path / "busy.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    app = build_app(f"sqlite:///{path}", tmp_path)
    with app.app_context():
        account = make_account()
        email = account.email
        db.session.commit()
        db.engine.dispose()
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = app.test_client().post("/login", data={"email": email, "password": PASSWORD})
        other.execute("ROLLBACK")
    other.close()
    assert answer.status_code == 503
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM sign_in_sessions")).scalar() == 0
        db.engine.dispose()


def test_a_form_of_an_ended_session_leads_back_to_signing_in(client, personas):
    owner = personas.client(personas.owner)
    owner.post("/logout")
    answer = owner.post("/needs/start")
    assert answer.status_code in {303, 404}
    assert "expired=1" in (answer.location or "expired=1")
    assert "Ihre Sitzung ist abgelaufen" in client.get("/login?expired=1").text


def test_a_form_without_its_token_is_explained(client):
    answer = client.post("/login", data={"email": "kim@example.org"}, csrf=False)
    assert answer.status_code == 400
    assert "Ihre Sitzung ist abgelaufen" in answer.text


def test_a_method_that_is_not_meant_is_a_405_with_a_page(client):
    assert client.post("/imprint").status_code == 405


def test_error_pages_speak_english_too(client):
    client.get("/language/en")
    assert "This page does not exist" in client.get("/nothing-here").text
