"""The line for a full cohort, the seat that is offered, and the one that a colleague takes over."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message, localised
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ENROL
from app.kernel.permissions import requires
from courses.cohorts import queries
from courses.cohorts.models import Cohort, EnrolmentStatus
from courses.cohorts.presenting import PENDING
from courses.cohorts.seats import services as seats
from courses.cohorts.seats import substitutes
from courses.cohorts.seats.forms import SubstituteForm
from courses.cohorts.seats.substitute_queries import find_offer_of, find_offer_to
from courses.cohorts.views import refused
from organisations.accounts.current import current_person

blueprint = Blueprint("seats", __name__, url_prefix="/cohorts")


@blueprint.post("/<public_id>/waiting-list")
@requires(ENROL)
def join(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    try:
        enrolment = seats.join_waiting_list(
            cohort=cohort,
            person=person,
            actor=person,
            now=clock.now(),
            take_at_once="take_at_once" in request.form,
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return refused(public_id, refusal)
    if enrolment.status == EnrolmentStatus.WAITLISTED:
        flash(_("Sie stehen auf der Warteliste."), "success")
    elif enrolment.status == EnrolmentStatus.REQUESTED:
        flash(
            _("Ihre Anfrage ist unterwegs. Sobald entschieden ist, bekommen Sie eine Mail."),
            "success",
        )
    elif enrolment.takes_part:
        flash(_("Gerade ist ein Platz frei geworden: Sie sind angemeldet."), "success")
    else:
        flash(_("Gerade ist ein Platz frei geworden. Nehmen Sie ihn an?"), "info")
    return _back_to(public_id)


@blueprint.get("/<public_id>/waiting-list/leave")
@requires(ENROL, needs_benefit=False)
def confirm_leaving(public_id: str) -> ResponseReturnValue:
    cohort = _pending_cohort(public_id)
    return render_template(
        "confirm.html",
        heading=_("Nicht mehr warten?"),
        text=_(
            "„%(course)s“: Sie verlieren Ihre Stelle. Wenn Sie es sich anders überlegen, stellen "
            "Sie sich hinten an.",
            course=localised(cohort.title),
        ),
        label=_("Nicht mehr warten"),
        action_url=url_for("seats.leave", public_id=public_id),
        cancel_url=url_for("cohorts.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/waiting-list/leave")
@requires(ENROL, needs_benefit=False)
def leave(public_id: str) -> ResponseReturnValue:
    return _act_on_own(public_id, seats.leave_waiting_list, _("Sie warten nicht mehr."))


@blueprint.post("/<public_id>/offer/accept")
@requires(ENROL)
def accept(public_id: str) -> ResponseReturnValue:
    return _act_on_own(public_id, seats.accept_offer, _("Sie sind angemeldet."))


@blueprint.get("/<public_id>/offer/decline")
@requires(ENROL, needs_benefit=False)
def confirm_declining(public_id: str) -> ResponseReturnValue:
    cohort = _pending_cohort(public_id)
    return render_template(
        "confirm.html",
        heading=_("Platz ablehnen?"),
        text=_("„%(course)s“: Der Platz geht gleich an andere.", course=localised(cohort.title)),
        label=_("Platz ablehnen"),
        action_url=url_for("seats.decline", public_id=public_id),
        cancel_url=url_for("cohorts.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/offer/decline")
@requires(ENROL, needs_benefit=False)
def decline(public_id: str) -> ResponseReturnValue:
    done = _("Danke. Der Platz geht an andere.")
    return _act_on_own(public_id, seats.decline_offer, done)


@blueprint.route("/<public_id>/substitute", methods=["GET", "POST"])
@requires(ENROL)
def substitute(public_id: str) -> ResponseReturnValue:
    """Whoever cannot come asks somebody of their municipality, whose address they know."""
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is None or enrolment.status != EnrolmentStatus.ENROLLED:
        raise NotFound
    form = SubstituteForm()
    if form.validate_on_submit():
        try:
            substitutes.ask_substitute(
                enrolment=enrolment, email=form.email.data, actor=person, now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Wir haben gefragt. Bis zur Zusage behalten Sie Ihren Platz."), "success")
            return _back_to(public_id)
    page = render_template(
        "cohorts/substitute.html", form=form, cohort=cohort, asked=find_offer_of(enrolment)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/substitute/take-back")
@requires(ENROL, needs_benefit=False)
def take_back(public_id: str) -> ResponseReturnValue:
    done = _("Sie behalten Ihren Platz.")
    return _act_on_own(public_id, substitutes.take_back_question, done)


@blueprint.post("/<public_id>/substitute/accept")
@requires(ENROL)
def take_over(public_id: str) -> ResponseReturnValue:
    return _answer(public_id, substitutes.take_over, _("Der Platz gehört jetzt Ihnen."))


@blueprint.post("/<public_id>/substitute/decline")
@requires(ENROL, needs_benefit=False)
def refuse_seat(public_id: str) -> ResponseReturnValue:
    return _answer(public_id, substitutes.refuse_seat, _("Danke. Wir sagen es weiter."))


def _act_on_own(public_id: str, act: Callable[..., object], done: Message) -> ResponseReturnValue:
    """Do something with one's own enrolment, and say what came of it."""
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    enrolment = queries.find_enrolment(person, cohort)
    try:
        act(enrolment=enrolment, actor=person, now=clock.now())
    except DomainError as refusal:
        return refused(public_id, refusal)
    flash(done, "success")
    return _back_to(public_id)


def _answer(public_id: str, act: Callable[..., object], done: Message) -> ResponseReturnValue:
    """Answer a colleague, and say what came of it."""
    person = current_person()
    offer = find_offer_to(person, queries.get_cohort_for(person, public_id))
    try:
        act(offer=offer, actor=person, now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        return refused(public_id, refusal)
    flash(done, "success")
    return _back_to(public_id)


def _pending_cohort(public_id: str) -> Cohort:
    """A cohort in which one has asked for a seat or is offered one. Raises NotFound."""
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is None or enrolment.status not in PENDING:
        raise NotFound
    return cohort


def _back_to(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("cohorts.show", public_id=public_id), 303)
