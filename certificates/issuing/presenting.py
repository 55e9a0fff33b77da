"""What a trainer sees of a cohort's certificates: who is due, who is not and why, what became."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from certificates.issuing.drafts import Drafting
from certificates.issuing.models import CertificateOrder
from certificates.issuing.queries import (
    RunOverview,
    list_results,
    list_runs,
    read_cohort_certificates,
)
from certificates.issuing.reasons import Reason, find_reason, reason_of
from certificates.printing.fonts import UncoveredCharacters
from certificates.printing.rendering import require_printable
from certificates.register.models import Certificate
from certificates.signing.errors import NoSigningKey
from certificates.signing.queries import get_key_in_use
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import list_roster
from organisations.models import Person


@dataclass(frozen=True)
class Progress:
    """How many of the certificates that are under way are done with, issued or not."""

    done: int
    total: int

    @property
    def goes_on(self) -> bool:
        return self.done < self.total

    def in_words(self) -> str:
        """`12 von 200 bearbeitet`."""
        return _("%(done)s von %(total)s bearbeitet", done=self.done, total=self.total)


@dataclass(frozen=True)
class Due:
    """Somebody whose certificate can be issued, and the name that will be printed on it."""

    enrolment: Enrolment
    printed: str

    @property
    def other_name(self) -> str | None:
        """The printed name, where it is not the one in the list."""
        return None if self.printed == self.enrolment.person.name else self.printed


@dataclass(frozen=True)
class CohortPage:
    """All that the page shows, in the order in which it is needed."""

    has_key: bool
    progress: Progress | None
    due: Sequence[Due]
    not_yet: Sequence[tuple[Enrolment, Reason]]
    issued: Sequence[tuple[Enrolment, Certificate]]
    latest: RunOverview | None
    results: Sequence[CertificateOrder]
    earlier: Sequence[RunOverview]


def overview_of(cohort: Cohort, reader: Person, now: datetime) -> CohortPage:
    """What `reader`, who manages the cohort, is shown of its certificates at `now`."""
    known, roster, runs = read_cohort_certificates(cohort), list_roster(cohort), list_runs(cohort)
    due, not_yet = _due_or_not([one for one in roster if known.is_open(one)], reader, now)
    progress = progress_of(runs)
    finished = [one for one in runs if not one.waiting]
    latest = finished[0] if finished and progress is None else None
    return CohortPage(
        has_key=_has_key(),
        progress=progress,
        due=due,
        not_yet=not_yet,
        issued=[(one, found) for one in roster if (found := known.find(one))],
        latest=latest,
        results=list_results(latest.run) if latest else (),
        earlier=finished[1:] if latest else finished,
    )


def progress_of(runs: Sequence[RunOverview]) -> Progress | None:
    """How far the runs are that are under way; None where none is."""
    under_way = [one for one in runs if one.waiting]
    if not under_way:
        return None
    return Progress(sum(one.done for one in under_way), sum(one.total for one in under_way))


def _due_or_not(
    enrolments: Sequence[Enrolment], reader: Person, now: datetime
) -> tuple[list[Due], list[tuple[Enrolment, Reason]]]:
    due: list[Due] = []
    not_yet: list[tuple[Enrolment, Reason]] = []
    drafting = Drafting(enrolments, now)
    for enrolment in enrolments:
        if reason := find_reason(enrolment):
            not_yet.append((enrolment, reason))
            continue
        try:
            data = drafting.draft(enrolment, reader).data
            require_printable(data)
        except (DomainError, UncoveredCharacters) as obstacle:
            not_yet.append((enrolment, reason_of(obstacle)))
        else:
            due.append(Due(enrolment, data.holder_name))
    return due, not_yet


def _has_key() -> bool:
    try:
        get_key_in_use()
    except NoSigningKey:
        return False
    return True
