"""One road in real browsers: a case giver opens a group and shares a case, a moderator leads
through the phases, the others' pages follow by themselves, a note keeper writes.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from exchange.peer_consultations.groups.queries import list_invitations
from exchange.peer_consultations.groups.services import accept_invitation
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function
from organisations.topics.content_loading import load_topics
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}
OTHERS = ("moderator", "keeper", "adviser")
SOON = 15_000


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        load_topics()
        for name in ("giver", *OTHERS):
            make_account(
                email=f"{name}@example.org",
                given_name=name.title(),
                municipality=make_municipality(),
                function=Function.EXECUTIVE,
            )
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


def sign_in(page: Page, address: str, name: str) -> Page:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(f"{name}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def open_group(page: Page, address: str) -> str:
    """From the list to a group with three invitations; gives its address."""
    page.goto(f"{address}/peer-consultations")
    look(page)
    page.get_by_role("link", name="Beratung öffnen").click()
    page.get_by_label("Worum soll es gehen?").select_option("situation:racist_jokes")
    look(page)
    page.get_by_role("button", name="Beratung öffnen").click()
    group = page.url
    look(page)
    page.get_by_role("link", name="Menschen einladen").click()
    look(page)
    for name in OTHERS:
        page.get_by_label("Dienstliche E-Mail-Adresse").fill(f"{name}@example.org")
        page.get_by_role("button", name="Einladung senden").click()
        expect(page.get_by_role("status").first).to_contain_text("ist die Einladung da")
    return group


def write_case(page: Page, group: str) -> None:
    """A name is found, corrected, and the case shared."""
    page.goto(f"{group}/case/edit")
    page.get_by_label("Überschrift").fill("Nach der Runde")
    page.get_by_label("Ihre Frage an die Gruppe").fill("Wie spreche ich es an?")
    page.get_by_label("Was ist passiert?").fill("Herr Beispielmann machte einen Witz.")
    look(page)
    page.get_by_role("button", name="Speichern und prüfen").click()
    expect(page.get_by_text("Name: „Herr Beispielmann“")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Text ändern").click()
    page.get_by_label("Was ist passiert?").fill("Ein Vorgesetzter machte einen Witz.")
    page.get_by_role("button", name="Speichern und prüfen").click()
    page.get_by_label("Ich habe geprüft").check()
    page.get_by_role("button", name="Freigeben").click()
    expect(page.get_by_role("status").first).to_contain_text("Die Gruppe kann den Fall jetzt lesen")


def test_a_group_goes_through_the_phases_together(address, open_page, committing_app):
    giver = sign_in(open_page(viewport=WIDE), address, "giver")
    group = open_group(giver, address)
    write_case(giver, group)

    moderator = sign_in(open_page(viewport=WIDE), address, "moderator")
    look(moderator)
    moderator.get_by_role("link", name="Ansehen und antworten").click()
    moderator.get_by_role("link", name="Ansehen und antworten").click()
    expect(moderator.get_by_text("Giver")).to_have_count(0)
    look(moderator)
    moderator.get_by_role("button", name="Annehmen").click()
    expect(moderator.get_by_text("Giver").first).to_be_visible()
    with committing_app.app_context():
        for name in OTHERS[1:]:
            person = get_account_by_email(f"{name}@example.org").person
            [invitation] = list_invitations(person)
            accept_invitation(invitation=invitation, now=invitation.invited_at)
        db.session.commit()

    giver.goto(group)
    for name, role in (("Moderator", "Moderieren"), ("Keeper", "Mitschreiben")):
        row = giver.get_by_role("row").filter(has_text=name)
        row.get_by_label("Rolle von").select_option(label=role)
        row.get_by_role("button", name="Ändern").click()
    look(giver)

    giver.get_by_role("link", name="Zum Beratungsraum").click()
    moderator.goto(f"{group}/session")
    look(moderator)
    moderator.get_by_role("button", name="Beratung beginnen").click()
    expect(giver.get_by_role("heading", name="Rollen klären")).to_be_visible(timeout=SOON)
    moderator.get_by_role("button", name="Nächste Phase").click()
    expect(giver.get_by_role("heading", name="Fall schildern")).to_be_visible(timeout=SOON)
    expect(giver.locator("#session-status")).to_contain_text("Phase 2 von 7: Fall schildern")
    expect(giver.get_by_text("Erzählen Sie:")).to_be_visible()
    expect(giver.locator("#session-left")).to_contain_text("noch 9:")
    look(giver)
    look(moderator)

    keeper = sign_in(open_page(viewport=PHONE), address, "keeper")
    keeper.goto(f"{group}/session")
    keeper.get_by_label("Neue Notiz").fill("Unter vier Augen sprechen")
    look(keeper)
    keeper.get_by_role("button", name="Notiz speichern").click()
    expect(giver.get_by_text("Unter vier Augen sprechen")).to_be_visible(timeout=SOON)
    moderator.get_by_role("button", name="Pause").click()
    expect(giver.locator("#session-status")).to_contain_text("Pause", timeout=SOON)
    for _phase in range(5):
        moderator.get_by_role("button", name="Nächste Phase").click()
    moderator.get_by_role("button", name="Beratung beenden").click()
    expect(moderator.get_by_text("Die Beratung ist beendet. Danke!")).to_be_visible()
    look(moderator)
    giver.goto(f"{group}/case")
    expect(giver.get_by_text("Unter vier Augen sprechen")).to_be_visible()
    look(giver)
    keeper.goto(f"{group}/reflection")
    look(keeper)
