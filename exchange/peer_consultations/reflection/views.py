"""Weeks later: what came of it, for oneself and, if one likes, for the group."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from exchange.peer_consultations.groups.presentation import ShownConsultation, shown_consultation
from exchange.peer_consultations.reflection import services
from exchange.peer_consultations.reflection.forms import ReflectionForm
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "peer_reflections",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultations/<public_id>/reflection",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def show(public_id: str) -> ResponseReturnValue:
    shown = _held(public_id)
    own = services.find_reflection(shown.consultation, current_person())
    form = ReflectionForm(
        data={"text": services.read_reflection(own), "shared": bool(own and own.shared_at)}
    )
    if form.validate_on_submit():
        services.save_reflection(
            consultation=shown.consultation,
            text=form.text.data,
            shared=form.shared.data,
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Ihr Rückblick ist gespeichert."), "success")
        return redirect(url_for(".show", public_id=public_id), 303)
    page = render_template(
        "peer_consultations/reflection.html",
        shown=shown,
        form=form,
        own=own,
        shared=services.list_shared(shown.consultation),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/delete")
@requires(CONSULT_PEERS)
def delete(public_id: str) -> ResponseReturnValue:
    shown = _held(public_id)
    services.delete_reflection(
        consultation=shown.consultation, actor=current_person(), now=clock.now()
    )
    flash(_("Ihr Rückblick ist gelöscht."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _held(public_id: str) -> ShownConsultation:
    shown = shown_consultation(current_person(), public_id)
    if not shown.consultation.is_held:
        raise NotFound
    return shown
