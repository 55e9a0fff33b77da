"""The case of a consultation: write, look through, share, take back, delete."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from exchange.peer_consultations.groups import case_texts
from exchange.peer_consultations.groups.case_texts import CaseText, ChangedMeanwhile
from exchange.peer_consultations.groups.forms import CaseForm, ShareForm
from exchange.peer_consultations.groups.notes import read_notes
from exchange.peer_consultations.groups.presentation import ShownConsultation, shown_consultation
from exchange.peer_consultations.groups.wording import TRACES
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "peer_cases",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultations/<public_id>/case",
)


@blueprint.get("")
@requires(CONSULT_PEERS)
def show(public_id: str) -> ResponseReturnValue:
    """The case for its author, with what may show who it is about."""
    return _page(_own(public_id), ShareForm())


@blueprint.route("/edit", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def edit(public_id: str) -> ResponseReturnValue:
    shown = shown_consultation(current_person(), public_id)
    if not shown.gives_case or not shown.consultation.may_change_case:
        raise NotFound
    revision = shown.case.revision if shown.case else 0
    text = shown.text or CaseText()
    form = CaseForm(
        data={
            "revision": str(revision),
            "title": text.title,
            "question": text.question,
            "story": text.story,
        }
    )
    other = None
    if form.validate_on_submit():
        try:
            case_texts.save_case(
                consultation=shown.consultation,
                text=form.text(),
                revision=form.seen,
                actor=current_person(),
            )
        except ChangedMeanwhile:
            form.revision.data, other = str(revision), text
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert. Prüfen Sie jetzt, ob jemand zu erkennen ist."), "success")
            return redirect(url_for(".show", public_id=public_id), 303)
    page = render_template("peer_consultations/case/edit.html", shown=shown, form=form, other=other)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/share")
@requires(CONSULT_PEERS)
def share(public_id: str) -> ResponseReturnValue:
    shown, form = _own(public_id), ShareForm()
    if form.validate():
        try:
            case_texts.share_case(
                consultation=shown.consultation, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Gruppe kann den Fall jetzt lesen."), "success")
            return redirect(url_for("peer_consultations.show", public_id=public_id), 303)
    return _page(shown, form), 422


@blueprint.post("/take-back")
@requires(CONSULT_PEERS)
def take_back(public_id: str) -> ResponseReturnValue:
    shown = _own(public_id)
    case_texts.take_case_back(consultation=shown.consultation, actor=current_person())
    flash(_("Nur Sie sehen den Fall jetzt."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/delete", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def delete(public_id: str) -> ResponseReturnValue:
    """Ask first; then delete it with its key."""
    shown = _own(public_id)
    if request.method == "POST":
        case_texts.delete_case(
            consultation=shown.consultation, actor=current_person(), now=clock.now()
        )
        flash(_("Fall und Mitschrift sind für immer gelöscht."), "success")
        return redirect(url_for("peer_consultations.show", public_id=public_id), 303)
    return render_template(
        "confirm.html",
        heading=_("Fall löschen?"),
        text=_("Text und Mitschrift sind danach in keiner Kopie mehr lesbar."),
        label=_("Fall löschen"),
        action_url=request.path,
        cancel_url=url_for(".show", public_id=public_id),
    )


def _own(public_id: str) -> ShownConsultation:
    """A consultation whose case the reader has written. Raises NotFound for all others."""
    shown = shown_consultation(current_person(), public_id)
    if not shown.is_author:
        raise NotFound
    return shown


def _page(shown: ShownConsultation, form: ShareForm) -> str:
    text = shown.text or CaseText()
    return render_template(
        "peer_consultations/case/show.html",
        shown=shown,
        text=text,
        form=form,
        notes=read_notes(shown.case),
        traces=case_texts.find_traces_in(text, current_person()),
        kinds=TRACES,
    )
