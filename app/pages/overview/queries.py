"""Reads of the state of the programme, in a number of statements that the parts alone decide."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask import current_app
from sqlalchemy import Select, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import current_language
from app.kernel.matrix import READ_OVERVIEW
from app.kernel.progress import ProgrammePart, Standing
from app.pages.overview.models import ProgressSnapshot
from app.pages.overview.snapshots import overview_of
from app.pages.overview.state import Overview, Part, Place, Row
from organisations.accounts.models import Account
from organisations.models import Municipality, sort_name_of


def list_parts() -> list[ProgrammePart]:
    """The parts that features have registered, in the order of their modules."""
    features = current_app.extensions["komma"].features
    parts = [part for feature in features for part in feature.progress]
    return sorted(parts, key=lambda part: part.module)


def list_municipalities_in_reach(reader: Account) -> Sequence[Municipality]:
    """By name, the municipalities whose state `reader` may see; all for the programme office."""
    query = select(Municipality)
    if not READ_OVERVIEW.reaches_all(reader.roles):
        coordinated = {
            grant.municipality_id for grant in reader.grants if grant.role in READ_OVERVIEW.roles
        }
        query = query.where(Municipality.id.in_(coordinated - {None}))
    return _by_name(query)


def list_all_municipalities() -> Sequence[Municipality]:
    """All of them by name."""
    return _by_name(select(Municipality))


def get_municipality_in_reach(public_id: str, *, reader: Account) -> Municipality:
    """One of them. Raises NotFound for every other."""
    for municipality in list_municipalities_in_reach(reader):
        if municipality.public_id == public_id:
            return municipality
    raise NotFound


def read_overview(
    municipalities: Sequence[Municipality], *, now: datetime, together: bool = False
) -> Overview:
    """The state at `now`, in the language of the moment; `together` with what is told of all."""
    parts, ids = list_parts(), [one.id for one in municipalities]
    standings = {part.name: part.standings(ids, now) for part in parts} if ids else {}
    return Overview(
        taken_at=now,
        parts=[_part(part, now, together=together) for part in parts],
        rows=[
            Row(
                Place(one.public_id, one.name, one.kind, one.state, one.membership),
                _standings_at(one.id, standings),
            )
            for one in municipalities
        ],
    )


def list_snapshot_months() -> Sequence[date]:
    """The months whose state is kept, the latest first."""
    return db.session.scalars(
        select(ProgressSnapshot.month).order_by(ProgressSnapshot.month.desc())
    ).all()


def find_snapshot(month: date) -> Overview | None:
    """The state that was kept in `month`, in the language of the moment; None where none was."""
    kept = db.session.scalar(select(ProgressSnapshot).where(ProgressSnapshot.month == month))
    if kept is None:
        return None
    return overview_of(kept.content, taken_at=kept.taken_at, language=current_language())


def has_snapshot(month: date) -> bool:
    """Whether the state was kept in `month`."""
    query = select(ProgressSnapshot.id).where(ProgressSnapshot.month == month)
    return db.session.scalar(query) is not None


def _by_name(query: Select[tuple[Municipality]]) -> Sequence[Municipality]:
    """As a directory has them, Ö beside O, whatever the database."""
    found = db.session.scalars(query.order_by(Municipality.id))
    return sorted(found, key=lambda one: sort_name_of(one.name, ""))


def _part(part: ProgrammePart, now: datetime, *, together: bool) -> Part:
    told = str(part.together(now)) if together and part.together else ""
    return Part(part.name, part.module, str(part.label), str(part.milestone), told)


def _standings_at(
    municipality_id: int, by_part: Mapping[str, Mapping[int, Standing]]
) -> dict[str, Standing]:
    return {
        name: standings[municipality_id]
        for name, standings in by_part.items()
        if municipality_id in standings
    }
