"""Issuing certificates: one, or all that are due in a cohort."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import ISSUE_CERTIFICATES
from app.kernel.permissions import requires
from certificates.issuing import services
from certificates.issuing.drafts import draft_certificate, print_draft
from certificates.issuing.queries import list_due
from certificates.register.errors import AlreadyIssued
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key
from courses.cohorts.queries import get_managed_cohort, get_managed_enrolment
from organisations.accounts.current import current_person

blueprint = Blueprint("certificate_issuing", __name__, template_folder="templates")


@blueprint.post("/manage/enrolments/<public_id>/certificate")
@requires(ISSUE_CERTIFICATES)
def issue(public_id: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        with reading():
            enrolment = get_managed_enrolment(current_person(), public_id)
            name, cohort_id = enrolment.person.name, enrolment.cohort.public_id
            draft = draft_certificate(enrolment=enrolment, actor=current_person(), now=now)
            material = open_key(get_key_in_use())
        services.issue_certificate(
            draft=draft,
            pdf=print_draft(draft, material),
            key=get_key_in_use(),
            actor=current_person(),
            now=now,
        )
    except AlreadyIssued as sent_twice:
        flash(str(sent_twice.message), "info")
    else:
        flash(_("Die Bescheinigung für %(name)s ist ausgestellt.", name=name), "success")
    return redirect(_roster_address(cohort_id), 303)


@blueprint.post("/manage/cohorts/<public_id>/certificates")
@requires(ISSUE_CERTIFICATES)
def issue_all(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = get_managed_cohort(person, public_id)
    due = list_due(cohort)
    if due:
        services.order_certificates(cohort=cohort, enrolments=due, actor=person, now=clock.now())
    flash(*_what_was_ordered(len(due)))
    return redirect(_roster_address(public_id), 303)


def _what_was_ordered(count: int) -> tuple[str, str]:
    if not count:
        return _("Es ist gerade keine weitere Bescheinigung auszustellen."), "info"
    text = ngettext(
        "%(num)s Bescheinigung wird ausgestellt. Das dauert einige Sekunden.",
        "%(num)s Bescheinigungen werden ausgestellt. Das dauert einige Sekunden.",
        count,
    )
    return text, "success"


def _roster_address(cohort_id: str) -> str:
    return url_for("manage_cohorts.show", public_id=cohort_id)
