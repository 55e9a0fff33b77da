"""Appointments handed over in a real browser: by their coach, and by the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from app.kernel.permissions import Role
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import WIDE, look_at, sign_in
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    """A served app: the office, and a coach with three appointments."""

    address: str
    office: str
    coach: str
    booking: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    """The last of the three is one that nobody can take over."""
    with committing_app.app_context():
        cem, dora = (make_coach(given_name=name, family_name="Coach") for name in ("Cem", "Dora"))
        make_working_time(cem.person)
        make_working_time(dora.person, end=12)
        make_offer(dora.person)
        offer, client = make_offer(cem.person), make_account().person
        booked = [
            make_booking(offer, client, TUESDAY_AT_TEN + hours * HOUR) for hours in (-1, 0, 4)
        ]
        office = make_account(Role.PROGRAMME_OFFICE, function=None)
        names = {"office": office.email, "coach": cem.email}
        names["booking"] = f"/bookings/{booked[0].public_id}"
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, **names)


def test_the_coach_hands_one_over_and_the_office_the_rest(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.coach)
    page.goto(site.address + site.booking)
    page.get_by_role("link", name="Termin übergeben").click()
    look_at(page)
    page.get_by_label("Dora Coach").check()
    page.get_by_role("button", name="Termin übergeben").click()
    expect(page.get_by_role("status").first).to_contain_text("Übergeben.")

    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.office)
    page.goto(f"{site.address}/manage/absences")
    page.get_by_label("Wer fällt aus?").select_option(label="Cem Coach")
    page.get_by_role("button", name="Termine zeigen").click()
    expect(page.get_by_role("heading", name="Kann niemand übernehmen")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Tage für neue Termine sperren").click()
    expect(page.get_by_text("kann niemand mehr bei Cem Coach buchen")).to_be_visible()
    page.get_by_role("button", name="Alle so übergeben").click()
    expect(page.get_by_role("status").first).to_contain_text("1 Termin ist übergeben.")
    look_at(page)
    page.get_by_role("link", name="Absagen oder verschieben").click()
    expect(page.get_by_role("heading", name="Bei einem Termin helfen")).to_be_visible()
