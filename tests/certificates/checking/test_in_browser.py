"""Somebody on a phone checks what they were sent, in a real browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.certificates.checking import files
from tests.certificates.factories import make_certificate, make_past_cohort
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_person
from tests.scheduling.browsing import PHONE, look_at

pytestmark = on_sqlite_only

DROP = """([zone, octets]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(octets)], "sent.pdf"));
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        make_certificate(
            person=make_person(),
            cohort=make_past_cohort(trainer=make_person()),
            code=files.CODE,
            data=files.DATA.to_json(),
            pdf=files.issued_file(),
        )
        db.session.commit()
    with served(committing_app) as address:
        yield address


def drop(page: Page, content: bytes) -> None:
    page.evaluate_handle(DROP, [page.locator("[data-drop]").element_handle(), list(content)])


def choose(page: Page, content: bytes) -> None:
    chosen = {"name": "sent.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("[type=file]").set_input_files(chosen)


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_file_is_dropped_or_chosen(address, open_page):
    page = open_page(viewport=PHONE)
    page.goto(f"{address}/verify")
    look_at(page)

    drop(page, files.changed_file())
    verdict(page, "Diese Datei wurde verändert oder ist beschädigt")
    look_at(page)

    page.get_by_role("link", name="Weitere Bescheinigung prüfen").click()
    choose(page, files.issued_file())
    page.get_by_role("button", name="Datei prüfen").click()
    verdict(page, "Diese Bescheinigung ist gültig")
    look_at(page)

    page.goto(f"{address}/verify/offline")
    look_at(page)


def test_what_is_too_large_is_said_before_it_is_sent(address, open_page):
    page = open_page(viewport=PHONE)
    page.goto(f"{address}/verify")
    asked = []
    page.on("request", lambda request: asked.append(request.method))

    assert page.locator("[data-drop]").get_attribute("data-most") == str(10 * 1024 * 1024)
    page.locator("[data-drop]").evaluate("zone => { zone.dataset.most = 10 }")

    choose(page, b"%PDF-1.7 and more")

    expect(page.get_by_role("status")).to_contain_text("größer als 10 MB")
    page.get_by_role("button", name="Datei prüfen").click()
    expect(page.locator("[type=file]")).to_be_focused()
    assert "POST" not in asked


def test_without_script_it_works_from_the_code_to_the_file(address, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{address}/verify")
    page.get_by_role("textbox", name="Prüfcode").fill(files.DATA.code.lower())
    page.get_by_role("button", name="Prüfcode prüfen").click()
    verdict(page, "Diese Bescheinigung ist gültig")

    page.get_by_text("Ist auch die PDF-Datei unverändert?").click()
    choose(page, files.file_of_others())
    page.get_by_role("button", name="Datei prüfen").click()
    verdict(page, "Diese Datei ist nicht von uns")
