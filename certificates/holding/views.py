"""One's own certificates."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import NotFound
from app.kernel.i18n import current_language
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from certificates.holding.forms import NameForm, name_form
from certificates.printing.wording import dates_in_words, day_in_words
from certificates.register import queries, services
from certificates.register.models import Certificate, NameShown
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
        "holding/own.html",
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
