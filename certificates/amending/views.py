"""Correcting and revoking certificates, for those who manage the cohort."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ISSUE_CERTIFICATES
from app.kernel.permissions import requires
from app.kernel.retention import today
from certificates.amending import presentation, services
from certificates.amending.forms import AnswerForm, ReplacementForm, RevocationForm
from certificates.amending.queries import get_current, get_managed_certificate
from certificates.issuing.drafts import print_draft
from certificates.register.errors import (
    AlreadyIssued,
    AlreadyReplaced,
    AlreadyRevoked,
    ChangedMeanwhile,
)
from certificates.register.models import Certificate, Status
from certificates.register.queries import find_open_request, list_versions
from certificates.register.services import decline_correction
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key
from organisations.accounts.current import current_person

#: Somebody else was quicker: the page says so and shows how it is now.
OVERTAKEN = (AlreadyIssued, AlreadyReplaced, AlreadyRevoked, ChangedMeanwhile)

blueprint = Blueprint(
    "certificate_amending",
    __name__,
    template_folder="templates",
    url_prefix="/manage/certificates/<public_id>",
)


@blueprint.get("")
@requires(ISSUE_CERTIFICATES)
def show(public_id: str) -> ResponseReturnValue:
    return _page(get_managed_certificate(current_person(), public_id), AnswerForm(formdata=None))


@blueprint.get("/replacement")
@requires(ISSUE_CERTIFICATES)
def confirm_replacement(public_id: str) -> ResponseReturnValue:
    certificate = get_managed_certificate(current_person(), public_id)
    plan, refusal = None, None
    try:
        plan = services.draft_replacement(
            certificate=certificate, actor=current_person(), now=clock.now()
        )
    except AlreadyReplaced as overtaken:
        return _as_it_is_now(public_id, overtaken)
    except DomainError as error:
        refusal = error
    return render_template(
        "amending/replace.html",
        certificate=certificate,
        plan=plan,
        refusal=refusal,
        changes=presentation.changes(plan) if plan else (),
        form=ReplacementForm(formdata=None, data={"mark": plan.mark if plan else ""}),
    )


@blueprint.post("/replacement")
@requires(ISSUE_CERTIFICATES)
def replace(public_id: str) -> ResponseReturnValue:
    now, form = clock.now(), ReplacementForm()
    form.validate()
    try:
        with reading():
            certificate = get_managed_certificate(current_person(), public_id)
            seen = certificate.status
            plan = services.draft_replacement(
                certificate=certificate, actor=current_person(), now=now
            )
            if form.errors or plan.mark != form.mark.data:
                raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
            material = open_key(get_key_in_use())
        issued = services.replace_certificate(
            certificate=certificate,
            seen=seen,
            draft=plan.draft,
            pdf=print_draft(plan.draft, material),
            key=get_key_in_use(),
            actor=current_person(),
            now=now,
        )
    except ChangedMeanwhile as overtaken:
        flash(str(overtaken.message), "warning")
        return redirect(url_for(".confirm_replacement", public_id=public_id), 303)
    except OVERTAKEN as overtaken:
        return _as_it_is_now(public_id, overtaken)
    flash(_("Die neue Bescheinigung ist ausgestellt. Die alte gilt nicht mehr."), "success")
    return redirect(url_for(".show", public_id=issued.public_id), 303)


@blueprint.route("/revocation", methods=["GET", "POST"])
@requires(ISSUE_CERTIFICATES)
def revoke(public_id: str) -> ResponseReturnValue:
    certificate = get_managed_certificate(current_person(), public_id)
    form = RevocationForm(data={"seen": certificate.status})
    if certificate.revoked_at is not None:
        return _as_it_is_now(public_id, AlreadyRevoked(AlreadyRevoked.MESSAGE))
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        page = render_template("amending/revoke.html", certificate=certificate, form=form)
        return page, status
    try:
        services.revoke_seen(
            certificate=certificate,
            seen=Status(form.seen.data),
            reason=form.reason.data or "",
            actor=current_person(),
            now=clock.now(),
        )
    except OVERTAKEN as overtaken:
        return _as_it_is_now(public_id, overtaken)
    flash(_("Die Bescheinigung ist widerrufen. Die Person erhält eine Nachricht."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/correction")
@requires(ISSUE_CERTIFICATES)
def decline(public_id: str) -> ResponseReturnValue:
    certificate = get_managed_certificate(current_person(), public_id)
    form = AnswerForm()
    if not form.validate():
        return _page(certificate, form), 422
    declined = decline_correction(
        certificate=certificate,
        answer=form.answer.data or "",
        actor=current_person(),
        now=clock.now(),
    )
    if declined:
        flash(_("Ihre Antwort ist gespeichert. Die Person erhält eine Nachricht."), "success")
    else:
        flash(_("Diese Bitte ist schon beantwortet."), "info")
    return redirect(url_for(".show", public_id=public_id), 303)


def _page(certificate: Certificate, form: AnswerForm) -> str:
    return render_template(
        "amending/show.html",
        certificate=certificate,
        versions=list_versions(certificate),
        asked=find_open_request(certificate),
        today=today(clock.now()),
        form=form,
    )


def _as_it_is_now(public_id: str, overtaken: DomainError) -> ResponseReturnValue:
    current = get_current(get_managed_certificate(current_person(), public_id))
    flash(str(overtaken.message), "info")
    return redirect(url_for(".show", public_id=current.public_id), 303)
