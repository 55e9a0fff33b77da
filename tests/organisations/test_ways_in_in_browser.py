"""A new password by mail, and a second factor, as a person meets them in a browser."""

import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from tests.house.axe import assert_accessible
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality
from tests.organisations.ways_in import code_of, mailed_path, newest_mail

#: What the browser shows does not depend on the database.
pytestmark = pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
EMAIL = "ada@example.org"
NEW = "Regen auf dem Blechdach"


@pytest.fixture
def address(committing_app):
    with committing_app.app_context():
        make_account(given_name="Ada", email=EMAIL)
        db.session.commit()
    with served(committing_app) as address:
        yield address


def stands_before(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def sign_in(page: Page, address: str, password: str, email: str = EMAIL) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    press(page, "Anmelden")


def test_a_forgotten_password_is_replaced(committing_app, address, page):
    page.goto(f"{address}/login")
    page.get_by_role("link", name="Passwort vergessen?").click()
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    press(page, "Link schicken")
    stands_before(page, "Bitte sehen Sie in Ihr Postfach")
    with committing_app.app_context():
        path = mailed_path("forgotten")
    page.goto(address + path)
    assert_accessible(page)
    page.get_by_label("Neues Passwort").fill("Passwort2026")
    page.get_by_label("Passwort wiederholen").fill("Passwort2026")
    press(page, "Passwort speichern und anmelden")
    expect(page.get_by_role("alert")).to_contain_text("leicht zu erraten")
    page.get_by_label("Neues Passwort").fill(NEW)
    page.get_by_label("Passwort wiederholen").fill(NEW)
    press(page, "Passwort speichern und anmelden")
    expect(page.get_by_role("status")).to_contain_text("Ihr neues Passwort ist gespeichert.")
    page.context.clear_cookies()
    sign_in(page, address, NEW)
    expect(page.locator(".komma-account__name").first).to_contain_text("Ada")


def test_a_coordinator_invites_somebody_who_sets_a_password_and_is_in(
    committing_app, address, page
):
    with committing_app.app_context():
        make_account(
            Role.COORDINATOR,
            email="k@example.org",
            municipality=make_municipality(name="Heimstadt"),
        )
        db.session.commit()
    sign_in(page, address, PASSWORD, email="k@example.org")
    page.locator(".komma-header__pages summary", has_text="Personen").click()
    page.locator(".komma-header__pages").get_by_role("link", name="Personen", exact=True).click()
    page.get_by_role("link", name="Person anlegen").click()
    assert_accessible(page)
    for label, text in (("Vorname", "Maren"), ("Nachname", "Lindqvist")):
        page.get_by_label(label).fill(text)
    page.get_by_label("Dienstliche E-Mail-Adresse").fill("maren@example.org")
    page.get_by_label("Mitarbeit").check()
    press(page, "Anlegen und einladen")
    expect(page.get_by_role("status")).to_contain_text("Maren Lindqvist ist angelegt")
    page.context.clear_cookies()
    with committing_app.app_context():
        page.goto(address + re.search(r"http://localhost(/welcome/\S+)", newest_mail().body)[1])
    stands_before(page, "Passwort setzen")
    for text, answer in (("Rathaus2026!", "leicht zu erraten"), (NEW, "Sie sind angemeldet.")):
        page.get_by_label("Neues Passwort").fill(text)
        page.get_by_label("Passwort wiederholen").fill(text)
        press(page, "Passwort speichern und anmelden")
        expect(page.get_by_text(answer).first).to_be_visible()
    expect(page.locator(".komma-account__name").first).to_contain_text("Maren")


def test_a_second_factor_is_set_up_and_asked_for(committing_app, address, page, tmp_path):
    clock = committing_app.extensions["komma"].clock
    sign_in(page, address, PASSWORD)
    page.get_by_role("banner").get_by_role("link", name="Konto").click()
    page.get_by_role("link", name="Zweiten Faktor einrichten").click()
    press(page, "Jetzt einrichten")
    stands_before(page, "Zweiten Faktor einrichten")
    assert_accessible(page)
    secret = page.locator(".komma-secret").inner_text().replace(" ", "")
    page.locator(".komma-qr").screenshot(path=tmp_path / "seen.png")
    with Image.open(tmp_path / "seen.png") as picture:
        [seen] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert f"secret={secret}" in seen.text
    page.get_by_label("Code", exact=True).fill(code_of(secret, clock.now()))
    press(page, "Zweiten Faktor einschalten")
    stands_before(page, "Ihr zweiter Faktor ist an")
    assert_accessible(page)
    paper = page.locator(".komma-codes code").first.inner_text()
    for minutes, code in ((1, None), (2, paper)):
        clock.advance(minutes=minutes)
        page.context.clear_cookies()
        sign_in(page, address, PASSWORD)
        stands_before(page, "Code eingeben")
        page.get_by_label("Code", exact=True).fill(code or code_of(secret, clock.now()))
        press(page, "Anmelden")
        expect(page.locator(".komma-account__name").first).to_contain_text("Ada")
