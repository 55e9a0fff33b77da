"""Issuing certificates: one, or all that are due in a cohort; and handing them to the trainer."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ISSUE_CERTIFICATES
from app.kernel.permissions import requires
from certificates.issuing import queries, services
from certificates.issuing.archive import Piece, stream_archive
from certificates.issuing.drafts import draft_certificate, print_draft
from certificates.issuing.presenting import Progress, overview_of, progress_of
from certificates.register.errors import AlreadyIssued
from certificates.signing.models import SigningKey
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key
from courses.cohorts.queries import get_managed_cohort, get_managed_enrolment
from organisations.accounts.current import current_person

blueprint = Blueprint("certificate_issuing", __name__, template_folder="templates")

NOT_KEPT = "private, no-store"


@blueprint.post("/manage/enrolments/<public_id>/certificate")
@requires(ISSUE_CERTIFICATES)
def issue(public_id: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        with reading():
            enrolment = get_managed_enrolment(current_person(), public_id)
            name, cohort_id = enrolment.person.name, enrolment.cohort.public_id
            draft = draft_certificate(enrolment=enrolment, actor=current_person(), now=now)
            key = get_key_in_use()
            key_id, material = key.id, open_key(key)
        services.issue_certificate(
            draft=draft,
            pdf=print_draft(draft, material),
            key=db.session.get_one(SigningKey, key_id),
            actor=current_person(),
            now=now,
        )
    except AlreadyIssued as sent_twice:
        flash(str(sent_twice.message), "info")
    else:
        flash(_("Die Bescheinigung für %(name)s ist ausgestellt.", name=name), "success")
    return redirect(url_for("manage_cohorts.show", public_id=cohort_id), 303)


@blueprint.get("/manage/cohorts/<public_id>/certificates")
@requires(ISSUE_CERTIFICATES)
def cohort(public_id: str) -> ResponseReturnValue:
    found = get_managed_cohort(current_person(), public_id)
    page = overview_of(found, current_person(), clock.now())
    return render_template("issuing/cohort.html", cohort=found, page=page)


@blueprint.get("/manage/cohorts/<public_id>/certificates/progress")
@requires(ISSUE_CERTIFICATES)
def progress(public_id: str) -> ResponseReturnValue:
    found = get_managed_cohort(current_person(), public_id)
    state = progress_of(queries.list_runs(found)) or Progress(0, 0)
    return jsonify(done=state.done, total=state.total, text=state.in_words())


@blueprint.post("/manage/cohorts/<public_id>/certificates")
@requires(ISSUE_CERTIFICATES)
def issue_all(public_id: str) -> ResponseReturnValue:
    person = current_person()
    found = get_managed_cohort(person, public_id)
    due = [one.enrolment for one in overview_of(found, person, clock.now()).due]
    run = services.order_certificates(cohort=found, enrolments=due, actor=person, now=clock.now())
    if run is None:
        flash(_("Es ist gerade keine weitere Bescheinigung auszustellen."), "info")
    return redirect(url_for("certificate_issuing.cohort", public_id=public_id), 303)


@blueprint.get("/manage/certificate-runs/<public_id>")
@requires(ISSUE_CERTIFICATES)
def run(public_id: str) -> ResponseReturnValue:
    found = queries.get_managed_run(current_person(), public_id)
    return render_template("issuing/run.html", run=found, results=queries.list_results(found))


@blueprint.post("/manage/certificates/<public_id>.pdf")
@requires(ISSUE_CERTIFICATES)
def fetch(public_id: str) -> ResponseReturnValue:
    certificate = queries.get_managed_certificate(current_person(), public_id)
    pdf = services.hand_out(certificate=certificate, actor=current_person(), now=clock.now())
    return _file(pdf, "application/pdf", f"Bescheinigung-{certificate.document.issued_on}.pdf")


@blueprint.post("/manage/cohorts/<public_id>/certificates.zip")
@requires(ISSUE_CERTIFICATES)
def fetch_all(public_id: str) -> ResponseReturnValue:
    person = current_person()
    found = get_managed_cohort(person, public_id)
    pieces = services.hand_out_all(cohort=found, actor=person, now=clock.now())
    # Files lie about on desktops: the name tells neither the course nor the people.
    return _file(
        stream_with_context(_archive(pieces)),
        "application/zip",
        f"Bescheinigungen-{clock.now():%Y-%m-%d}.zip",
    )


def _archive(pieces: list[Piece]) -> Iterator[bytes]:
    """Each file is read in a transaction of its own: whoever downloads slowly holds up nobody."""

    def read(key: int) -> bytes | None:
        with reading():
            return queries.find_bytes(key)

    return stream_archive(pieces, read)


def _file(content: bytes | Iterator[bytes], kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": NOT_KEPT}
    return Response(content, mimetype=kind, headers=headers)
