"""Reads of the register, as far as the one who looks belongs to the body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.meetings.bodies.access import Reader
from exchange.meetings.bodies.models import Body
from exchange.meetings.bodies.queries import is_open_to, plans
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.queries import is_known_to
from exchange.meetings.decisions.models import Decision
from organisations.searching import contains, words_of

A_PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words, a body by its public id, and "open", "done" or "overdue"."""

    words: str = ""
    body: str = ""
    state: str = ""


def list_decisions(
    reader: Reader, wanted: Wanted, *, today: date, page: int = 1
) -> tuple[Sequence[Decision], int]:
    """A page of the register, newest first, and how many there are in all; two statements."""
    query = _readable(reader).where(*_conditions(wanted, today))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    newest = (Decision.year.desc(), Decision.recorded_at.desc(), Decision.id.desc())
    found = db.session.scalars(
        query.options(
            contains_eager(Decision.body),
            joinedload(Decision.meeting).joinedload(BodyMeeting.event),
        )
        .order_by(*newest)
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE)
    ).all()
    return found, total


def list_decisions_of(meeting: BodyMeeting) -> Sequence[Decision]:
    """What `meeting` has decided, by number."""
    return db.session.scalars(
        select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.number)
    ).all()


def find_decision(meeting: BodyMeeting, text: str) -> Decision | None:
    """What `meeting` has decided in exactly these words."""
    return db.session.scalar(
        select(Decision).where(Decision.meeting_id == meeting.id, Decision.text == text)
    )


def get_planned_decision(public_id: str, reader: Reader) -> Decision:
    """A decision of a body whose meetings the reader plans. Raises NotFound for every other."""
    decision = db.session.scalar(
        select(Decision)
        .join(Decision.body)
        .where(Decision.public_id == public_id, plans(reader))
        .options(joinedload(Decision.meeting).joinedload(BodyMeeting.event))
    )
    if decision is None:
        raise NotFound
    return decision


def get_latest_number(body_id: int, year: int) -> int | None:
    """The highest number of a body in a year; None where there is none yet."""
    return db.session.scalar(
        select(func.max(Decision.number)).where(Decision.body_id == body_id, Decision.year == year)
    )


def _readable(reader: Reader) -> Select[tuple[Decision]]:
    """What bodies of the reader have decided, but on a visit that is kept from them."""
    query = select(Decision).join(Decision.body).join(Decision.meeting)
    return query.where(is_open_to(reader), is_known_to(reader))


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found = [contains(word, Decision.text, Decision.responsible) for word in words_of(wanted.words)]
    if wanted.body:
        found.append(Body.public_id == wanted.body)
    if wanted.state == "done":
        found.append(Decision.done_at.is_not(None))
    elif wanted.state in ("open", "overdue"):
        found.append(Decision.done_at.is_(None))
    if wanted.state == "overdue":
        found.append(Decision.due_on < today)
    return found
