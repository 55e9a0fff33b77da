"""From the wished name to a replaced certificate, as holder, trainer and checker see it."""

import pytest
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.certificates.factories import (
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
)
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def look_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_a_wished_name_gets_onto_a_certificate_that_replaces_another(committing_app, open_page):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        cohort = make_past_cohort(trainer=personas.trainer.person)
        make_attended_enrolment(cohort=cohort, person=personas.owner.person)
        old = make_certificate(person=personas.owner.person, cohort=cohort)
        db.session.commit()
        owner, trainer = personas.owner.email, personas.trainer.email
        roster, old_check = f"/manage/cohorts/{cohort.public_id}", f"/verify/{old.code}"
    with served(committing_app) as address:
        holder = open_page(viewport=PHONE)
        sign_in(holder, address, owner)
        holder.goto(f"{address}/certificates")
        look_at(holder)
        holder.get_by_role("link", name="Namen ändern").click()
        look_at(holder)
        holder.get_by_label("Ihr Name auf Bescheinigungen").fill("Dr. Ada Nguyễn")
        holder.get_by_role("button", name="Speichern").click()
        expect(
            holder.get_by_text("Auf neuen Bescheinigungen steht: Dr. Ada Nguyễn")
        ).to_be_visible()
        holder.get_by_text("Stimmt etwas nicht?").click()
        holder.get_by_role("link", name="Korrektur erbitten").click()
        look_at(holder)
        holder.get_by_label("Was soll korrigiert werden?").fill("Bitte mit dem neuen Namen.")
        holder.get_by_role("button", name="Um Korrektur bitten").click()
        expect(holder.get_by_text("Ihre Bitte ist bei der Kursleitung.")).to_be_visible()

        leader = open_page()
        sign_in(leader, address, trainer)
        leader.goto(f"{address}{roster}")
        leader.get_by_role("link", name="Ersetzen oder widerrufen").click()
        expect(leader.get_by_text("Bitte mit dem neuen Namen.")).to_be_visible()
        look_at(leader)
        leader.get_by_role("link", name="Durch eine neue ersetzen").click()
        expect(leader.get_by_role("cell", name="Dr. Ada Nguyễn")).to_be_visible()
        look_at(leader)
        leader.get_by_role("button", name="Jetzt ersetzen").click()
        expect(leader.get_by_text("Die neue Bescheinigung ist ausgestellt.")).to_be_visible()
        look_at(leader)

        checker = open_page(viewport=PHONE)
        checker.goto(f"{address}{old_check}")
        expect(checker.locator("main")).to_contain_text("ersetzt")
        expect(checker.get_by_text("Diese Bescheinigung ist gültig")).to_have_count(0)
        holder.goto(f"{address}/certificates")
        look_at(holder)
        expect(holder.get_by_text("Frühere Fassungen (1)")).to_be_visible()
        new_check = holder.get_by_role("link", name="Prüfseite ansehen").get_attribute("href")
        checker.goto(f"{address}{new_check}")
        expect(checker.locator("main")).to_contain_text("gültig")
