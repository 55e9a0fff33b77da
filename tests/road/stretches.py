"""The stretches of the road, each walked by one person and ending where the next begins."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

import pypdfium2
import zxingcpp
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from tests.road.walker import Walker

QUESTIONS = 10

#: Learning units of the self-paced course, and pages of KommA's resilience check.
UNITS = 5

#: Somebody who knows much of her duties and little of what happens online.
ANSWERS = (2, 3, 2, 2, 0, 2, 3, 3, 2, 2)


@dataclass(frozen=True)
class Seat:
    """What a person is enrolled in: the address of the cohort and the title of its course."""

    cohort: str
    course: str


def find_out_needs(walker: Walker) -> None:
    """From the dashboard's next step through all questions to the result."""
    walker.reads("Ihr nächster Schritt")
    walker.press("Bedarfsanalyse beginnen")
    for number, level in enumerate(ANSWERS, start=1):
        walker.reads("Frage %(number)s von %(count)s", number=number, count=QUESTIONS)
        walker.choose(walker.main.get_by_role("radio").nth(level))
        walker.press("Weiter")
    walker.stands_before("Was Sie erlebt haben")
    walker.choose(walker.main.get_by_role("checkbox").first)
    walker.press("Weiter")
    walker.stands_before("Ihre Zeit")
    walker.choose(walker.main.get_by_label(walker.words("24 Stunden")))
    walker.press("Abschließen und Ergebnis ansehen")
    walker.stands_before("Ihr Ergebnis")
    expect(walker.main.locator("svg[role=img]")).to_be_visible()
    expect(walker.main.locator("tbody tr")).to_have_count(QUESTIONS)


def enrol_from_path(walker: Walker, *, slug: str) -> Seat:
    """From the result over the path to a course and into its first cohort with a free seat."""
    walker.follow("Zum Lernpfad")
    walker.stands_before("Ihr Lernpfad")
    course = walker.main.locator(f"a[href='/courses/{slug}']").first
    title = course.inner_text().strip()
    walker.activate(course)
    expect(walker.page.locator("h1")).to_have_text(title)
    walker.press("Jetzt anmelden")
    walker.reads("Sie sind angemeldet.")
    assert walker.path.startswith("/cohorts/")
    return Seat(walker.path, title)


def study_from_path(walker: Walker, *, slug: str) -> None:
    """From the path through all learning units of a self-paced course, and back to the path."""
    walker.turn_to("Lernpfad")
    step = walker.main.get_by_role("listitem").filter(
        has=walker.page.locator(f"a[href='/courses/{slug}']")
    )
    walker.follow("Kurs beginnen", within=step)
    for _ in range(UNITS):
        assert walker.path.startswith(f"/courses/{slug}/units/")
        walker.reads("Welche Lerneinheiten Sie bearbeitet haben, sehen nur Sie.")
        walker.press("Fertig")
    walker.reads("Geschafft! Sie haben den Kurs abgeschlossen.")
    walker.turn_to("Lernpfad")
    expect(step).to_contain_text(walker.words("abgeschlossen"))


def talk_to_a_coach(walker: Walker) -> str:
    """Find a free time with the first coach and book it; the address of the appointment."""
    walker.turn_to("Coaching")
    walker.follow("Termin finden")
    walker.choose(walker.main.get_by_role("radio").first)
    walker.press("Weiter")
    walker.press("Verbindlich buchen")
    walker.reads("Ihr Termin ist gebucht. Sie erhalten eine Mail für Ihren Kalender.")
    assert walker.path.startswith("/bookings/")
    return walker.path


def call_off(walker: Walker, booking: str) -> None:
    """Find the appointment among one's own and cancel it."""
    walker.turn_to("Coaching-Termine")
    walker.activate(walker.main.locator(f"a[href='{booking}']"))
    walker.follow("Termin absagen")
    walker.press("Termin absagen")
    walker.reads("Der Termin ist abgesagt. Die andere Seite erfährt es per Mail.")


