"""The page on which people say which mails they want and how discreet they are to be."""

import json
import re
from datetime import date

import pytest

from app.kernel.db import db
from notifications.kinds import list_kinds
from notifications.models import NotificationWishes
from notifications.personal_data import erase_wishes, export_wishes
from notifications.queries import get_wishes
from notifications.services import notify
from notifications.wishes import CalendarBy, Wishes
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

PAGE = "/account/notifications"


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


def form(**changes):
    """What the page sends where nothing was touched, but for `changes`; None leaves out."""
    usual = {
        **{f"timing_{kind.key}": "at_once" for kind in list_kinds() if len(kind.choices) > 1},
        "digest_hour": "7",
        "paused_until": "",
        "discreet_trainings": "y",
        "discreet_coaching": "y",
        "calendar_word": "",
        "calendar_by": "feed",
        "reminder": "day",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def wishes_of(account) -> Wishes:
    return get_wishes(account.person)


def test_saving_what_is_proposed_changes_nothing(ada, personas):
    page = ada.get(PAGE).text
    for kind in list_kinds():
        assert str(kind.label) in page
    answer = ada.post(PAGE, data=form())
    assert (answer.status_code, answer.location) == (303, PAGE)
    saved = wishes_of(personas.owner)
    assert saved.looks_like(Wishes())
    assert set(saved.timings.values()) == {"at_once"}
    assert saved.discretion_changed_at is None
    assert "gespeichert" in ada.get(PAGE).text


def test_what_is_chosen_is_kept_and_shown_again(ada, personas):
    ada.post(
        PAGE,
        data=form(
            timing_enrolment="daily",
            timing_certificate="never",
            digest_hour="17",
            paused_until="2026-12-24",
            discreet_everything="y",
            discreet_trainings=None,
            discreet_coaching=None,
            calendar_word="  Mein   Termin ",
            calendar_by="both",
        ),
    )
    saved = wishes_of(personas.owner)
    assert saved.timings["enrolment"] == "daily"
    assert (saved.digest_hour, saved.paused_until) == (17, date(2026, 12, 24))
    assert (saved.discreet_everything, saved.discreet_trainings) == (True, False)
    assert (saved.calendar_word, saved.calendar_by) == ("Mein Termin", CalendarBy.BOTH)
    assert saved.discretion_changed_at == START
    page = ada.get(PAGE).text
    assert 'value="Mein Termin"' in page
    assert 'value="2026-12-24"' in page
    assert re.search(r'name="timing_certificate" value="never" checked', page)
    assert wishes_of(personas.colleague) == Wishes(), "everybody decides for themselves"


def test_what_must_not_be_missed_cannot_be_put_off(ada, personas):
    page = ada.get(PAGE).text
    assert "timing_session_changes" not in page
    assert "timing_coaching_cancelled" not in page
    ada.post(PAGE, data=form(timing_session_changes="never"))
    assert "session_changes" not in wishes_of(personas.owner).timings
    assert ada.post(PAGE, data=form(timing_coaching_booked="daily")).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest_hour": "24"},
        {"timing_enrolment": "sometimes"},
        {"paused_until": "soon"},
        {"paused_until": "9999-12-31"},
        {"calendar_word": "x" * 61},
        {"calendar_by": None},
        {"reminder": "week"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_saved(ada, personas, wrong):
    assert ada.post(PAGE, data=form(**wrong)).status_code == 422
    assert db.session.get(NotificationWishes, personas.owner.person_id) is None


def test_a_pause_that_is_over_is_none(ada, personas):
    ada.post(PAGE, data=form(paused_until="2026-11-23"))
    assert wishes_of(personas.owner).paused_until is None


def test_switching_from_mails_to_the_subscription_says_what_stays(ada, personas):
    make_wishes(personas.owner.person, calendar_by=CalendarBy.MAIL)
    ada.post(PAGE, data=form())
    assert "bleiben dort stehen" in ada.get(PAGE).text


def test_the_calendar_page_leads_there(ada):
    assert f'href="{PAGE}"' in ada.get("/calendar").text


def test_wishes_and_what_waits_are_handed_out_and_forgotten(app, personas):
    owner, other = personas.owner.person, personas.colleague.person
    for person in (owner, other):
        make_wishes(person, timings={"certificate": "daily"}, calendar_word="Termin")
        notify(person=person, template="issuing/issued", now=START)
    db.session.flush()
    exported = export_wishes(owner.id)
    json.dumps(exported)
    assert exported["wishes"]["calendar_word"] == "Termin"
    assert len(exported["waiting"]) == 1
    erase_wishes(owner.id)
    assert export_wishes(owner.id) == {"wishes": None, "waiting": []}
    assert len(export_wishes(other.id)["waiting"]) == 1
