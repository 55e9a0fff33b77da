"""Reads of waves: which are open, who is asked, and what somebody may see the result of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import ASSESS_ONESELF
from assessments.waves.models import Wave, WaveCopy, WaveMember, WaveMunicipality, WaveState
from organisations.accounts.models import RoleGrant
from organisations.entitlements.queries import memberships_without
from organisations.models import Municipality, Person

WAVES_PER_PAGE = 25


@dataclass(frozen=True)
class WavePage:
    """One page of waves, newest first. `page` is 1-based."""

    waves: Sequence[Wave]
    page: int
    pages: int


def find_by_label(label: str) -> Wave | None:
    """The wave of that name."""
    return db.session.scalar(select(Wave).where(Wave.public_id == label))


def list_open_for(person: Person, instrument_key: str, today: date) -> Sequence[Wave]:
    """The waves of an instrument that `person` may give to today, the first to close first."""
    return [wave for wave in list_asking(person, today) if wave.instrument_key == instrument_key]


def list_asking(person: Person, today: date) -> Sequence[Wave]:
    """All waves that `person` may give to today, the first to close first."""
    return db.session.scalars(
        select(Wave)
        .join(WaveMember)
        .where(
            WaveMember.person_id == person.id,
            Wave.state == WaveState.OPEN,
            Wave.closes_on >= today,
        )
        .order_by(Wave.closes_on, Wave.id)
    ).all()


def is_asked(person: Person, wave: Wave) -> bool:
    """Whether the wave is for `person`, too."""
    return db.session.get(WaveMember, (wave.id, person.id)) is not None


def count_asked(wave: Wave) -> int:
    """How many people are asked, as long as it is known: until the wave is frozen."""
    asked = select(func.count()).where(WaveMember.wave_id == wave.id)
    return db.session.scalar(asked) or 0


def list_members(wave: Wave) -> Sequence[Person]:
    """Who is asked."""
    return db.session.scalars(
        select(Person)
        .join(WaveMember, WaveMember.person_id == Person.id)
        .where(WaveMember.wave_id == wave.id)
        .order_by(Person.id)
    ).all()


def list_who_may_assess(municipality: Municipality | None = None) -> Sequence[Person]:
    """All who may assess themselves, everywhere or in one municipality."""
    may = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(sorted(ASSESS_ONESELF.roles))
    )
    goes_without = Municipality.membership.in_(memberships_without(ASSESS_ONESELF.benefit))
    return db.session.scalars(
        select(Person)
        .outerjoin(Municipality, Municipality.id == Person.municipality_id)
        .where(
            may,
            or_(Person.municipality_id.is_(None), ~goes_without),
            Person.municipality_id == municipality.id if municipality else true(),
        )
        .order_by(Person.id)
    ).all()


def list_tickets(wave: Wave) -> frozenset[str]:
    """The names of all copies that there are."""
    return frozenset(db.session.scalars(select(WaveCopy.ticket).where(WaveCopy.wave_id == wave.id)))


def list_waves(municipality_ids: Collection[int] | None, page: int = 1) -> WavePage:
    """The waves of these municipalities that are not given up; with None all that there are."""
    visible = _visible(municipality_ids)
    total = db.session.scalar(select(func.count()).select_from(Wave).where(visible)) or 0
    pages = max(1, -(-total // WAVES_PER_PAGE))
    page = min(max(page, 1), pages)
    waves = db.session.scalars(
        select(Wave)
        .where(visible)
        .order_by(Wave.opened_at.desc(), Wave.id.desc())
        .offset((page - 1) * WAVES_PER_PAGE)
        .limit(WAVES_PER_PAGE)
    ).all()
    return WavePage(waves, page, pages)


def get_wave(label: str, municipality_ids: Collection[int] | None) -> Wave:
    """One of `list_waves`. Raises NotFound for every other."""
    wave = db.session.scalar(
        select(Wave).where(Wave.public_id == label, _visible(municipality_ids))
    )
    if wave is None:
        raise NotFound
    return wave


def list_results_for(person: Person) -> Sequence[Wave]:
    """The frozen waves in which everybody like `person` was asked, newest first.

    Who was asked is deleted with the answers. So this goes by municipality: all of it were asked.
    """
    if person.municipality_id is None:
        return []
    return db.session.scalars(
        select(Wave)
        .where(
            Wave.state == WaveState.FROZEN,
            Wave.general.is_(True),
            _visible({person.municipality_id}),
        )
        .order_by(Wave.closed_at.desc(), Wave.id.desc())
    ).all()


def get_result_for(person: Person, label: str) -> Wave:
    """One of `list_results_for`. Raises NotFound for every other."""
    for wave in list_results_for(person):
        if wave.public_id == label:
            return wave
    raise NotFound


def list_to_follow() -> Sequence[Wave]:
    """The office's own waves that another one can follow, newest first."""
    followed = select(Wave.follows_id).where(Wave.follows_id.is_not(None))
    return db.session.scalars(
        select(Wave)
        .where(Wave.general.is_(True), Wave.state == WaveState.FROZEN, Wave.id.not_in(followed))
        .order_by(Wave.closed_at.desc(), Wave.id.desc())
    ).all()


def list_to_invite() -> Sequence[int]:
    """Ids of the office's open waves whose people were not asked yet."""
    return _ids(Wave.general.is_(True), Wave.state == WaveState.OPEN, Wave.invited.is_(False))


def list_to_remind(today: date, last_day_until: date) -> Sequence[int]:
    """Ids of the office's open waves that end by `last_day_until` and were not called to mind."""
    return _ids(
        Wave.general.is_(True),
        Wave.state == WaveState.OPEN,
        Wave.invited.is_(True),
        Wave.reminded.is_(False),
        Wave.closes_on.between(today, last_day_until),
    )


def list_due(today: date) -> Sequence[int]:
    """Ids of open waves whose last day is over."""
    return _ids(Wave.state == WaveState.OPEN, Wave.closes_on < today)


def list_closed() -> Sequence[int]:
    """Ids of waves that are closed and have no result yet; earlier ones of a series first."""
    return _ids(Wave.state == WaveState.CLOSED)


def list_keys_to_erase() -> Sequence[int]:
    """Ids of waves whose key nobody needs any more."""
    over = (WaveState.FROZEN, WaveState.WITHDRAWN)
    return _ids(Wave.state.in_(over), Wave.key_erased.is_(False))


def _visible(municipality_ids: Collection[int] | None) -> ColumnElement[bool]:
    if municipality_ids is None:
        return true()
    asked = exists().where(
        WaveMunicipality.wave_id == Wave.id,
        WaveMunicipality.municipality_id.in_(list(municipality_ids)),
    )
    return Wave.restricted.is_(False) & (Wave.state != WaveState.WITHDRAWN) & asked


def _ids(*conditions: ColumnElement[bool]) -> Sequence[int]:
    return db.session.scalars(select(Wave.id).where(*conditions).order_by(Wave.id)).all()
