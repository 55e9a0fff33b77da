"""Documents as whoever plans lays them out, and the files as those who are invited fetch them."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.forms import read_upload
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import requires
from courses.catalogue.attachments import read_file
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.bodies.queries import plans_for
from exchange.meetings.dates import documents, queries
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.paper_forms import DocumentForm, document_form
from exchange.meetings.dates.showing import seen_by
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_documents",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>/documents",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def index(public_id: str) -> ResponseReturnValue:
    with reading():
        form = document_form(_planned(public_id))
    if form.validate_on_submit() and _lay_out(public_id, form):
        flash(_("Die Unterlage liegt bereit."), "success")
        return redirect(url_for("meeting_documents.index", public_id=public_id), 303)
    meeting = _planned(public_id)
    page = render_template(
        "meetings/dates/documents.html",
        meeting=meeting,
        documents=queries.list_documents(meeting),
        form=form,
        now=clock.now(),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<document_id>")
@requires(READ_MEETINGS)
def download(public_id: str, document_id: str) -> ResponseReturnValue:
    """The file, to be kept, never shown: what is in it is not ours."""
    reader = reader_of(current_account())
    meeting = queries.get_meeting(public_id, reader)
    document = queries.get_document(meeting, document_id)
    may_read = document.is_released(clock.now()) and seen_by(reader, meeting).knows
    if not may_read and not plans_for(reader, meeting.body):
        raise NotFound
    response = Response(document.content, mimetype=document.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=document.filename)
    return response


@blueprint.post("/<document_id>/release")
@requires(PLAN_MEETINGS)
def release(public_id: str, document_id: str) -> ResponseReturnValue:
    document = queries.get_document(_planned(public_id), document_id)
    if documents.release_document(document=document, actor=current_person(), now=clock.now()):
        flash(_("Die Eingeladenen sehen die Unterlage jetzt."), "success")
    return redirect(url_for("meeting_documents.index", public_id=public_id), 303)


@blueprint.route("/<document_id>/remove", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def remove(public_id: str, document_id: str) -> ResponseReturnValue:
    """Ask first; then take it away."""
    document = queries.get_document(_planned(public_id), document_id)
    back = url_for("meeting_documents.index", public_id=public_id)
    if request.method == "POST":
        documents.remove_document(document=document, actor=current_person(), now=clock.now())
        flash(_("Die Unterlage ist entfernt."), "success")
        return redirect(back, 303)
    return render_template(
        "confirm.html",
        heading=_("Unterlage entfernen?"),
        text=_(
            "„%(title)s“ ist dann für alle weg. Wer sie schon geladen hat, behält sie.",
            title=document.title,
        ),
        label=_("Entfernen"),
        action_url=request.path,
        cancel_url=back,
    )


def _lay_out(public_id: str, form: DocumentForm) -> bool:
    """Whether it could be; what is wrong is said at its field. Looking into a file takes a while,
    so that happens before anything is written.
    """
    now = clock.now()
    try:
        kept = read_file(read_upload(form.upload))
        meeting = _planned(public_id)
        documents.add_document(
            meeting=meeting,
            title=form.title.data or "",
            kept=kept,
            item=form.chosen_item(meeting),
            released_at=form.released_at(now),
            actor=current_person(),
            now=now,
        )
    except DomainError as refusal:
        form.show(refusal)
        return False
    return True


def _planned(public_id: str) -> BodyMeeting:
    return queries.get_planned_meeting(public_id, reader_of(current_account()))
