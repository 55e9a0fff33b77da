"""How far municipalities have come in module 3, trainings, as the last full month left it.

Days would tell by their difference who has completed something in between, so people are counted
up to the end of the last month, and fewer than `FEWEST_PEOPLE_TOLD` are no number. What is
confidential counts nowhere; needs analyses are told of the whole programme alone, rounded down.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import Message, programme_zone
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import ANSWER_IN_HOUSE, READ_TRAININGS
from app.kernel.permissions import may
from app.kernel.progress import (
    FEWEST_PEOPLE_TOLD,
    ProgrammePart,
    Stage,
    Standing,
    people_told,
)
from app.kernel.retention import today
from courses.cohorts.conditions import RUN_DATES, takes_place
from courses.cohorts.confidentiality import is_known_to_employers
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, Session
from courses.needs.models import NeedsAnalysis
from courses.nominations.models import InHouseRequest, InHouseState
from courses.reports.periods import Months, month_of
from organisations.models import Person
from scheduling.models import Event

#: An answer that takes longer keeps a municipality from planning.
ANSWERED_WITHIN = timedelta(days=14)
_STEP = 5


def standings_of(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """Where each of them stands; four statements."""
    people = _people(municipality_ids)
    completed = _completed(municipality_ids, _end_of_last_month(now))
    dates = _next_in_house(municipality_ids, now)
    unanswered = _unanswered(municipality_ids, now)
    return {
        at: Standing(
            stage=_stage(people.get(at, 0), completed.get(at, 0), at in dates),
            figures=_(
                "Kurs abgeschlossen bis Ende des letzten Monats: %(people)s",
                people=people_told(completed.get(at, 0), of=people.get(at, 0)),
            ),
            next_on=today(dates[at]) if at in dates else None,
            next_step=_("Training nur für die Kommune") if at in dates else "",
            risk=(
                _("Eine Anfrage nach einem Training wartet seit über 14 Tagen auf Antwort.")
                if at in unanswered
                else ""
            ),
        )
        for at in {*people, *completed, *dates, *unanswered}
    }


def analyses_together(now: datetime) -> Message:
    """How many people of the programme have completed a needs analysis, in steps of five."""
    end = _end_of_last_month(now)
    count = db.session.scalar(
        select(func.count(NeedsAnalysis.person_id.distinct())).where(
            NeedsAnalysis.completed_at < end
        )
    )
    if not count or count < FEWEST_PEOPLE_TOLD:
        return _("Bedarfsanalysen: noch weniger als %(least)s Personen.", least=FEWEST_PEOPLE_TOLD)
    return _(
        "Bedarfsanalysen bis Ende des letzten Monats: mindestens %(count)s Personen.",
        count=max(count // _STEP * _STEP, FEWEST_PEOPLE_TOLD),
    )


def _stage(people: int, completed: int, planned: bool) -> Stage:
    """Nothing in it tells more than the figures do."""
    if completed >= FEWEST_PEOPLE_TOLD:
        return Stage.REACHED
    return Stage.UNDER_WAY if people or planned else Stage.NOT_BEGUN


def _end_of_last_month(now: datetime) -> datetime:
    month, zone = month_of(now, programme_zone()), programme_zone()
    return Months(month, month).bounds(zone)[0]


def _people(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Person.municipality_id, func.count())
        .where(Person.municipality_id.in_(ids))
        .group_by(Person.municipality_id)
    )
    return dict(rows.all())


def _completed(ids: Collection[int], end: datetime) -> dict[int, int]:
    """How many people have completed a course whose cohort was over by `end`."""
    rows = db.session.execute(
        select(Person.municipality_id, func.count(Person.id.distinct()))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(
            Person.municipality_id.in_(ids),
            Enrolment.status == EnrolmentStatus.COMPLETED,
            RUN_DATES.c.ends_at < end,
            is_known_to_employers(),
        )
        .group_by(Person.municipality_id)
    )
    return dict(rows.all())


def _next_in_house(ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """When the next session begins of those that are for one municipality alone."""
    rows = db.session.execute(
        select(Cohort.municipality_id, func.min(Event.starts_at))
        .join(Session, Session.cohort_id == Cohort.id)
        .join(Event, Event.id == Session.event_id)
        .where(
            Cohort.municipality_id.in_(ids),
            Event.starts_at > now,
            takes_place(),
            is_known_to_employers(),
        )
        .group_by(Cohort.municipality_id)
    )
    return dict(rows.all())


def _unanswered(ids: Collection[int], now: datetime) -> set[int]:
    return set(
        db.session.scalars(
            select(InHouseRequest.municipality_id).where(
                InHouseRequest.municipality_id.in_(ids),
                InHouseRequest.state == InHouseState.OPEN,
                InHouseRequest.asked_at < now - ANSWERED_WITHIN,
            )
        )
    )


def _url(_public_id: str) -> str:
    if may(READ_TRAININGS):
        return url_for("nominations.index")
    return url_for("manage_in_house.manage") if may(ANSWER_IN_HOUSE) else ""


TRAININGS = ProgrammePart(
    name="trainings",
    module="3",
    label=_l("Trainings"),
    milestone=_l("Mindestens sieben Personen haben einen Kurs abgeschlossen."),
    standings=standings_of,
    url=_url,
    together=analyses_together,
)
