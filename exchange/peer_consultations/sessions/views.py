"""A session: where it stands, for everybody in the group; its moderator moves it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from exchange.peer_consultations.groups.models import FEWEST, Consultation, Role
from exchange.peer_consultations.groups.notes import read_notes
from exchange.peer_consultations.groups.presentation import ShownConsultation, show
from exchange.peer_consultations.groups.queries import get_consultation, get_membership
from exchange.peer_consultations.groups.wording import ROLES
from exchange.peer_consultations.sessions import services
from exchange.peer_consultations.sessions.errors import MovedMeanwhile
from exchange.peer_consultations.sessions.forms import NoteForm, TurnForm
from exchange.peer_consultations.sessions.phases import MINUTES, PHASES
from exchange.peer_consultations.sessions.wording import PHASE_NAMES, PROMPTS, PURPOSES
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "peer_sessions",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultations/<public_id>/session",
)


@blueprint.get("")
@requires(CONSULT_PEERS)
def session(public_id: str) -> ResponseReturnValue:
    return _page(public_id, NoteForm())


@blueprint.get("/now")
@requires(CONSULT_PEERS)
def now(public_id: str) -> ResponseReturnValue:
    """Where it stands, as `part` of the page; none for who has `seen` all of that."""
    consultation = get_membership(current_person(), public_id).consultation
    if request.args.get("seen") == consultation.seen:
        return {"part": ""}
    return {"part": render_template("peer_consultations/session/now.html", **_state(public_id))}


@blueprint.post("/begin")
@requires(CONSULT_PEERS)
def begin(public_id: str) -> ResponseReturnValue:
    return _do(public_id, services.begin_session)


@blueprint.post("/on")
@requires(CONSULT_PEERS)
def go_on(public_id: str) -> ResponseReturnValue:
    return _do(public_id, services.change_phase, by=1)


@blueprint.post("/back")
@requires(CONSULT_PEERS)
def go_back(public_id: str) -> ResponseReturnValue:
    return _do(public_id, services.change_phase, by=-1)


@blueprint.post("/pause")
@requires(CONSULT_PEERS)
def pause(public_id: str) -> ResponseReturnValue:
    return _do(public_id, services.pause)


@blueprint.post("/resume")
@requires(CONSULT_PEERS)
def resume(public_id: str) -> ResponseReturnValue:
    return _do(public_id, services.resume)


@blueprint.post("/notes")
@requires(CONSULT_PEERS)
def note(public_id: str) -> ResponseReturnValue:
    consultation, form = get_consultation(current_person(), public_id), NoteForm()
    if form.validate():
        try:
            services.add_note(
                consultation=consultation,
                text=form.text.data,
                actor=current_person(),
                now=clock.now(),
            )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(url_for(".session", public_id=public_id, _anchor="note"), 303)
    return _page(public_id, form), 422


def _do(public_id: str, command: Callable[..., Consultation], **given: Any) -> ResponseReturnValue:
    consultation, form = get_consultation(current_person(), public_id), TurnForm()
    if not form.validate():
        raise NotFound
    try:
        command(
            consultation=consultation,
            turn=form.seen,
            actor=current_person(),
            now=clock.now(),
            **given,
        )
    except NotFound:
        raise
    except MovedMeanwhile as late:
        flash(late.message, "info")
    except DomainError as refusal:
        flash(refusal.message, "error")
        return _page(public_id, NoteForm()), 422
    if consultation.is_held:
        flash(_("Die Beratung ist beendet. Danke!"), "success")
        return redirect(url_for("peer_consultations.show", public_id=public_id), 303)
    return redirect(url_for(".session", public_id=public_id), 303)


def _page(public_id: str, form: NoteForm) -> str:
    state = _state(public_id)
    return render_template("peer_consultations/session/show.html", form=form, **state)


def _state(public_id: str) -> dict[str, Any]:
    """What page and part show."""
    reader, at = current_person(), clock.now()
    consultation = get_consultation(reader, public_id)
    shown: ShownConsultation = show(consultation, reader)
    phase_clock = services.clock_of(consultation) if consultation.is_running else None
    return {
        "shown": shown,
        "consultation": consultation,
        "clock": phase_clock,
        "left": int(phase_clock.left(at).total_seconds()) if phase_clock else 0,
        "notes": read_notes(shown.case) if shown.text is not None else [],
        "moderates": shown.me.role == Role.MODERATOR,
        "phases": PHASES,
        "minutes": MINUTES,
        "phase_names": PHASE_NAMES,
        "purposes": PURPOSES,
        "prompts": PROMPTS,
        "roles": ROLES,
        "fewest": FEWEST,
    }
