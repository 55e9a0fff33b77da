"""One road in a real browser: asked on the phone, answered beside own appointments, chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from scheduling.polls.models import Choice
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import PHONE, look_at, sign_in
from tests.scheduling.factories import make_busy_calendar, make_event
from tests.scheduling.polls.factories import make_answers, make_poll

pytestmark = on_sqlite_only


@dataclass(frozen=True)
class Site:
    """A served app with an open poll that one of three has answered."""

    address: str
    poll: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        ada, bela, cleo = (
            make_account(email=f"{name.lower()}@example.org", given_name=name).person
            for name in ("Ada", "Bela", "Cleo")
        )
        poll = make_poll(ada, ada, bela, cleo, title=Bilingual(de="Austausch", en="Exchange"))
        first, second, _third = poll.proposals
        make_event(bela, starts_at=first.starts_at, exclusive=True)
        make_busy_calendar(bela, (second.starts_at, second.starts_at + timedelta(hours=1)))
        make_answers(poll, ada, Choice.YES, Choice.IF_NEED_BE, Choice.YES)
        public_id = poll.public_id
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, public_id)


def test_a_date_is_found(site, open_page):
    bela = open_page(viewport=PHONE)
    sign_in(bela, site.address, "bela@example.org")
    bela.get_by_role("link", name="Zeiten ansehen und antworten").click()
    look_at(bela)
    groups = bela.get_by_role("radiogroup")
    expect(groups.nth(0).get_by_label("Nein")).to_be_checked()
    groups.nth(1).get_by_label("Wenn nötig").check()
    bela.get_by_role("button", name="Antworten speichern").click()
    expect(bela.get_by_role("alert")).to_contain_text("Bitte wählen Sie eine Antwort.")
    look_at(bela)
    bela.get_by_role("radiogroup").nth(2).get_by_label("Ja").check()
    bela.get_by_label("Möchten Sie etwas dazu sagen?").fill("Nur bis 16 Uhr.")
    bela.get_by_role("button", name="Antworten speichern").click()
    expect(bela.get_by_role("status")).to_contain_text("Ihre Antworten sind gespeichert.")

    ada = open_page(viewport=PHONE)
    sign_in(ada, site.address, "ada@example.org", f"/date-polls/{site.poll}")
    look_at(ada)
    ada.get_by_role("link", name="Zeiten oder Frist ändern").click()
    look_at(ada)
    ada.get_by_role("link", name="Zurückziehen").first.click()
    look_at(ada)
    ada.get_by_role("button", name="Zeit zurückziehen").click()
    ada.goto(f"{site.address}/date-polls/{site.poll}")
    best = ada.get_by_role("listitem").filter(has_text="Passt am besten")
    best.get_by_role("link", name="Diesen Termin wählen").click()
    expect(ada.get_by_text("Cleo")).to_be_visible()
    look_at(ada)
    ada.get_by_role("button", name="Termin wählen").click()
    expect(ada.get_by_role("status")).to_contain_text("Der Termin steht fest.")
    look_at(ada)
