"""Pages of certificates: one's own, the public check, and issuing them."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import after_refusal, reading
from app.kernel.errors import NotFound
from app.kernel.i18n import current_language, ngettext
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ISSUE_CERTIFICATES
from app.kernel.permissions import public, requires, signed_in
from app.kernel.throttle import check_limit, remember_failure
from certificates import queries, services
from certificates.codes import read_code
from certificates.errors import AlreadyIssued, UnprintableText
from certificates.forms import CodeForm, NameForm, name_form
from certificates.models import Certificate, NameShown
from certificates.wording import dates_in_words, day_in_words
from courses.cohorts.queries import get_managed_cohort, get_managed_enrolment
from organisations.accounts.current import current_person

blueprint = Blueprint("certificates", __name__, template_folder="templates")


@blueprint.app_template_filter("plain_day")
def _plain_day(day: date) -> str:
    """A day without its weekday, as the document says it: `3. März 2026`."""
    return day_in_words(day, current_language())


@blueprint.app_template_filter("plain_days")
def _plain_days(days: Sequence[date]) -> str:
    """Several days as the document says them, at the beginning of a line."""
    words = dates_in_words(days, current_language())
    return words[:1].upper() + words[1:]


@blueprint.get("/certificates")
@signed_in
def own() -> ResponseReturnValue:
    return _own_page(queries.list_certificates_of(current_person()))


@blueprint.post("/certificates/<public_id>/name")
@signed_in
def choose_name(public_id: str) -> ResponseReturnValue:
    certificates = queries.list_certificates_of(current_person())
    chosen = next((each for each in certificates if each.public_id == public_id), None)
    if chosen is None:
        raise NotFound
    form = name_form(chosen)
    if not form.validate_on_submit():
        return _own_page(certificates, {public_id: form}), 422
    services.choose_name_shown(certificate=chosen, name_shown=NameShown(form.name_shown.data))
    flash(_("Gespeichert. Die Prüfseite zeigt ab sofort, was Sie gewählt haben."), "success")
    return redirect(url_for("certificates.own"), 303)


def _own_page(
    certificates: Sequence[Certificate], refused: Mapping[str, NameForm] | None = None
) -> str:
    forms = {each.public_id: name_form(each) for each in certificates} | dict(refused or {})
    return render_template(
        "certificates/own.html",
        certificates=certificates,
        forms_of=forms,
    )


@blueprint.get("/certificates/<public_id>.pdf")
@signed_in
def download(public_id: str) -> ResponseReturnValue:
    with reading():
        certificate = queries.get_certificate_of(current_person(), public_id)
        certificate_id, pdf = certificate.id, certificate.pdf
        issued_on = certificate.document.issued_on
        is_new = certificate.first_downloaded_at is None
    if is_new and request.method == "GET":  # HEAD fetches nothing
        services.note_download(certificate_id=certificate_id, now=clock.now())
    # Downloads lie about on desktops: the name tells neither the course nor the person.
    answer: Response = send_file(
        BytesIO(pdf),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"Teilnahmebescheinigung-{issued_on}.pdf",
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/verify")
@public
def verify_form() -> ResponseReturnValue:
    if "code" not in request.args:
        return render_template("certificates/verify_form.html", form=CodeForm(formdata=None))
    form = CodeForm(formdata=request.args)
    if not form.validate():
        return render_template("certificates/verify_form.html", form=form), 422
    return redirect(url_for("certificates.verify", code=read_code(form.code.data)), 303)


@blueprint.get("/verify/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    origin, now = request.remote_addr or "", clock.now()
    check_limit(services.WRONG_CODES, origin, now=now)
    certificate = queries.find_certificate_by_code(code)
    if certificate is None:
        after_refusal(lambda: remember_failure(services.WRONG_CODES, origin, now=now))
        raise NotFound
    return render_template("certificates/verify.html", certificate=certificate)


@blueprint.post("/manage/enrolments/<public_id>/certificate")
@requires(ISSUE_CERTIFICATES)
def issue(public_id: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        with reading():
            enrolment = get_managed_enrolment(current_person(), public_id)
            name, cohort_id = enrolment.person.name, enrolment.cohort.public_id
            draft = services.draft_certificate(enrolment=enrolment, actor=current_person(), now=now)
        pdf = services.print_draft(draft)
        services.issue_certificate(draft=draft, pdf=pdf, actor=current_person(), now=now)
    except AlreadyIssued as sent_twice:
        flash(str(sent_twice.message), "info")
    else:
        flash(_("Die Bescheinigung für %(name)s ist ausgestellt.", name=name), "success")
    return redirect(_roster_address(cohort_id), 303)


@blueprint.post("/manage/cohorts/<public_id>/certificates")
@requires(ISSUE_CERTIFICATES)
def issue_all(public_id: str) -> ResponseReturnValue:
    now = clock.now()
    with reading():
        cohort = get_managed_cohort(current_person(), public_id)
        drafts = services.draft_due_certificates(cohort=cohort, actor=current_person(), now=now)
    printable = []
    for draft in drafts:
        try:
            services.check_printable(draft)
        except UnprintableText as refusal:
            flash(str(refusal.message), "warning")
        else:
            printable.append(draft)
    ordered = services.order_certificates(drafts=printable, actor=current_person(), now=now)
    flash(*_what_was_ordered(ordered))
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
