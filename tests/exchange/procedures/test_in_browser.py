"""One road in a real browser: a coordinator makes a procedure of a template and a body adopts it;
a colleague begins a case by it, works it off with a second person, and closes it.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.topics.content_loading import load_topics
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        load_topics()
        home = make_municipality()
        for role, name in (
            (Role.COORDINATOR, "coordinator"),
            (Role.TRAINEE, "head"),
            (Role.TRAINEE, "second"),
        ):
            make_account(role, email=f"{name}@example.org", municipality=home)
        db.session.commit()
    with served(committing_app) as address:
        yield address


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((PHONE, "dark"), (WIDE, "light")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def sign_in(page: Page, address: str, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def adopt_a_procedure(page: Page, address: str) -> None:
    """From the template by way of one more item to a version in force, and to the next draft."""
    page.goto(f"{address}/procedures")
    page.get_by_role("link", name="Verfahren anlegen").click()
    look(page)
    page.get_by_label("Angriff im Dienst").check()
    page.get_by_role("button", name="Entwurf anlegen").click()
    look(page)
    page.get_by_label("Zuständig", exact=True).first.fill("Leitstelle")
    page.get_by_text("Formular: 2 Fragen").first.click()
    page.get_by_role("button", name="Frage hinzufügen Schritt 1").click()
    page.get_by_role("group", name="Schritt 1, Frage 3").get_by_label("Frage", exact=True).fill(
        "Wo war es?"
    )
    look(page)
    page.get_by_role("button", name="Speichern und ansehen").click()
    look(page)
    page.get_by_label("Beschlossen von").fill("Verwaltungsvorstand")
    page.get_by_label("Beschlossen am").fill("2026-11-20")
    page.get_by_role("button", name="In Kraft setzen").click()
    expect(page.get_by_role("status")).to_contain_text("In Kraft.")
    page.get_by_role("link", name="Neue Fassung schreiben").click()
    page.get_by_label("Wozu und wann es gilt").fill("Gilt für alle Ämter.")
    page.get_by_role("button", name="Speichern und ansehen").click()
    expect(page.get_by_role("heading", name="Anders als die Fassung, die gilt")).to_be_visible()
    look(page)


def test_from_a_template_to_a_case_that_is_closed(address, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, address, "coordinator@example.org")
    adopt_a_procedure(page, address)

    sign_in(page, address, "head@example.org")
    page.locator("summary:visible", has_text="Schutz und Hilfe").click()
    page.get_by_role("link", name="Verfahren", exact=True).click()
    look(page)
    page.get_by_role("link", name="Angriff im Dienst").click()
    look(page)
    page.get_by_role("link", name="Vorgang beginnen").click()
    page.get_by_label("In wenigen Sätzen").fill("Auf dem Markt bespuckt und gestoßen.")
    page.get_by_label("Wer vertritt Sie?").fill("second@example.org")
    look(page)
    page.get_by_role("button", name="Vorgang beginnen").click()
    expect(page.get_by_text("Als Nächstes: Rückzug und Erste Hilfe")).to_be_visible()
    look(page)
    case = page.url
    for item in ("Alle in Sicherheit", "Erste Hilfe und ärztliche Versorgung geklärt"):
        page.get_by_role("button", name=f"Erledigt {item}").click()
        expect(page.get_by_role("button", name=f"Haken zurücknehmen {item}")).to_be_visible()
    page.get_by_role("button", name="Erledigt Einsatz abgelöst").click()
    expect(page.get_by_role("alert")).to_contain_text("Vorher lässt sich der Schritt nicht abhaken")
    look(page)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Wo war es?").fill("Wochenmarkt")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Wochenmarkt")).to_be_visible()
    page.get_by_role("button", name="Erledigt Einsatz abgelöst").click()
    expect(page.get_by_text("Als Nächstes: Gespräch am selben Tag")).to_be_visible()
    look(page)

    sign_in(page, address, "second@example.org")
    page.goto(case)
    page.get_by_label("Neue Notiz").fill("Sie ist beim Arzt.")
    page.get_by_role("button", name="Notiz speichern").click()
    expect(page.get_by_text("Sie ist beim Arzt.")).to_be_visible()
    page.get_by_role("link", name="Benennen oder übergeben").click()
    look(page)
    page.goto(case)
    page.get_by_role("link", name="Vorgang abschließen").click()
    look(page)
    page.get_by_label("Geklärt, Maßnahmen umgesetzt").check()
    page.get_by_role("button", name="Abschließen").click()
    expect(page.get_by_role("status")).to_contain_text("Abgeschlossen.")

    page.goto(f"{address}/exercises")
    page.get_by_role("link", name="Übung beginnen").click()
    page.get_by_label("Kontrolle auf dem Wochenmarkt").check()
    look(page)
    page.get_by_role("button", name="Übung beginnen").click()
    expect(page.get_by_text("Übung: Dieser Fall ist erfunden")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Übung beenden").click()
    page.get_by_role("button", name="Übung beenden").click()
    expect(page.get_by_role("heading", name="Auswertung")).to_be_visible()
    look(page)
