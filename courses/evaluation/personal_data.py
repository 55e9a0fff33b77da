"""What evaluations hold of a person: that they were asked, and that they have answered. No more."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort, Enrolment
from courses.evaluation.models import FeedbackGiven, FeedbackMail

_OWN = joinedload(FeedbackMail.enrolment).joinedload(Enrolment.cohort).joinedload(Cohort.course)
_OWN_ANSWERED = (
    joinedload(FeedbackGiven.enrolment).joinedload(Enrolment.cohort).joinedload(Cohort.course)
)


def export_feedback(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """For what the person was asked, and has answered. What they said is nobody's any more."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    mails = db.session.scalars(
        select(FeedbackMail)
        .where(FeedbackMail.enrolment_id.in_(own))
        .order_by(FeedbackMail.sent_at, FeedbackMail.id)
        .options(_OWN)
    )
    answered = db.session.scalars(
        select(FeedbackGiven)
        .where(FeedbackGiven.enrolment_id.in_(own))
        .order_by(FeedbackGiven.enrolment_id, FeedbackGiven.wave)
        .options(_OWN_ANSWERED)
    )
    return {
        "asked": [_where(one) | {"mail": one.mail, "at": one.sent_at.isoformat()} for one in mails],
        "answered": [_where(one) for one in answered],
    }


def erase_feedback(person_id: int) -> None:
    """Delete both. Answers stay: nobody knows which they were."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    for model in (FeedbackMail, FeedbackGiven):
        db.session.execute(delete(model).where(model.enrolment_id.in_(own)))
    db.session.flush()


def _where(one: FeedbackMail | FeedbackGiven) -> dict[str, Any]:
    return {"course": one.enrolment.cohort.course.slug, "wave": one.wave}


FEEDBACK = PersonalData(
    name="feedback",
    label=_l("Rückmeldungen zu Kursen: wer gefragt wurde und geantwortet hat"),
    purpose=_l("Kurse besser machen"),
    export=export_feedback,
    erase=erase_feedback,
    retention=_l("Bis die Zeit zum Antworten vorbei ist. Die Antworten tragen keinen Namen."),
    sealed=_l("die Antworten eines Durchgangs in einem Text"),
)
