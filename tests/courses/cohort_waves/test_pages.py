"""People are reminded at home until they have given; who leads sees the group and nobody in it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from assessments.waves.models import WaveState
from assessments.waves.queries import find_by_label
from courses.cohort_waves.jobs import WAVES_JOB
from courses.cohort_waves.models import CohortWave
from courses.cohort_waves.occasions import Occasion
from courses.cohort_waves.queries import list_asking
from courses.cohorts.planning.cancelling import cancel_cohort
from tests.courses.cohort_waves.factories import answer, make_asked_cohort
from tests.courses.factories import make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

ASKED = "Selbsteinschätzung: Vor dem Kurs"


@pytest.fixture
def cohort(personas):
    cohort = make_asked_cohort(trainers=[personas.trainer.person])
    make_enrolment(cohort=cohort, person=personas.owner.person)
    return cohort


@pytest.fixture
def row(cohort):
    """The open wave before the course."""
    db.session.commit()
    run_job(WAVES_JOB)
    return db.session.get_one(CohortWave, (cohort.id, Occasion.BEFORE))


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def trainer(personas):
    return personas.client(personas.trainer)


def told(client, cohort, page="/manage/cohorts/"):
    """What the section about self-assessments says, in one line; empty where there is none."""
    text = client.get(page + cohort.public_id).text
    if 'id="waves"' not in text:
        return ""
    return " ".join(text.split('id="waves"')[1].split("<section")[0].split())


def freeze(row, *, total=None, follows=None):
    """Publish what would have been worked out: the total, or that there is none."""
    wave = find_by_label(row.wave_label)
    wave.state, wave.closed_at = WaveState.FROZEN, START
    wave.tables = [{"by": None, "cells": [{"key": None, **(total or {"suppressed": True})}]}]
    wave.counts, wave.follows = b"sealed", follows
    db.session.commit()
    return wave


def test_at_home_people_are_asked_until_they_have_given(owner, row, personas, clock):
    page = owner.get("/").text
    assert ASKED in page
    assert "Niemand erfährt, ob Sie antworten." in page
    assert 'href="/assessments"' in page
    answer(personas.owner.person, row, clock.now())
    assert ASKED not in owner.get("/").text


def test_nobody_else_is_asked(personas, row):
    for account in (personas.colleague, personas.trainer, personas.office):
        assert ASKED not in personas.client(account).get("/").text


def test_nothing_is_asked_once_the_last_day_is_over_by_the_programmes_clock(personas, row):
    person, midnight = personas.owner.person, datetime(2026, 12, 2, 23, tzinfo=UTC)
    assert list_asking(person, midnight - timedelta(seconds=1))
    assert list_asking(person, midnight) == []


def test_looking_whether_somebody_is_asked_costs_one_statement(owner, personas, row):
    with recorded_queries() as statements:
        owner.get("/")
    assert len([one for one in statements if "cohort_waves" in one]) == 1
    for _ in range(3):
        make_enrolment(cohort=make_asked_cohort(), person=personas.owner.person)
    db.session.commit()
    run_job(WAVES_JOB)
    with recorded_queries() as more:
        owner.get("/")
    assert len(more) == len(statements)


def test_while_people_answer_no_page_of_others_changes(personas, trainer, cohort, row, clock):
    """Byte for byte, but for tokens."""
    of_cohort, office = f"/manage/cohorts/{cohort.public_id}", personas.client(personas.office)
    pages = [(trainer, of_cohort), (office, of_cohort), (office, "/manage/audit")]

    def seen():
        texts = [client.get(page).text for client, page in pages]
        return [line for text in texts for line in text.splitlines() if "csrf_token" not in line]

    before = seen()
    assert "offen bis 02.12.2026" in told(trainer, cohort)
    for enrolment in cohort.enrolments[:8]:
        answer(enrolment.person, row, clock.now())
    db.session.commit()
    run_job(WAVES_JOB)
    assert seen() == before


def test_who_leads_reads_what_is_planned_and_can_have_nobody_asked(trainer, cohort):
    far = make_asked_cohort(in_days=40, trainers=cohort.trainers)
    said = told(trainer, far)
    assert said.count("geplant") == 3
    assert "geplant, 19.12.2026 bis 01.01.2027" in said
    switch = f"/manage/cohorts/{far.public_id}/self-assessments"
    off = trainer.post(switch, data={"ask": "no"}, follow_redirects=True)
    assert "KommA fragt nichts Neues" in off.text
    assert told(trainer, far).count("nicht gewünscht") == 3
    refused = trainer.post(switch, data={"ask": "perhaps"})
    assert (refused.status_code, "ob gefragt werden soll" in refused.text) == (422, True)
    assert told(trainer, far).count("nicht gewünscht") == 3
    trainer.post(switch, data={"ask": "yes"})
    assert told(trainer, far).count("geplant") == 3


def test_who_leads_reads_why_a_small_group_is_not_asked(trainer, personas):
    small = make_asked_cohort(people=3, trainers=[personas.trainer.person])
    assert "bisher zu wenige Teilnehmende" in told(trainer, small)


def test_only_who_leads_may_switch(owner, personas, cohort):
    switch = f"/manage/cohorts/{cohort.public_id}/self-assessments"
    assert owner.post(switch, data={"ask": "no"}).status_code == 403
    stranger = make_asked_cohort(people=0)
    other = f"/manage/cohorts/{stranger.public_id}/self-assessments"
    assert personas.client(personas.trainer).post(other, data={"ask": "no"}).status_code == 404


def test_of_a_cohort_of_long_ago_or_called_off_nothing_is_said(trainer, cohort, personas):
    old = make_asked_cohort(in_days=-30, trainers=cohort.trainers)
    assert told(trainer, old) == ""
    cancel_cohort(cohort=cohort, message="", actor=personas.trainer.person, now=START)
    assert told(trainer, cohort) == ""


def test_a_result_is_for_who_leads_and_who_took_part(trainer, owner, personas, cohort, row, clock):
    before = freeze(row, total={"n_at_least": 7, "mean": 3.2})
    after = CohortWave(cohort=cohort, occasion=Occasion.AFTER, wave_label="after")
    db.session.add(after)
    wave = type(before)(
        public_id="after",
        instrument_key=before.instrument_key,
        instrument_version=before.instrument_version,
        k=7,
        opened_at=START,
        closes_on=START.date(),
    )
    db.session.add(wave)
    freeze(after, total={"n_at_least": 10, "mean": 3.5, "mean_change": 0.3}, follows=before)
    for said in (told(trainer, cohort), told(owner, cohort, "/cohorts/")):
        assert "Mittelwert 3,2" in said
        assert "Mittelwert 3,5" in said
        assert "+0,3 im Mittel" in said
    assert told(personas.client(personas.colleague), cohort, "/cohorts/") == ""


def test_no_result_is_a_calm_word(trainer, owner, cohort, row):
    assert told(owner, cohort, "/cohorts/") == "", "nothing to say while it is open"
    freeze(row)
    for said in (told(trainer, cohort), told(owner, cohort, "/cohorts/")):
        assert "Kein Gruppenergebnis" in said
        assert "normales Ergebnis" in said
