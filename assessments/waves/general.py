"""Commands of the office: ask everybody, give that up, and raise how many a figure is of.

Those who are asked are told twice, all alike: when a wave opens, and before it ends. Nobody knows
who has answered, so nobody can be spared the second mail.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.kernel import audit
from app.kernel.bilingual import Bilingual
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from assessments.instruments.definition import Instrument
from assessments.waves import queries
from assessments.waves.models import HIGHEST_K, GroupSize, Wave
from assessments.waves.rules import ONLY_ROW, current_k
from assessments.waves.services import WaveClosed, open_wave, withdraw_wave
from notifications.services import notify
from organisations.models import Municipality, Person

ASKING_JOB = "waves.asking"

#: So many days before the last one, everybody who was asked reads of it again.
REMINDED_BEFORE = timedelta(days=4)

explain_constraint(
    "uq_assessment_waves_follows_id",
    _l("Auf diese Erhebung folgt schon eine andere. Bitte wählen Sie eine spätere."),
)


class TooFewPeople(DomainError):
    """There would never be a result."""


class NotComparable(DomainError):
    """The wave before asked something else."""

    MESSAGE = _l(
        "Die Erhebung davor hatte einen anderen Fragebogen. Vergleichen lässt sich nur derselbe."
    )


class NotRaised(DomainError):
    """What is promised is not lowered, and not raised beyond all use."""


def open_general_wave(
    *,
    instrument: Instrument,
    title: Bilingual,
    municipality: Municipality | None,
    closes_on: date,
    follows: Wave | None,
    actor: Person,
    now: datetime,
) -> Wave:
    """Ask all who may assess themselves, everywhere or in one municipality; a job tells them.

    Raises TooFewPeople where there could be no result, NotComparable, and DomainError where
    another wave follows `follows` already.
    """
    if follows is not None and follows.instrument_key != instrument.key:
        raise NotComparable(NotComparable.MESSAGE, field="follows")
    people = queries.list_who_may_assess(municipality)
    if len(people) < current_k():
        raise TooFewPeople(
            _l(
                "Hier können sich weniger als %(k)s Personen selbst einschätzen. Aus so wenigen "
                "Antworten zeigt KommA keine Zahlen.",
                k=current_k(),
            )
        )
    with conflicts_explained():
        wave = open_wave(
            instrument=instrument,
            people=people,
            closes_on=closes_on,
            now=now,
            title=title,
            follows=follows,
        )
        wave.general = True
    audit.record("wave.opened", wave, actor=actor, now=now)
    wake_after_commit(ASKING_JOB)
    return wave


def withdraw_general_wave(*, wave: Wave, actor: Person, now: datetime) -> None:
    """Give up a wave that is not frozen, and destroy what was given. Raises WaveClosed."""
    if not wave.general or not withdraw_wave(wave=wave, now=now):
        raise WaveClosed(WaveClosed.MESSAGE)
    audit.record("wave.withdrawn", wave, actor=actor, now=now)


def raise_group_size(*, k: int, actor: Person, now: datetime) -> None:
    """Show figures of groups of `k` only, from now on: also of waves that are not frozen yet.

    Raises NotRaised for a number that is not larger than the one of today, or is far too large.
    """
    lock("assessment_group_size")
    before = current_k()
    if not before < k <= HIGHEST_K:
        raise NotRaised(
            _l(
                "Bitte wählen Sie eine Zahl von %(lowest)s bis %(highest)s: Was Menschen "
                "versprochen ist, wird nicht weniger.",
                lowest=before + 1,
                highest=HIGHEST_K,
            ),
            field="k",
        )
    size = db.session.get(GroupSize, ONLY_ROW) or GroupSize(id=ONLY_ROW)
    size.k = k
    db.session.add(size)
    db.session.flush()
    audit.record("group_size.raised", size, actor=actor, now=now, before=before, after=k)


def invite(*, wave: Wave, now: datetime) -> int:
    """Ask everybody once; how many. Of two workers one UPDATE wins."""
    if not _mark(wave, Wave.invited.is_(False), invited=True):
        return 0
    return _tell(wave, queries.list_members(wave), "waves/asked", now)


def remind(*, wave: Wave, now: datetime) -> int:
    """Tell everybody once that it ends soon; how many."""
    if not _mark(wave, Wave.reminded.is_(False), reminded=True):
        return 0
    return _tell(wave, queries.list_members(wave), "waves/ending", now)


def _tell(wave: Wave, people: Sequence[Person], template: str, now: datetime) -> int:
    for person in people:
        notify(person=person, template=template, now=now, wave=wave)
    return len(people)


def _mark(wave: Wave, condition: Any, **values: Any) -> bool:
    marked = db.session.execute(
        update(Wave)
        .where(Wave.id == wave.id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(wave)
    return marked.rowcount == 1
