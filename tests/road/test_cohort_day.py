"""A cohort from its opening to what people say of it: a trainer's day, and a trainee's."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.demo import DEMO_PASSWORD
from tests.house.chromium import OpenPage
from tests.house.clock import START
from tests.road.site import Site
from tests.road.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE, SCREEN = {"width": 375, "height": 700}, {"width": 1280, "height": 800}

#: The coordinator of a municipality approves who attends it.
COURSE = "calm-words-for-the-press"
TRAINEE = "Birgit Hauschildt"
DAY = timedelta(days=1)


@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=lambda size: str(size["width"]))
def test_from_opening_a_cohort_to_what_was_good_about_it(
    viewport: dict[str, int], site: Site, open_page: OpenPage
):
    trainer = Walker(open_page(viewport=SCREEN), site, inspects=viewport is PHONE)
    trainee = Walker(open_page(viewport=viewport), site)
    trainer.sign_in("trainerin")
    cohort = open_a_cohort(trainer, first_day=START.date() + 21 * DAY)
    trainee.sign_in("leitung")
    ask_for_a_seat(trainee, cohort)
    approve(Walker(open_page(viewport=SCREEN), site))

    told = count_mails_to(site, "leitung")
    move_the_session(trainer, cohort, day=START.date() + 25 * DAY)
    begin = begin_of_session(trainee, cohort)
    assert begin.date() == START.date() + 25 * DAY
    assert count_mails_to(site, "leitung") == told + 1

    site.clock.instant = begin - timedelta(minutes=10)
    trainer.sign_in("trainerin")
    check_in(trainee, code_on_the_wall(trainer, cohort))

    site.clock.instant = begin + DAY
    trainer.sign_in("trainerin")
    trainer.go_to(f"/manage{cohort}")
    row = trainer.main.get_by_role("row").filter(has_text=TRAINEE)
    trainer.press("Bescheinigung ausstellen", within=row)
    trainer.reads("Die Bescheinigung für %(name)s ist ausgestellt.", name=TRAINEE)
    trainee.sign_in("leitung")
    trainee.go_to(cohort)
    trainee.reads("Abgeschlossen")
    say_how_it_was(trainee)


def open_a_cohort(walker: Walker, *, first_day: date) -> str:
    """From the desk to a new cohort; the address that participants have of it."""
    walker.turn_to("Durchgänge leiten")
    walker.follow("Durchgang anlegen")
    walker.field_labelled("Kurs").select_option(COURSE)
    walker.fill("Erster Tag", first_day.isoformat())
    walker.press("Weiter")
    walker.fill("Ort", "Rathaus Kreyenburg")
    walker.fill("Raum", "Ratssaal")
    walker.press("Durchgang anlegen")
    walker.reads("Der Durchgang ist angelegt. Man kann sich jetzt anmelden.")
    return walker.path.removeprefix("/manage")


def ask_for_a_seat(walker: Walker, cohort: str) -> None:
    """Ask; there is none until somebody has approved."""
    walker.go_to(cohort)
    walker.press("Platz anfragen")
    walker.reads("Ihre Anfrage ist unterwegs.")


def approve(walker: Walker) -> None:
    """As the coordinator at home, from the navigation to the person's request."""
    walker.sign_in("koordination")
    walker.go_to("/municipality/requests")
    row = walker.main.get_by_role("row").filter(has_text=TRAINEE)
    walker.press("Genehmigen", within=row.last)


def move_the_session(walker: Walker, cohort: str, *, day: date) -> None:
    """To another day; whoever is enrolled is told."""
    walker.go_to(f"/manage{cohort}")
    walker.follow("Termin ändern")
    walker.fill("Tag", day.isoformat())
    walker.press("Speichern")
    walker.reads("Der Termin ist geändert. Alle Angemeldeten bekommen eine Mail.")


def begin_of_session(walker: Walker, cohort: str) -> datetime:
    """What the participant reads of it now."""
    walker.go_to(cohort)
    walker.reads("Sie sind angemeldet")
    time = walker.main.locator("#dates time, section:has(#dates) time").first
    return datetime.fromisoformat(time.get_attribute("datetime"))


def count_mails_to(site: Site, account: str) -> int:
    """How many mails have been written to somebody."""
    to_them = OutboxMessage.recipient == f"{account}@example.org"
    with site.app.app_context():
        return db.session.scalar(select(func.count()).where(to_them))


def code_on_the_wall(walker: Walker, cohort: str) -> str:
    """Show the code in the room, and read it with a camera."""
    walker.go_to(f"/manage{cohort}")
    walker.follow("Check-in mit QR-Code zeigen")
    seen = BytesIO(walker.main.locator(".komma-check-in__code").screenshot())
    with Image.open(seen) as picture:
        [code] = zxingcpp.read_barcodes(picture)
    return code.text


def check_in(walker: Walker, code: str) -> None:
    """Follow the code, sign in since the phone has been signed out long ago, and say "here"."""
    walker.page.goto(code)
    walker.fill("E-Mail-Adresse", "leitung@example.org")
    walker.fill("Passwort", DEMO_PASSWORD)
    walker.press("Anmelden")
    walker.press("Ich bin da")
    walker.reads("Sie sind eingetragen: %(words)s", words=walker.words("anwesend"))


def say_how_it_was(walker: Walker) -> None:
    """From the cohort's page to an answer that nobody can trace."""
    walker.follow("Rückmeldung geben")
    walker.choose(walker.main.get_by_label("5 – sehr nützlich"))
    walker.press("Anonym abschicken")
    walker.reads("Danke!")
    expect(walker.main.get_by_role("link", name="Rückmeldung geben")).to_have_count(0)
