"""A principal and their deputy in a real browser: named, booked, moved, and seen by both."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_account, make_municipality
from tests.scheduling.browsing import PHONE, look_at, sign_in
from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time

pytestmark = on_sqlite_only


@pytest.fixture
def people(committing_app: Flask) -> dict[str, str]:
    """Mail addresses: a principal, and somebody of their town who has no role yet."""
    with committing_app.app_context():
        coach = make_coach(given_name="Cem", family_name="Coachmann")
        make_working_time(coach.person)
        make_offer(coach.person)
        town = make_municipality()
        principal = make_account(given_name="Ada", family_name="Amt", municipality=town)
        deputy = make_account(given_name="Vera", family_name="Vorzimmer", municipality=town)
        db.session.query(RoleGrant).filter_by(person_id=deputy.person_id).delete()
        assert Role.DEPUTY not in deputy.roles
        emails = {"principal": principal.email, "deputy": deputy.email}
        db.session.commit()
    return emails


def test_a_deputy_is_named_books_and_moves(committing_app, open_page, people):
    with served(committing_app) as address:
        principal, deputy = open_page(), open_page(viewport=PHONE)
        sign_in(principal, address, people["principal"], "/bookings")
        principal.get_by_role("link", name="Termine von jemandem führen lassen").click()
        principal.get_by_label("Dienstliche E-Mail-Adresse").fill(people["deputy"])
        principal.get_by_role("button", name="Stellvertretung benennen").click()
        expect(principal.get_by_role("status")).to_contain_text("Vera Vorzimmer führt jetzt")
        look_at(principal)

        sign_in(deputy, address, people["deputy"])
        deputy.get_by_role("main").get_by_role("link", name="Termine für andere").first.click()
        look_at(deputy)
        deputy.get_by_role("link", name="Ada Amt").click()
        deputy.get_by_role("link", name="60 Minuten bei Cem Coachmann").click()
        look_at(deputy)
        deputy.get_by_role("radio", name="Dienstag, 24. November 2026, 10:00–11:00 Uhr").check()
        deputy.get_by_role("button", name="Diesen Termin buchen").click()
        expect(deputy.get_by_role("status")).to_contain_text("ist gebucht")
        look_at(deputy)
        deputy.get_by_role("link", name="Verschieben").click()
        look_at(deputy)
        deputy.get_by_role("radio", name="Dienstag, 24. November 2026, 10:30–11:30 Uhr").check()
        deputy.get_by_role("button", name="Auf diesen Termin verschieben").click()
        expect(deputy.get_by_role("status")).to_contain_text("ist verschoben")

        principal.goto(f"{address}/bookings")
        expect(principal.get_by_role("main")).to_contain_text("10:30–11:30 Uhr")
