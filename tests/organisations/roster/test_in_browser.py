"""A list from German Excel in a real browser: upload, look, correct, agree."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from organisations.accounts.queries import find_account_by_email
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD
from tests.organisations.roster.files import as_csv

HEADINGS = ("Nachname", "Vorname", "E-Mail", "Funktion", "Amt", "Lieblingsfarbe")
GOOD = ("Ähren", "Zoë", "zoe@example.org", "Führungskraft", "Bürgeramt", "grün")
WRONG = ("Groß", "Jörg", "joerg-at-example.org", "Mitarbeit", "Bürgeramt", "")


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def coordinator(committing_app: Flask) -> str:
    with committing_app.app_context():
        email = make_personas(committing_app).coordinator.email
        db.session.commit()
        return email


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with served(committing_app) as address:
        yield address


def test_a_coordinator_imports_a_list_with_a_wrong_row(
    committing_app, address, coordinator, open_page
):
    page = open_page(viewport={"width": 375, "height": 700}, color_scheme="dark")
    page.goto(f"{address}/login?next=/manage/roster")
    page.locator("[name=email]").fill(coordinator)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/manage/roster")
    assert_accessible(page)
    content = as_csv([HEADINGS, GOOD, WRONG])
    page.get_by_label("Datei mit der Liste").set_input_files(
        {"name": "Liste.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Liste prüfen").click()
    expect(page.get_by_text("Unbeachtet bleiben: Lieblingsfarbe.")).to_be_visible()
    wrong = page.get_by_role("row").filter(has_text="Zeile 3")
    expect(wrong).to_contain_text("„joerg-at-example.org“ ist keine vollständige E-Mail-Adresse.")
    expect(page.get_by_role("row").filter(has_text="Zeile 2")).to_contain_text("Zoë Ähren")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="1 Person anlegen, ohne die fehlerhaften Zeilen").click()
    expect(page.get_by_role("status")).to_contain_text("1 Person ist angelegt und eingeladen.")
    with committing_app.app_context():
        assert find_account_by_email("zoe@example.org").person.team.name.de == "Bürgeramt"
        assert find_account_by_email("joerg-at-example.org") is None
