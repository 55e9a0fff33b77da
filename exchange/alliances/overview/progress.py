"""How far alliances are: those who carry one (module 1), and those who widen it (module 1a)."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

from flask import url_for
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext, short_date
from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import may
from app.kernel.progress import ProgrammePart, Stage, Standing
from app.kernel.retention import today as day_of
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.overview.completeness import Completeness, GapKind
from exchange.alliances.overview.queries import get_completeness
from exchange.alliances.partners.models import CORE_KINDS, Contact, Partner, PartnerKind
from scheduling.models import Event, EventStatus

WIDENING_KINDS = frozenset(PartnerKind) - CORE_KINDS


def core_standings(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """Where each alliance stands that has begun; nine statements."""
    found = get_completeness(municipality_ids, today=day_of(now))
    confirmed = _last_confirmed(municipality_ids)
    meetings = _next_meetings(municipality_ids, now)
    return {
        at: _core_standing(state, confirmed.get(at), meetings.get(at))
        for at, state in found.items()
        if state.partners or at in meetings
    }


def widening_standings(municipality_ids: Collection[int], _now: datetime) -> Mapping[int, Standing]:
    """By whom each alliance is widened that is; one statement."""
    rows = db.session.execute(
        select(Partner.municipality_id, Partner.kind, func.count())
        .where(
            Partner.municipality_id.in_(municipality_ids),
            Partner.ended_at.is_(None),
            Partner.kind.in_(WIDENING_KINDS),
        )
        .group_by(Partner.municipality_id, Partner.kind)
    )
    partners: dict[int, Counter[str]] = {}
    for at, kind, count in rows:
        partners.setdefault(at, Counter())[kind] = count
    return {
        at: Standing(
            stage=Stage.REACHED if len(kinds) == len(WIDENING_KINDS) else Stage.UNDER_WAY,
            figures=ngettext(
                "%(num)s Partner, %(kinds)s von %(total)s Bereichen",
                "%(num)s Partner, %(kinds)s von %(total)s Bereichen",
                kinds.total(),
                kinds=len(kinds),
                total=len(WIDENING_KINDS),
            ),
        )
        for at, kinds in partners.items()
    }


def _core_standing(
    state: Completeness, confirmed: date | None, meeting: datetime | None
) -> Standing:
    core = sum(state.kinds[kind] > 0 for kind in CORE_KINDS)
    helped = state.situations_covered == len(state.situations)
    return Standing(
        stage=Stage.REACHED if core == len(CORE_KINDS) and helped else Stage.UNDER_WAY,
        figures=_(
            "%(core)s von %(kinds)s Bereichen, %(situations)s von %(all)s Situationen, "
            "%(gaps)s Lücken; Kontakte zuletzt bestätigt: %(confirmed)s",
            core=core,
            kinds=len(CORE_KINDS),
            situations=state.situations_covered,
            all=len(state.situations),
            gaps=len(state.gaps),
            confirmed=short_date(confirmed) if confirmed else _("nie"),
        ),
        next_on=day_of(meeting) if meeting else None,
        next_step=_("Sitzung der Allianz") if meeting else "",
        risk=_risk(state),
    )


def _risk(state: Completeness) -> str:
    """What was promised and is late weighs more than what nobody has confirmed for a year."""
    counts = Counter[GapKind]()
    for gap in state.gaps:
        counts[gap.kind] += gap.count
    if overdue := counts[GapKind.COMMITMENT]:
        return ngettext(
            "%(num)s Zusage ist überfällig.", "%(num)s Zusagen sind überfällig.", overdue
        )
    if stale := counts[GapKind.STALE]:
        return ngettext(
            "%(num)s Kontakt ist seit über einem Jahr nicht bestätigt.",
            "%(num)s Kontakte sind seit über einem Jahr nicht bestätigt.",
            stale,
        )
    return ""


def _last_confirmed(ids: Collection[int]) -> dict[int, date]:
    rows = db.session.execute(
        select(Partner.municipality_id, func.max(Contact.confirmed_at))
        .join(Contact.partner)
        .where(Partner.municipality_id.in_(ids), Partner.ended_at.is_(None))
        .group_by(Partner.municipality_id)
    )
    return {at: day_of(instant) for at, instant in rows}


def _next_meetings(ids: Collection[int], now: datetime) -> dict[int, datetime]:
    rows = db.session.execute(
        select(Meeting.municipality_id, func.min(Event.starts_at))
        .join(Meeting.event)
        .where(
            Meeting.municipality_id.in_(ids),
            Event.status == EventStatus.CONFIRMED,
            Event.starts_at > now,
        )
        .group_by(Meeting.municipality_id)
    )
    return dict(rows.all())


def _url(public_id: str) -> str:
    return url_for("alliances.show", municipality=public_id) if may(READ_ALLIANCES) else ""


ALLIANCE = ProgrammePart(
    name="alliance",
    module="1",
    label=_l("Allianz"),
    milestone=_l(
        "Verwaltung, Beratung und Sicherheitsbehörden sind dabei, und in jeder Situation hilft ein "
        "Partner."
    ),
    standings=core_standings,
    url=_url,
)
WIDER_ALLIANCE = ProgrammePart(
    name="wider_alliance",
    module="1a",
    label=_l("Erweiterung"),
    milestone=_l("Lokale Medien, Zivilgesellschaft und Wirtschaft sind in der Allianz."),
    standings=widening_standings,
    url=_url,
)
