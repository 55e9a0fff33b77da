"""Registering and being approved in a real browser: two people, three mails."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from organisations.municipalities.models import MailDomain
from organisations.registration.services import ANSWER_JOB
from tests.house.axe import assert_accessible
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

NEWCOMER = "maren@heimstadt.example"


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def coordinator(committing_app: Flask) -> str:
    with committing_app.app_context():
        coordinator = make_personas(committing_app).coordinator
        home = coordinator.person.municipality
        db.session.add(MailDomain(municipality=home, domain="heimstadt.example"))
        email = coordinator.email
        db.session.commit()
        return email


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with served(committing_app) as address:
        yield address


def link_mailed_to(app: Flask, recipient: str, path: str) -> str:
    with app.app_context():
        run_job(ANSWER_JOB)
        mails = select(OutboxMessage.body).where(OutboxMessage.recipient == recipient)
        body = db.session.scalars(mails.order_by(OutboxMessage.id.desc())).first()
    return re.search(rf"http://localhost({path}\S*)", body).group(1)


def test_somebody_registers_and_the_coordinator_approves(
    committing_app, address, coordinator, open_page
):
    page = open_page(viewport={"width": 375, "height": 700})
    page.goto(f"{address}/login")
    page.get_by_role("link", name="Registrieren").click()
    assert_accessible(page)
    page.get_by_label("Vorname").fill("Maren")
    page.get_by_label("Nachname").fill("Neu")
    page.get_by_label("Dienstliche E-Mail-Adresse").fill(NEWCOMER)
    page.get_by_label("Führungskraft").check()
    page.get_by_role("button", name="Registrieren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")
    page.goto(address + link_mailed_to(committing_app, NEWCOMER, "/register/confirm/"))
    assert_accessible(page)
    page.get_by_role("button", name="Adresse bestätigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Adresse ist bestätigt")

    theirs = open_page()
    to_decide = link_mailed_to(committing_app, coordinator, "/manage/registrations")
    theirs.goto(address + to_decide)
    theirs.locator("[name=email]").fill(coordinator)
    theirs.locator("[name=password]").fill(PASSWORD)
    theirs.locator("[name=password]").press("Enter")
    theirs.wait_for_url(address + to_decide)
    assert_accessible(theirs)
    theirs.get_by_role("button", name="Freigeben Maren Neu").click()
    expect(theirs.get_by_role("status")).to_contain_text("Maren Neu ist angelegt und eingeladen.")

    page.goto(address + link_mailed_to(committing_app, NEWCOMER, "/welcome/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Passwort setzen")
