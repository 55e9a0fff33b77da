"""Peer consultations of who is signed in: open one, see it, roles, date, leave, call off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.peer_consultations.groups import queries, services
from exchange.peer_consultations.groups.casting import cast_role
from exchange.peer_consultations.groups.dating import set_date
from exchange.peer_consultations.groups.forms import DateForm, RoleForm, date_form, open_form
from exchange.peer_consultations.groups.models import FEWEST, MOST, Role, State
from exchange.peer_consultations.groups.presentation import (
    Missing,
    ShownConsultation,
    shown_consultation,
)
from exchange.peer_consultations.groups.retention import day_after, goes_on, months_to_choose
from exchange.peer_consultations.groups.topics import list_topics, topic_names
from exchange.peer_consultations.groups.wording import ROLE_HINTS, ROLES, STATE_BADGES, STATES
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "peer_consultations",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultations",
)
blueprint.add_app_template_global(goes_on, "consultation_goes_on")


@blueprint.get("")
@requires(CONSULT_PEERS)
def index() -> ResponseReturnValue:
    person = current_person()
    found = queries.list_consultations(person)
    over = {State.HELD, State.CALLED_OFF}
    return render_template(
        "peer_consultations/index.html",
        coming=[one for one in found if one.state not in over],
        past=[one for one in found if one.state in over],
        invitations=queries.list_invitations(person),
        topics=topic_names(),
        states=STATES,
        badges_of=STATE_BADGES,
        roles=ROLES,
        person=person,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def new() -> ResponseReturnValue:
    form = open_form(list_topics(), months_to_choose())
    if form.validate_on_submit():
        now = clock.now()
        consultation = services.open_consultation(
            topic=form.topic.data,
            delete_on=day_after(form.months.data, today(now)),
            role=Role.CASE_GIVER if form.brings_case.data == "yes" else Role.MODERATOR,
            actor=current_person(),
            now=now,
        )
        flash(_("Die Beratung ist geöffnet. Als Nächstes laden Sie ein."), "success")
        return redirect(url_for(".show", public_id=consultation.public_id), 303)
    page = render_template("peer_consultations/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@requires(CONSULT_PEERS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(shown_consultation(current_person(), public_id))


@blueprint.post("/<public_id>/roles")
@requires(CONSULT_PEERS)
def cast(public_id: str) -> ResponseReturnValue:
    shown, form = shown_consultation(current_person(), public_id), RoleForm()
    chosen = next((one for one in shown.members if one.person.public_id == form.person.data), None)
    if not form.validate() or chosen is None:
        raise NotFound
    try:
        cast_role(
            consultation=shown.consultation,
            person=chosen.person,
            role=form.chosen,
            actor=current_person(),
        )
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            raise
        flash(refusal.message, "error")
        return _page(shown_consultation(current_person(), public_id)), 422
    flash(_("%(name)s: %(role)s", name=chosen.person.name, role=ROLES[form.chosen]), "success")
    return redirect(url_for(".show", public_id=public_id, _anchor="group"), 303)


@blueprint.route("/<public_id>/date", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def date(public_id: str) -> ResponseReturnValue:
    shown = _organised(public_id)
    form: DateForm = date_form(shown.consultation)
    meeting = form.meeting() if form.validate_on_submit() else None
    if meeting is not None:
        try:
            set_date(
                consultation=shown.consultation,
                meeting=meeting,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Termin steht in den Kalendern der Gruppe."), "success")
            return redirect(url_for(".show", public_id=public_id), 303)
    page = render_template("peer_consultations/date.html", shown=shown, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/call-off", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def call_off(public_id: str) -> ResponseReturnValue:
    """Ask first; then call it off."""
    shown = _organised(public_id)
    if request.method == "POST":
        services.call_off(consultation=shown.consultation, actor=current_person(), now=clock.now())
        flash(_("Die Beratung ist abgesagt. Der Falltext ist gelöscht."), "success")
        return redirect(url_for(".index"), 303)
    return render_template(
        "confirm.html",
        heading=_("Beratung absagen?"),
        text=_(
            "Die Kalender der Gruppe erfahren davon. Ein Falltext wird sofort und für immer "
            "gelöscht."
        ),
        label=_("Beratung absagen"),
        action_url=request.path,
        cancel_url=url_for(".show", public_id=public_id),
    )


@blueprint.route("/<public_id>/leave", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def leave(public_id: str) -> ResponseReturnValue:
    """Ask first; then go."""
    person = current_person()
    shown = shown_consultation(person, public_id)
    if request.method == "POST":
        services.leave(consultation=shown.consultation, person=person, now=clock.now())
        flash(_("Sie gehören nicht mehr zur Gruppe."), "success")
        return redirect(url_for(".index"), 303)
    return render_template(
        "confirm.html",
        heading=_("Gruppe verlassen?"),
        text=_(
            "Ihr Falltext und Ihr Rückblick werden gelöscht, der Termin verschwindet aus Ihrem "
            "Kalender. Sind Sie allein in der Gruppe, wird sie gelöscht."
        ),
        label=_("Gruppe verlassen"),
        action_url=request.path,
        cancel_url=url_for(".show", public_id=public_id),
    )


def _organised(public_id: str) -> ShownConsultation:
    """A planned consultation that the reader organises. Raises NotFound for all others."""
    shown = shown_consultation(current_person(), public_id)
    if not shown.is_organiser or not shown.consultation.is_planned:
        raise NotFound
    return shown


def _page(shown: ShownConsultation) -> str:
    return render_template(
        "peer_consultations/show.html",
        shown=shown,
        consultation=shown.consultation,
        waiting=queries.count_waiting(shown.consultation, suggested=True),
        topic=topic_names().get(shown.consultation.topic, ""),
        missing=Missing,
        roles=ROLES,
        role_hints=ROLE_HINTS,
        states=STATES,
        badges_of=STATE_BADGES,
        fewest=FEWEST,
        most=MOST,
        now=clock.now(),
    )
