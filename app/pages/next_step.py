"""What a person should do next: one thing, the same for everyone who stands where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certificates.register.models import Certificate
from certificates.register.queries import find_new_certificate
from courses.cohorts.attendance.open_records import OpenRecords, find_own_open_records
from courses.cohorts.seats.queries import OpenOffer, find_open_offer
from courses.evaluation.queries import OpenFeedback, find_open_feedback
from courses.needs.queries import NeedsState, needs_analysis_state
from courses.paths.models import PathStep, TrainingPath
from courses.paths.queries import find_current_path, find_first_open_step
from organisations.models import Person
from scheduling.coaching.models import Booking
from scheduling.coaching.queries import find_request_to
from scheduling.models import Event
from scheduling.polls.queries import OwnPoll, find_poll_waiting_for
from scheduling.queries import find_next_event_of


class Step(StrEnum):
    """The kinds of next step, the most pressing first."""

    RECORD_ATTENDANCE = "record_attendance"
    ANSWER_REQUEST = "answer_request"
    ANSWER_OFFER = "answer_offer"
    ANSWER_POLL = "answer_poll"
    CHOOSE_FROM_POLL = "choose_from_poll"
    BEGIN_NEEDS = "begin_needs"
    CONTINUE_NEEDS = "continue_needs"
    PLAN_PATH = "plan_path"
    GIVE_FEEDBACK = "give_feedback"
    CHOOSE_DATE = "choose_date"
    STUDY = "study"
    GO_TO_EVENT = "go_to_event"
    FETCH_CERTIFICATE = "fetch_certificate"
    NOTHING_DUE = "nothing_due"


#: What is left to do of the needs analysis.
_ANALYSIS = {"missing": Step.BEGIN_NEEDS, "unfinished": Step.CONTINUE_NEEDS}


@dataclass(frozen=True)
class Standing:
    """Where a person stands: all that decides what comes next."""

    needs: NeedsState
    path: TrainingPath | None = None
    open_step: PathStep | None = None
    event: Event | None = None
    certificate: Certificate | None = None
    open_records: OpenRecords | None = None
    request: Booking | None = None
    offer: OpenOffer | None = None
    feedback: OpenFeedback | None = None
    poll: OwnPoll | None = None


def choose_next_step(standing: Standing) -> Step:
    """The next step of someone who stands like this.

    First what others wait for. Then: the unfinished needs analysis, how the last course was, the
    first step of the path that needs a date or needs none, the next dated thing, a certificate to
    fetch.
    """
    if step := _awaited_by_others(standing):
        return step
    if standing.needs.status in _ANALYSIS:
        return _ANALYSIS[standing.needs.status]
    if standing.needs.status == "completed" and standing.path is None:
        return Step.PLAN_PATH
    if standing.feedback:
        return Step.GIVE_FEEDBACK
    if standing.open_step:
        return Step.STUDY if standing.open_step.course.is_self_paced else Step.CHOOSE_DATE
    if standing.event:
        return Step.GO_TO_EVENT
    if standing.certificate:
        return Step.FETCH_CERTIFICATE
    return Step.NOTHING_DUE


def _awaited_by_others(standing: Standing) -> Step | None:
    """A trainer's missing attendance, on which certificates depend, a coach's answer, a seat that
    is kept for a while, and when people can meet.
    """
    if standing.open_records:
        return Step.RECORD_ATTENDANCE
    if standing.request:
        return Step.ANSWER_REQUEST
    if standing.offer:
        return Step.ANSWER_OFFER
    if standing.poll:
        return Step.ANSWER_POLL if standing.poll.answers else Step.CHOOSE_FROM_POLL
    return None


def standing_of(
    person: Person,
    *,
    learns: bool,
    enrols: bool,
    trains: bool,
    coaches: bool,
    coming: Sequence[Event],
    now: datetime,
) -> Standing:
    """Where `person` stands at `now`; `learns`, `enrols` and so on are what they may do.

    `coming` are their events of the next time, as far as they have been read already, in order.
    Steps that need a date are none for who may not enrol: nobody is sent to a closed door.
    """
    return Standing(
        needs=needs_analysis_state(person) if learns else NeedsState("not_applicable"),
        path=find_current_path(person) if learns else None,
        open_step=find_first_open_step(person, with_dates=enrols) if learns else None,
        event=coming[0] if coming else find_next_event_of(person, now=now),
        certificate=find_new_certificate(person),
        open_records=find_own_open_records(person, now) if trains else None,
        request=find_request_to(person, now) if coaches else None,
        offer=find_open_offer(person, now) if enrols else None,
        feedback=find_open_feedback(person, now) if learns else None,
        poll=find_poll_waiting_for(person, now),
    )
