"""Commands of a session: begin, go on or back, pause, end, take notes.

Every step names the turn that it was made from, as a condition of the UPDATE: of two clicks at once
one counts, and no phase is skipped.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import NotFound
from app.kernel.i18n import programme_zone
from app.kernel.vault import current_vault
from exchange.peer_consultations.groups import queries as groups
from exchange.peer_consultations.groups.case_texts import find_case
from exchange.peer_consultations.groups.models import (
    FEWEST,
    NEEDED,
    Consultation,
    HeldConsultation,
    Role,
    State,
)
from exchange.peer_consultations.groups.services import note_change, take
from exchange.peer_consultations.groups.written import PeerNote
from exchange.peer_consultations.sessions.errors import (
    MovedMeanwhile,
    NotModerator,
    NotReady,
    NotRunning,
)
from exchange.peer_consultations.sessions.phases import FIRST, LAST, Clock
from organisations.models import Person
from scheduling.services import cancel_event

_NO_PHASE: dict[str, Any] = {"phase": None, "phase_started_at": None, "spent_seconds": 0}


def clock_of(consultation: Consultation) -> Clock:
    """Where the running session stands. Raises NotRunning."""
    if consultation.phase is None:
        raise NotRunning(NotRunning.MESSAGE)
    return Clock(
        consultation.phase,
        timedelta(seconds=consultation.spent_seconds),
        consultation.phase_started_at,
    )


def begin_session(
    *, consultation: Consultation, turn: int, actor: Person, now: datetime
) -> Consultation:
    """Begin with the first phase. Raises NotFound, NotModerator, NotReady and MovedMeanwhile."""
    _take_as_moderator(consultation, actor)
    if consultation.member_count < FEWEST:
        raise NotReady(NotReady.TOO_FEW)
    return _step(consultation, turn, State.PLANNED, state=State.RUNNING, **_phase_from(FIRST, now))


def change_phase(
    *, consultation: Consultation, by: int, turn: int, actor: Person, now: datetime
) -> Consultation:
    """Go on (`by` 1) or back (-1) from what the moderator saw at `turn`; the new phase begins anew.

    On from the last one the session ends. Back from the first one it has not begun: dates and
    invitations can be changed again. The first is left with all roles cast and the case
    shared. Raises NotFound, NotModerator, NotRunning, NotReady and MovedMeanwhile.
    """
    _take_as_moderator(consultation, actor)
    number = clock_of(consultation).number + by
    if consultation.turn != turn:
        raise MovedMeanwhile(MovedMeanwhile.MESSAGE)
    if number < FIRST:
        return _step(consultation, turn, State.RUNNING, state=State.PLANNED, **_NO_PHASE)
    if number == FIRST + 1 and by > 0:
        _require_cast(consultation)
    if number > LAST:
        return _end(consultation, turn, now)
    return _step(consultation, turn, State.RUNNING, **_phase_from(number, now))


def pause(*, consultation: Consultation, turn: int, actor: Person, now: datetime) -> Consultation:
    """Have the time stand still. Raises what `change_phase` raises."""
    _take_as_moderator(consultation, actor)
    spent = clock_of(consultation).spent_by(now)
    return _step(
        consultation,
        turn,
        State.RUNNING,
        phase_started_at=None,
        spent_seconds=int(spent.total_seconds()),
    )


def resume(*, consultation: Consultation, turn: int, actor: Person, now: datetime) -> Consultation:
    """Have the time go on where it stood. Raises what `change_phase` raises."""
    _take_as_moderator(consultation, actor)
    if not clock_of(consultation).pauses:
        raise MovedMeanwhile(MovedMeanwhile.MESSAGE)
    return _step(consultation, turn, State.RUNNING, phase_started_at=now)


def add_note(*, consultation: Consultation, text: str, actor: Person, now: datetime) -> PeerNote:
    """A note for the group, sealed under the case. Raises NotFound for all but the note keeper,
    NotRunning, and NotReady where there is no case yet that it could belong to.
    """
    member = take(consultation, actor, in_any_state=True)
    if member.role != Role.NOTE_KEEPER:
        raise NotFound
    clock, case = clock_of(consultation), find_case(consultation)
    if case is None:
        raise NotReady(NotReady.CASE_MISSING)
    note = PeerNote(
        public_id=new_public_id(),
        case_id=case.id,
        author_public_id=actor.public_id,
        phase=clock.number,
        written_at=now,
    )
    note.sealed = current_vault().seal(case.vault_subject, note.purpose, text.encode())
    db.session.add(note)
    note_change(consultation)
    return note


def quarter_of(day: date) -> date:
    """The first day of the quarter of `day`."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _end(consultation: Consultation, turn: int, now: datetime) -> Consultation:
    _step(
        consultation,
        turn,
        State.RUNNING,
        state=State.HELD,
        ended_at=now,
        **_NO_PHASE,
    )
    if consultation.event is not None and consultation.event.starts_at > now:
        cancel_event(event=consultation.event, now=now)  # the group met before its date
    day = now.astimezone(programme_zone()).date()
    db.session.add(HeldConsultation(quarter=quarter_of(day)))
    db.session.flush()
    return consultation


def _phase_from(number: int, now: datetime) -> dict[str, Any]:
    return {"phase": number, "phase_started_at": now, "spent_seconds": 0}


def _step(consultation: Consultation, turn: int, at: State, **values: Any) -> Consultation:
    with conflicts_explained():
        done = db.session.execute(
            update(Consultation)
            .where(
                Consultation.id == consultation.id,
                Consultation.turn == turn,
                Consultation.state == at,
            )
            .values(turn=turn + 1, **values)
            .execution_options(synchronize_session=False)
        )
    db.session.refresh(consultation)
    if done.rowcount != 1:
        raise MovedMeanwhile(MovedMeanwhile.MESSAGE)
    return consultation


def _take_as_moderator(consultation: Consultation, actor: Person) -> None:
    if take(consultation, actor, in_any_state=True).role != Role.MODERATOR:
        raise NotModerator(NotModerator.MESSAGE)


def _require_cast(consultation: Consultation) -> None:
    roles = {member.role for member in groups.list_members(consultation)}
    if not roles.issuperset(NEEDED):
        raise NotReady(NotReady.ROLES_OPEN)
    case = find_case(consultation)
    if case is None or case.shared_at is None:
        raise NotReady(NotReady.CASE_MISSING)
