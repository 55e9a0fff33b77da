"""Before anything is deleted, the page says what goes, what stays, and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from assessments.administrations import services
from assessments.administrations.queries import find_draft, list_opened
from assessments.instruments.shelf import resilience_check
from assessments.waves.models import WaveCopy
from assessments.waves.services import open_wave
from tests.assessments.administrations.courses import begin, pass_through
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn

OWN = resilience_check()
COPY = "für ein Gruppenergebnis gegeben haben, das noch nicht feststeht"
COUNTED = "Was schon in einem Gruppenergebnis zählt, bleibt darin."


@pytest.fixture
def person(personas):
    return personas.owner.person


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def wave(person):
    return open_wave(
        instrument=OWN, people=[person], closes_on=START.date() + timedelta(days=9), now=START
    )


@pytest.fixture
def given(person, wave):
    """One of which a copy lies with the wave."""
    begin(person, OWN, [3] * 20, START)
    return services.finish_assessment(
        person=person, instrument=OWN, note="", actor=person, now=START, wave=wave
    )


def copies():
    return db.session.scalar(select(func.count()).select_from(WaveCopy))


def test_the_copy_in_an_open_wave_goes_with_it(owner, given):
    path = f"/assessments/results/{given.address}/delete"
    page = owner.get(path).text
    assert COPY in page
    assert COUNTED not in page
    assert "höchstens 30 Tage" in page
    assert copies() == 1
    assert owner.post(path).status_code == 303
    assert copies() == 0


def test_what_counts_already_stays_and_the_page_says_so(owner, given, wave):
    wave.state, wave.closed_at = "closed", START
    page = owner.get(f"/assessments/results/{given.address}/delete").text
    assert COUNTED in page
    assert COPY not in page
    assert COUNTED in owner.get("/assessments/delete").text


def test_sending_it_twice_harms_nothing(owner, person):
    kept = pass_through(person, OWN, [3] * 20)
    path = f"/assessments/results/{pass_through(person, OWN, [3] * 20, note='x').address}/delete"
    assert "die Notiz" in owner.get(path).text
    assert [owner.post(path).status_code for _ in range(2)] == [303, 404]
    assert [each.address for each in list_opened(person)] == [kept.address]
    assert [owner.post("/assessments/delete").status_code for _ in range(2)] == [303, 303]
    assert "Es ist nichts mehr da" in owner.get("/assessments/delete").text


def test_drafts_go_too_alone_or_with_all(owner, person):
    pass_through(person, OWN, [3] * 20, note="x")
    begin(person, OWN, [3], START)
    path = f"/assessments/results/{find_draft(person, OWN.key).address}/delete"
    assert path in owner.get("/assessments").text
    assert "Angefangene Selbsteinschätzung löschen?" in owner.get(path).text
    page = owner.get("/assessments/delete").text
    assert "1 Selbsteinschätzung mit Antworten, Werten und Notiz" in page
    assert "1 angefangene Selbsteinschätzung" in page
    assert owner.post(path).status_code == 303
    assert [each.finished for each in list_opened(person)] == [True]
    begin(person, OWN, [3], START)
    owner.post("/assessments/delete")
    assert list_opened(person) == []


def test_a_draft_of_somebody_else_does_not_exist(owner, personas):
    colleague = personas.colleague.person
    begin(colleague, OWN, [3], START)
    path = f"/assessments/results/{find_draft(colleague, OWN.key).address}/delete"
    assert owner.get(path).status_code == owner.post(path).status_code == 404
    assert len(list_opened(colleague)) == 1
