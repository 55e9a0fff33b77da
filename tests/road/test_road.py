"""The whole road, as people walk it: from a need to a certificate that anyone can check."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.house.chromium import OpenPage
from tests.road.keyboard import KeyboardWalker
from tests.road.site import Site
from tests.road.stretches import (
    assess_oneself,
    call_off,
    enrol_from_path,
    fetch_certificate,
    find_out_needs,
    look_at_roster,
    read_qr_code,
    record_attendance,
    starts_of_sessions,
    study_from_path,
    subscribe_to_calendar,
    talk_to_a_coach,
)
from tests.road.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"width": 375, "height": 700}

#: The trainer of the demo runs it, and it has free seats.
SLUG = "when-hate-comes-online"

#: At one's own pace, and a step of her path.
OWN_PACE = "safe-at-home-and-online"
TRAINEE = "Birgit Hauschildt"


def test_from_a_need_to_a_certificate_by_keyboard_alone(site: Site, open_page: OpenPage):
    trainee = KeyboardWalker(open_page(), site)
    trainee.sign_in("leitung")
    find_out_needs(trainee)
    seat = enrol_from_path(trainee, slug=SLUG)
    starts = starts_of_sessions(trainee, seat)
    study_from_path(trainee, slug=OWN_PACE)
    booking = talk_to_a_coach(trainee)
    feed = subscribe_to_calendar(trainee, seat)
    assert set(starts) < {event["DTSTART"].dt for event in feed.events}, "and the coaching"
    assert {str(event["SUMMARY"]) for event in feed.events} == {"KommA-Termin"}
    call_off(trainee, booking)
    assess_oneself(trainee)
    trainee.sign_out()

    trainer = KeyboardWalker(open_page(), site)
    trainer.sign_in("trainerin")
    row = look_at_roster(trainer, seat, TRAINEE)
    expect(row).to_contain_text("noch nichts erfasst")
    site.clock.instant = max(starts) + timedelta(days=1)
    trainer.sign_in("trainerin")  # a session does not last for weeks
    row = look_at_roster(trainer, seat, TRAINEE, over=True)
    assert record_attendance(trainer, seat) == len(starts)
    trainer.press("Bescheinigung ausstellen", within=row)
    trainer.reads("Die Bescheinigung für %(name)s ist ausgestellt.", name=TRAINEE)
    trainer.sign_out()

    trainee.sign_in("leitung")
    pdf = fetch_certificate(trainee, seat)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")

    anyone = Walker(open_page(), site)
    address = read_qr_code(pdf)
    assert address.startswith(f"{site.base_url}/verify/")
    anyone.go_to(address.removeprefix(site.base_url))
    anyone.reads("Diese Bescheinigung ist gültig")
    expect(anyone.main).to_contain_text(seat.course)


def test_the_trainees_half_in_english_on_a_phone(site: Site, open_page: OpenPage):
    """Every kind of page on the way is accessible in the state in which a person meets it."""
    trainee = Walker(open_page(viewport=PHONE, locale="en-GB"), site, language="en")
    trainee.sign_in("leitung")
    find_out_needs(trainee)
    seat = enrol_from_path(trainee, slug=SLUG)
    booking = talk_to_a_coach(trainee)
    subscribe_to_calendar(trainee, seat)
    call_off(trainee, booking)
    assess_oneself(trainee)
    trainee.sign_out()


def test_the_trainee_needs_no_scripts(site: Site, open_page: OpenPage):
    trainee = Walker(open_page(java_script_enabled=False), site, inspects=False)
    trainee.sign_in("leitung")
    find_out_needs(trainee)
    seat = enrol_from_path(trainee, slug=SLUG)
    subscribe_to_calendar(trainee, seat)
    trainee.sign_out()
    assert trainee.path == "/"
