"""What certificates show on pages of the courses below."""

from collections.abc import Sequence

from flask import g, get_template_attribute, render_template
from markupsafe import Markup

from certificates.issuing.queries import (
    CohortCertificates,
    is_entitled,
    read_cohort_certificates,
)
from certificates.register.queries import find_certificate
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import fulfilment


def render_cohort(enrolment: Enrolment | None, **_context: object) -> Markup | str:
    """A participant's own certificate on the page of their cohort, once they have earned it."""
    if enrolment is None:
        return ""
    certificate = find_certificate(person_id=enrolment.person_id, cohort_id=enrolment.cohort_id)
    if certificate is None and not is_entitled(enrolment):
        return ""
    return _rendered("cohort.html", certificate=certificate)


def render_roster_row(enrolment: Enrolment, **_context: object) -> Markup:
    """One participant on the trainer's roster: what is issued, or what it takes."""
    known = known_certificates(enrolment.cohort)
    row = get_template_attribute("issuing/panels/roster_row.html", "row")
    return row(
        enrolment,
        fulfilment(enrolment),
        certificate=known.find(enrolment),
        ordered=known.is_ordered(enrolment),
        due=known.is_due(enrolment),
    )


def render_roster(cohort: Cohort, enrolments: Sequence[Enrolment], **_context: object) -> Markup:
    """Above the roster: the way to issue everything that is due at once, and what came of it."""
    known = known_certificates(cohort)
    return _rendered(
        "roster.html",
        cohort=cohort,
        due=sum(known.is_due(enrolment) for enrolment in enrolments),
        ordered=len(known.ordered),
        known=bool(enrolments),
    )


def _rendered(template: str, **context: object) -> Markup:
    # The template has escaped what it shows.
    return Markup(render_template(f"issuing/panels/{template}", **context))  # noqa: S704


def known_certificates(cohort: Cohort) -> CohortCertificates:
    """What is issued and ordered in a cohort: read once a request, however long its roster is."""
    read: dict[int, CohortCertificates] = g.setdefault("cohort_certificates", {})
    if cohort.id not in read:
        read[cohort.id] = read_cohort_certificates(cohort)
    return read[cohort.id]
