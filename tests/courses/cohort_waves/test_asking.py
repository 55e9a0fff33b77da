"""Cohorts are asked when it is time, each person alike, and nobody learns who has answered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Benefit, Role
from assessments.waves.models import Wave, WaveMember, WaveState
from assessments.waves.queries import find_by_label
from courses.cohort_waves import queries
from courses.cohort_waves.jobs import WAVES_JOB
from courses.cohort_waves.models import CohortWave
from courses.cohort_waves.occasions import Occasion
from courses.cohort_waves.services import open_cohort_wave, switch_waves
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.planning.adding_sessions import add_session
from courses.cohorts.planning.cancelling import cancel_cohort
from courses.cohorts.planning.session_changes import cancel_session, move_session
from courses.cohorts.seats.services import enrol_person, withdraw
from courses.cohorts.services import SessionDates
from notifications.wishes import Timing
from organisations.accounts.queries import find_email_of
from organisations.entitlements.services import include_benefit
from organisations.models import Membership
from tests.courses.cohort_waves.factories import DAY, answer, make_asked_cohort
from tests.courses.factories import make_course, make_enrolment
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_municipality


@pytest.fixture
def sweep(clock):
    """Have the worker look after some days; gives to whom mails went until then."""

    def sweep(days=0.0):
        clock.instant = START + days * DAY
        db.session.commit()
        run_job(WAVES_JOB)
        return sorted(db.session.scalars(select(OutboxMessage.recipient)))

    return sweep


def emails(cohort):
    return sorted(find_email_of(enrolment.person) for enrolment in cohort.enrolments)


def opened(cohort):
    """State by occasion."""
    return {occasion.value: wave.state for occasion, wave in queries.list_opened(cohort).items()}


def wave_of(cohort, occasion):
    return queries.list_opened(cohort)[occasion]


def close(cohort, occasion):
    wave = wave_of(cohort, occasion)
    wave.state, wave.closed_at = WaveState.CLOSED, START


def members(cohort, occasion):
    asked = select(WaveMember.person_id).where(WaveMember.wave_id == wave_of(cohort, occasion).id)
    return set(db.session.scalars(asked))


def people_of(cohort):
    return {enrolment.person_id for enrolment in cohort.enrolments}


def test_a_cohort_is_asked_three_times_and_each_wave_follows_the_one_before(sweep):
    cohort = make_asked_cohort(in_days=20)
    assert sweep(5) == []
    # It begins on 13 December at 10 o'clock in Berlin: two weeks before, at eight.
    assert sweep(5.91) == []
    assert sweep(5.92) == emails(cohort)
    before = wave_of(cohort, Occasion.BEFORE)
    assert before.closes_on.isoformat() == "2026-12-12"
    assert members(cohort, Occasion.BEFORE) == people_of(cohort)
    assert before.follows is None
    assert not before.restricted
    close(cohort, Occasion.BEFORE)
    assert opened(cohort) == {"before": "closed"}
    sweep(20.1)
    assert opened(cohort) == {"before": "closed"}, "the session is still going on"
    sweep(20.125)
    after = wave_of(cohort, Occasion.AFTER)
    assert (after.follows, after.closes_on.isoformat()) == (before, "2026-12-27")
    close(cohort, Occasion.AFTER)
    sweep(109)
    assert opened(cohort) == {"before": "closed", "after": "closed"}
    sweep(110)
    later = wave_of(cohort, Occasion.LATER)
    assert (later.follows, later.closes_on.isoformat()) == (after, "2027-03-27")
    assert sweep(110.1) == sorted(emails(cohort) * 3)


def test_moved_and_added_sessions_move_the_time_to_ask(sweep, personas):
    trainer = personas.trainer.person
    cohort = make_asked_cohort(in_days=40, trainers=[trainer])
    [session] = cohort.sessions
    act = {"actor": trainer, "now": START}

    def dates(days):
        at = START + days * DAY
        return SessionDates(at, at + timedelta(hours=3))

    assert sweep(10) == []
    move_session(session=session, dates=dates(21), place="Raum 1", **act)
    sweep(10)
    assert opened(cohort) == {"before": "open"}
    move_session(session=session, dates=dates(15), place="Raum 1", **act)
    sweep(14.5)
    assert opened(cohort) == {"before": "open"}
    sweep(14.7)
    assert opened(cohort) == {"before": "closed"}, "the day of the first session has come"
    add_session(cohort=cohort, dates=dates(30), place="Raum 1", zone="Europe/Berlin", **act)
    sweep(16)
    assert opened(cohort) == {"before": "closed"}
    sweep(30.2)
    assert opened(cohort) == {"before": "closed", "after": "open"}


def test_cohorts_of_long_ago_and_those_that_have_begun_are_never_asked(sweep):
    for days in (-120, -95, -10, -0.1, 0.1):
        make_asked_cohort(in_days=days)
    assert sweep() == []
    assert db.session.scalar(select(func.count()).select_from(CohortWave)) == 0


def test_too_few_people_are_not_asked_until_there_are_enough(sweep):
    cohort = make_asked_cohort(people=6)
    make_enrolment(cohort=cohort, status=EnrolmentStatus.WAITLISTED)
    assert sweep() == []
    make_enrolment(cohort=cohort, person=make_account().person)
    assert len(sweep(1)) == 7


def test_only_those_are_asked_who_may_assess_themselves(sweep, personas):
    office = personas.office.person
    elsewhere = make_municipality(membership=Membership.PLATFORM)
    include_benefit(
        membership=Membership.PLATFORM,
        benefit=Benefit.SELF_ASSESSMENT,
        included=False,
        actor=office,
        now=START,
    )
    cohort = make_asked_cohort(people=7)
    make_enrolment(cohort=cohort, person=make_account(municipality=elsewhere).person)
    make_enrolment(cohort=cohort, person=make_account(Role.TRAINER, function=None).person)
    make_enrolment(cohort=cohort)
    assert len(sweep()) == 7


def test_who_comes_late_is_asked_and_who_leaves_no_longer(sweep):
    cohort = make_asked_cohort()
    sweep()
    leaver, late = cohort.enrolments[0], make_account()
    withdraw(enrolment=leaver, actor=leaver.person, now=START)
    enrol_person(cohort=cohort, person=late.person, actor=late.person, now=START)
    before = len(sweep(0.1))
    assert members(cohort, Occasion.BEFORE) == people_of(cohort) - {leaver.person_id}
    invited = select(func.count()).where(
        OutboxMessage.recipient == late.email, OutboxMessage.body.contains("fünf Minuten")
    )
    assert db.session.scalar(invited) == 1
    assert len(sweep(0.2)) == before, "once"


def test_everybody_is_reminded_once_and_alike(sweep, clock):
    cohort = make_asked_cohort()
    sweep()
    [row] = db.session.scalars(select(CohortWave))
    for enrolment in cohort.enrolments[:3]:
        answer(enrolment.person, row, clock.now())
    assert len(sweep(5.9)) == 8
    assert sweep(6) == sorted(emails(cohort) * 2)
    assert len(sweep(7)) == 16
    bodies = db.session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.body.contains("Erinnerung"))
    ).all()
    names = [enrolment.person.name for enrolment in cohort.enrolments]
    assert {body.replace(name, "") for body, name in zip(bodies, names, strict=True)} == {
        bodies[0].replace(names[0], "")
    }


def test_mails_are_not_sent_to_who_wishes_none_or_pauses(sweep):
    cohort = make_asked_cohort()
    never, paused, *others = cohort.enrolments
    make_wishes(never.person, timings={"cohort_waves": Timing.NEVER})
    make_wishes(paused.person, paused_until=(START + 5 * DAY).date())
    assert sweep() == sorted(find_email_of(one.person) for one in others)
    assert members(cohort, Occasion.BEFORE) == people_of(cohort)


def test_when_the_cohort_is_called_off_what_is_open_is_withdrawn(sweep, personas):
    trainer = personas.trainer.person
    as_a_whole, one_by_one = (make_asked_cohort(trainers=[trainer]) for _ in range(2))
    sweep()
    act = {"actor": trainer, "now": START}
    cancel_cohort(cohort=as_a_whole, message="", **act)
    cancel_session(session=one_by_one.sessions[0], **act)
    for cohort in (as_a_whole, one_by_one):
        assert opened(cohort) == {"before": "withdrawn"}
    asked = len(sweep(10.5))
    assert db.session.scalar(select(func.count()).select_from(CohortWave)) == 2
    assert len(sweep(11)) == asked


def test_who_leads_may_have_nobody_asked(sweep, personas):
    trainer = personas.trainer.person
    cohort = make_asked_cohort()
    act = {"cohort": cohort, "actor": trainer, "now": START}
    assert switch_waves(on=False, **act)
    assert not switch_waves(on=False, **act)
    assert sweep() == []
    assert switch_waves(on=True, **act)
    assert len(sweep()) == 8
    switch_waves(on=False, **act)
    assert opened(cohort) == {"before": "open"}, "people may have answered"
    close(cohort, Occasion.BEFORE)
    sweep(11)
    assert opened(cohort) == {"before": "closed"}
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["cohort.waves_unwanted", "cohort.waves_wanted", "cohort.waves_unwanted"]


def test_of_a_protected_cohort_nothing_says_which_course_it_is(sweep):
    cohort = make_asked_cohort(course=make_course(confidential=True))
    sweep()
    wave = wave_of(cohort, Occasion.BEFORE)
    assert wave.restricted
    title = cohort.course.title
    told = [wave.title.de, wave.title.en]
    told += db.session.scalars(select(OutboxMessage.subject + OutboxMessage.body)).all()
    for words in told:
        assert title.de not in words
        assert title.en not in words
        assert cohort.course.slug not in words


def test_a_wave_is_opened_once_by_constraint(app, sweep):
    cohort = make_asked_cohort()
    sweep()
    assert open_cohort_wave(cohort_id=cohort.id, occasion=Occasion.BEFORE, now=START) is None
    another = CohortWave(cohort_id=cohort.id, occasion=Occasion.BEFORE, wave_label="another")
    db.session.expunge_all()
    db.session.add(another)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_one_failure_keeps_no_other_cohort_from_being_asked(sweep, monkeypatch):
    broken, fine = make_asked_cohort(), make_asked_cohort()
    tell = open_cohort_wave.__globals__["notify"]
    victim = broken.enrolments[5].person_id

    def fail(*, person, **rest):
        if person.id == victim:
            raise OSError("no template")
        return tell(person=person, **rest)

    with monkeypatch.context() as patched:
        patched.setitem(open_cohort_wave.__globals__, "notify", fail)
        assert sweep() == emails(fine), "and of the other nothing is left half-way"
        assert opened(broken) == {}
    assert sweep() == sorted(emails(fine) + emails(broken))


def test_looking_costs_the_same_however_many_are_open(sweep):
    counts = set()
    for _ in range(2):
        make_asked_cohort()
        sweep()
        with recorded_queries() as statements:
            sweep(0.1)
        counts.add(len(statements))
    assert len(counts) == 1


def test_that_somebody_answers_is_in_no_table_of_ours_and_not_audited(sweep, clock):
    cohort = make_asked_cohort()
    sweep()
    [row] = db.session.scalars(select(CohortWave))

    def known():
        tables = ("cohort_waves", "cohorts_without_waves", "audit_entries", "outbox_messages")
        return {
            name: db.session.execute(text(f"SELECT * FROM {name} ORDER BY 1")).all()  # noqa: S608
            for name in (*tables, "assessment_wave_members")
        }

    before = known()
    answer(cohort.enrolments[0].person, row, clock.now())
    db.session.commit()
    run_job(WAVES_JOB)
    assert known() == before
    assert find_by_label(row.wave_label).state == WaveState.OPEN
    assert db.session.scalars(select(Wave)).one()
