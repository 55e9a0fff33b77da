"""Who may see levels: the person, and trainers what the person shares, while they share it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.vault import current_vault
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats.services import withdraw
from courses.needs.sharing.jobs import FORGETTING_JOB
from courses.needs.sharing.models import LevelShare
from courses.needs.sharing.personal_data import erase_shares, export_shares
from courses.needs.sharing.queries import (
    SHOWN_AFTERWARDS,
    Scope,
    find_own_share,
    get_own_enrolment,
    list_own_shares,
    list_shown_to,
    preview,
)
from courses.needs.sharing.services import PreviewOutdated, end_sharing, share_levels
from tests.courses.factories import make_cohort, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.organisations.factories import make_person

pytestmark = pytest.mark.usefixtures("analysis")


def shown_to(reader, cohort, now=START):
    return {
        shown.person: {competency.key: level for competency, level in shown.lines}
        for shown in list_shown_to(reader, cohort, now)
    }


def count():
    return db.session.scalar(select(func.count()).select_from(LevelShare))


def last_session_of(cohort):
    return max(session.event.ends_at for session in cohort.sessions)


def test_trainers_see_what_was_chosen_and_nothing_before(enrolment, cohort, trainer, share):
    assert shown_to(trainer, cohort) == {}
    share(enrolment)
    assert shown_to(trainer, cohort) == {enrolment.person: {"law": 1}}
    share(enrolment, Scope.ALL)
    assert shown_to(trainer, cohort) == {enrolment.person: {"law": 1, "crisis": 4}}
    assert count() == 1
    end_sharing(enrolment=enrolment, actor=enrolment.person)
    assert shown_to(trainer, cohort) == {}
    assert count() == 0


def test_nobody_but_the_cohorts_trainers_is_shown_anything(enrolment, cohort, personas, share):
    share(enrolment)
    another = make_cohort(trainers=[make_person(function=None)])
    readers = [*another.trainers, enrolment.person]
    readers += [account.person for account in (personas.office, personas.coordinator)]
    for reader in readers:
        assert shown_to(reader, cohort) == {}
    assert shown_to(another.trainers[0], another) == {}


def test_a_trainer_who_leaves_sees_nothing_and_who_comes_is_not_meant(
    enrolment, cohort, trainer, share
):
    share(enrolment)
    successor = make_person(function=None)
    cohort.trainers = [successor]
    db.session.flush()
    assert shown_to(trainer, cohort) == {}
    assert shown_to(successor, cohort) == {}
    own, _shown = find_own_share(enrolment)
    assert (own.trainers, own.left_out) == ([], [successor])
    share(enrolment)
    assert shown_to(successor, cohort) == {enrolment.person: {"law": 1}}


def test_a_new_analysis_is_not_shared_until_said_so(enrolment, cohort, trainer, law, crisis, share):
    share(enrolment)
    make_analysis(person=enrolment.person, levels={law: 3, crisis: 0}, completed_at=START)
    assert shown_to(trainer, cohort) == {enrolment.person: {"law": 1}}
    share(enrolment)
    assert shown_to(trainer, cohort) == {enrolment.person: {"law": 3}}


def test_only_what_stood_in_the_preview_is_shared(enrolment, cohort, trainer, law, crisis):
    seen = preview(enrolment, Scope.COURSE)
    given = {
        "enrolment": enrolment,
        "scope": Scope.COURSE,
        "analysis_seen": seen.analysis.public_id,
        "trainers_seen": {trainer.public_id},
        "actor": enrolment.person,
        "now": START,
    }
    cohort.trainers = [trainer, make_person(function=None)]
    db.session.flush()
    with pytest.raises(PreviewOutdated):
        share_levels(**given)
    cohort.trainers = [trainer]
    make_analysis(person=enrolment.person, levels={law: 3, crisis: 0}, completed_at=START)
    with pytest.raises(PreviewOutdated):
        share_levels(**given)
    assert count() == 0


def test_nobody_shares_or_ends_for_somebody_else(enrolment, personas, trainer):
    for actor in (trainer, personas.office.person, personas.colleague.person):
        with pytest.raises(NotFound):
            share_levels(
                enrolment=enrolment,
                scope=Scope.ALL,
                analysis_seen="",
                trainers_seen=(),
                actor=actor,
                now=START,
            )
        with pytest.raises(NotFound):
            end_sharing(enrolment=enrolment, actor=actor)


def test_who_leaves_takes_it_along(enrolment, cohort, trainer, share):
    share(enrolment)
    left = withdraw(
        enrolment=find_enrolment(enrolment.person, cohort), actor=enrolment.person, now=START
    )
    assert count() == 0
    assert shown_to(trainer, cohort) == {}
    with pytest.raises(NotFound):
        share(left)


def test_it_ends_some_weeks_after_the_last_session_by_itself(
    app, enrolment, cohort, trainer, share
):
    share(enrolment)
    later = make_enrolment(
        cohort=make_cohort(starts_at=START + timedelta(days=90), trainers=[trainer]),
        person=enrolment.person,
    )
    share(later, Scope.ALL)
    end = last_session_of(cohort) + SHOWN_AFTERWARDS
    just_after = end + timedelta(minutes=1)
    # Also before the job has come to it.
    assert shown_to(trainer, cohort, end)
    assert shown_to(trainer, cohort, just_after) == {}
    assert [own.cohort for own in list_own_shares(enrolment.person, just_after)] == [later.cohort]
    with pytest.raises(NotFound):
        share(enrolment, now=just_after)
    with pytest.raises(NotFound):
        get_own_enrolment(enrolment.person, cohort.public_id, just_after)
    db.session.commit()
    app.extensions["komma"].clock.instant = end
    assert run_job(FORGETTING_JOB) == 0
    app.extensions["komma"].clock.instant = just_after
    assert run_job(FORGETTING_JOB) == 1
    assert count() == 1


def test_it_ends_with_a_cohort_that_is_called_off(enrolment, cohort, trainer, share):
    share(enrolment)
    cohort.cancelled_at = START
    db.session.flush()
    assert shown_to(trainer, cohort) == {}
    db.session.commit()
    assert run_job(FORGETTING_JOB) == 1


def test_nothing_of_it_lies_in_plain(enrolment, share):
    share(enrolment, Scope.ALL)
    first = db.session.scalar(select(LevelShare.sealed))
    for word in (b"law", b"crisis", b"levels"):
        assert word not in first
    share(enrolment, Scope.COURSE)
    second = db.session.scalar(select(LevelShare.sealed))
    assert len(first) == len(second), "its length tells nothing"
    for model in (AuditEntry, OutboxMessage):
        assert db.session.query(model).count() == 0


def test_it_is_exported_erased_and_unreadable_without_its_key(enrolment, cohort, trainer, share):
    person = enrolment.person
    share(enrolment)
    [entry] = export_shares(person.id)
    assert (entry["levels"], entry["with"]) == ({"law": 1}, [trainer.name])
    current_vault().erase(person.vault_subject, now=START)
    assert shown_to(trainer, cohort) == {}
    assert find_own_share(enrolment) is None
    assert list_own_shares(person, START) == []
    [entry] = export_shares(person.id)
    assert entry["levels"] == {}
    erase_shares(person.id)
    assert count() == 0