def assess_oneself(walker: Walker) -> None:
    """From the first question to the result, then delete it again."""
    walker.turn_to("Selbsteinschätzung")
    walker.follow("Ansehen und beginnen")
    walker.choose(walker.field_labelled("Alle Fragen auf einer Seite"))
    walker.press("Zur ersten Frage")
    for question in walker.main.get_by_role("radiogroup").all():
        walker.choose(question.get_by_role("radio").nth(2))
    walker.press("Weiter")
    walker.fill("Notiz für Sie selbst", "Eine ruhige Woche.")
    walker.press("Abschließen und Ergebnis ansehen")
    walker.reads("Eine ruhige Woche.")
    walker.turn_to("Selbsteinschätzung")
    expect(walker.main.locator("tbody").first.locator("tr")).to_have_count(1)
    walker.follow("Alle Selbsteinschätzungen löschen")
    walker.press("Löschen")
    walker.reads("Alle Selbsteinschätzungen sind gelöscht.")


def subscribe_to_calendar(walker: Walker, seat: Seat) -> Calendar:
    """See the dates on the calendar page, make a subscription and fetch it as a programme would."""
    walker.turn_to("Kalender")
    expect(walker.main.get_by_text(seat.course).first).to_be_visible()
    walker.fill("Name des Abos", "Diensthandy")
    walker.press("Abo anlegen")
    walker.reads("Diese Adresse sehen Sie nur jetzt")
    address = walker.main.get_by_label(walker.words("Adresse Ihres Abos")).input_value()
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - the address is the test's own server's
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(answer.read())


def starts_of_sessions(walker: Walker, seat: Seat) -> list[datetime]:
    """Return when the sessions on the cohort's page begin."""
    walker.go_to(seat.cohort)
    times = walker.main.locator("#dates time, section:has(#dates) time").all()
    return [datetime.fromisoformat(time.get_attribute("datetime")) for time in times]


def look_at_roster(walker: Walker, seat: Seat, name: str, *, over: bool = False) -> Locator:
    """From the dashboard to the roster of a cohort that the walker runs; the person's row."""
    walker.turn_to("Durchgänge leiten")
    if over:
        walker.follow("Vergangen")
    walker.activate(walker.main.locator(f"a[href='/manage{seat.cohort}']"))
    expect(walker.page.locator("h1")).to_have_text(seat.course)
    row = walker.main.get_by_role("row").filter(has_text=name)
    expect(row).to_have_count(1)
    return row


def record_attendance(walker: Walker, seat: Seat) -> int:
    """Record of every session that all were there; returns of how many."""
    links = walker.main.get_by_role("link", name=walker.words("Anwesenheit erfassen"))
    count = links.count()
    for _ in range(count):
        walker.follow("Anwesenheit erfassen")
        walker.stands_before("Anwesenheit")
        walker.press("Alle Übrigen als anwesend speichern")
        walker.reads("Gespeichert. Die Anwesenheit ist vollständig.")
        assert walker.path == f"/manage{seat.cohort}"
    expect(links).to_have_count(0)
    return count


def fetch_certificate(walker: Walker, seat: Seat) -> bytes:
    """From the dashboard to the certificate of a course and its file."""
    walker.follow("Ihre Teilnahmebescheinigung", within=walker.page.locator("main"))
    walker.stands_before("Ihre Bescheinigungen")
    card = walker.main.get_by_role("listitem").filter(has_text=seat.course)
    with walker.page.expect_download() as download:
        walker.activate(card.get_by_role("link", name=walker.words("Herunterladen (PDF)")))
    return Path(download.value.path()).read_bytes()


def read_qr_code(pdf: bytes) -> str:
    """Return what the QR code on a document says."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=2).to_pil()
    document.close()
    [code] = zxingcpp.read_barcodes(picture)
    return code.text
