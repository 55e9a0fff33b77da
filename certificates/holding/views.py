"""One's own certificates: what they are worth, what others see of them, and the name on them."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from app.kernel.retention import today
from certificates.holding.forms import CorrectionForm, NameForm, PrintedNameForm, name_form
from certificates.register import queries, services
from certificates.register.errors import AlreadyAsked, AlreadyReplaced
from certificates.register.expiry import reminder_due
from certificates.register.models import Certificate, NameShown
from organisations.accounts.current import current_person

blueprint = Blueprint("certificates", __name__, template_folder="templates")


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
    person, day = current_person(), today(clock.now())
    forms = {each.public_id: name_form(each) for each in certificates} | dict(refused or {})
    return render_template(
        "holding/own.html",
        certificates=certificates,
        former=queries.list_former_certificates_of(person),
        requests=queries.find_latest_requests(person),
        ending={each.id for each in certificates if _ends_soon(each, day)},
        printed=queries.get_printed_name(person),
        today=day,
        forms_of=forms,
    )


def _ends_soon(certificate: Certificate, day: date) -> bool:
    last = certificate.valid_until
    return last is not None and reminder_due(valid_until=last, today=day) is not None


@blueprint.route("/certificates/printed-name", methods=["GET", "POST"])
@signed_in
def printed_name() -> ResponseReturnValue:
    person = current_person()
    printed = queries.get_printed_name(person)
    form = PrintedNameForm(data={"name": printed.name})
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render_template("holding/printed_name.html", form=form, printed=printed), status
    name = services.wish_name(person=person, name=form.name.data or "", now=clock.now())
    flash(_("Gespeichert. Auf neuen Bescheinigungen steht: %(name)s", name=name), "success")
    return redirect(url_for("certificates.own"), 303)


@blueprint.post("/certificates/printed-name/forget")
@signed_in
def forget_printed_name() -> ResponseReturnValue:
    person = current_person()
    services.forget_name_wish(person=person)
    flash(
        _("Auf neuen Bescheinigungen steht der Name aus Ihrem Konto: %(name)s", name=person.name),
        "success",
    )
    return redirect(url_for("certificates.own"), 303)


@blueprint.route("/certificates/<public_id>/correction", methods=["GET", "POST"])
@signed_in
def correction(public_id: str) -> ResponseReturnValue:
    certificate, form = queries.get_certificate_of(current_person(), public_id), CorrectionForm()
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        page = render_template("holding/correction.html", certificate=certificate, form=form)
        return page, status
    try:
        services.ask_for_correction(
            certificate=certificate, wish=form.wish.data or "", now=clock.now()
        )
    except (AlreadyAsked, AlreadyReplaced) as refusal:
        return _back(refusal)
    flash(_("Ihre Bitte ist bei der Kursleitung. Sie erhalten eine Nachricht."), "success")
    return redirect(url_for("certificates.own"), 303)


def _back(refusal: DomainError) -> ResponseReturnValue:
    flash(str(refusal.message), "info")
    return redirect(url_for("certificates.own"), 303)


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
