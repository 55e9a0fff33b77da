"""A coordinator invites, a guest comes in by a real mail and does their part, and is out again."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel import clock
from app.kernel.db import db
from app.kernel.outbox import deliver_due, smtp_sender
from app.kernel.permissions import Role
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_meeting,
    make_partner,
    make_task,
)
from tests.exchange.alliances.test_in_browser import WIDE, look, sign_in
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import make_account, make_municipality

GUEST = "benali@beratung.example"


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        home = make_municipality(name="Heimstadt")
        coordinator = make_account(
            Role.COORDINATOR, Role.TRAINEE, email="coordinator@example.org", municipality=home
        ).person
        partner = make_partner(home, name="Opferberatung", email="beratung@example.org")
        make_contact(partner, name="Samira Benali", email=GUEST)
        make_commitment(partner, text="Ruft Betroffene binnen eines Werktags zurück")
        meeting = make_meeting(home, actor=coordinator, partners=[partner])
        make_task(meeting, due_on=START.date(), partner=partner, text="Rückrufnummer nennen")
        db.session.commit()
    with served(committing_app) as address:
        yield address


def link_in_mail(app: Flask, mail_server) -> str:
    """The path of the link in the mail that a real mail server received last."""
    before = len(mail_server.mails)
    with app.app_context():
        deliver_due(clock.now(), smtp_sender(mail_server.url))
    mail = mail_server.wait_for(before + 1)[-1]
    assert mail.recipients == (GUEST,)
    return re.search(r"/login/partner/[\w-]{20,}", mail.text).group()


def test_a_guest_comes_in_does_their_part_and_is_out(
    address: str, open_page, mail_server, committing_app: Flask
):
    keeping: Page = open_page(viewport=WIDE)
    sign_in(keeping, address, "coordinator@example.org")
    keeping.goto(f"{address}/alliances")
    keeping.get_by_role("link", name="Partner", exact=True).click()
    keeping.get_by_role("link", name="Opferberatung").click()
    keeping.get_by_role("button", name="Einladen Samira Benali").click()
    expect(keeping.get_by_text("eingeladen", exact=True)).to_be_visible()

    page: Page = open_page(viewport=WIDE)
    page.goto(address + link_in_mail(committing_app, mail_server))
    look(page)
    page.get_by_role("button", name="Als Gast anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opferberatung")
    look(page)
    page.get_by_role("link", name="Eintrag prüfen und bestätigen").click()
    page.get_by_label("Erreichbar", exact=False).first.fill("Mo–Fr 9–18 Uhr")
    look(page)
    page.get_by_role("button", name="Alle Angaben stimmen so").click()
    expect(page.get_by_text("Ihr Eintrag ist bestätigt")).to_be_visible()
    page.get_by_role("button", name="Erledigt Rückrufnummer nennen").click()
    expect(page.get_by_text("Erledigt: Rückrufnummer nennen")).to_be_visible()
    page.get_by_role("link", name="Stand melden").click()
    page.get_by_label("in Arbeit").check()
    look(page)
    page.get_by_role("button", name="Melden", exact=True).click()
    page.locator("#meetings tbody a").click()
    look(page)
    page.get_by_role("link", name="Ihre Daten").click()
    look(page)

    keeping.reload()
    look(keeping)
    expect(keeping.get_by_text("jetzt „Mo–Fr 9–18 Uhr“")).to_be_visible()
    keeping.get_by_role("link", name="Beenden Samira Benali").click()
    keeping.get_by_role("button", name="Gastzugang beenden").click()
    page.goto(f"{address}/partner")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gastzugang für Partner")
    look(page)
