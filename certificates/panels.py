"""What certificates show on pages of the courses below."""

from collections.abc import Sequence

from flask import g, render_template

from certificates.queries import CohortCertificates, read_cohort_certificates
from courses.cohorts.fulfilment import Fulfilment
from courses.cohorts.models import Cohort, Enrolment


def render_roster_row(enrolment: Enrolment, fulfilment: Fulfilment, **_context: object) -> str:
    """One participant on the trainer's roster: what is issued, or what it takes."""
    known = _known(enrolment.cohort)
    return render_template(
        "certificates/panels/roster_row.html",
        enrolment=enrolment,
        fulfilment=fulfilment,
        certificate=known.find(enrolment),
        ordered=known.is_ordered(enrolment),
        due=known.is_due(enrolment),
    )


def render_roster(cohort: Cohort, enrolments: Sequence[Enrolment], **_context: object) -> str:
    """Below the roster: issue everything that is due at once."""
    known = _known(cohort)
    return render_template(
        "certificates/panels/roster.html",
        cohort=cohort,
        due=sum(known.is_due(enrolment) for enrolment in enrolments),
        ordered=len(known.ordered),
    )


def _known(cohort: Cohort) -> CohortCertificates:
    """Read once a request, however many rows the roster has."""
    read: dict[int, CohortCertificates] = g.setdefault("cohort_certificates", {})
    if cohort.id not in read:
        read[cohort.id] = read_cohort_certificates(cohort)
    return read[cohort.id]
