"""The programme office covers for a coach who cannot even click.

It sees when the coach's appointments are, and of nobody who goes there.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_datetime, ngettext
from app.kernel.matrix import COVER_ABSENCES
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import covering
from scheduling.coaching.booking_forms import KINDS
from scheduling.coaching.covering import Covered
from scheduling.coaching.handover_forms import AbsenceForm

blueprint = Blueprint(
    "absences", __name__, template_folder="templates", url_prefix="/manage/absences"
)

#: What the choice for an appointment is called, before the number of the appointment.
CHOICE = "offer-"


@blueprint.get("")
@requires(COVER_ABSENCES)
def show() -> ResponseReturnValue:
    form = AbsenceForm.of(covering.list_coaches())
    coach, appointments = None, []
    if request.args and form.validate():
        coach = covering.get_coach(form.coach.data)
        appointments = covering.list_open_appointments(
            coach, form.first.data, form.last.data, clock.now()
        )
    page = render_template(
        "coaching/absence.html",
        form=form,
        coach=coach,
        is_away=coach and covering.is_away(coach, form.first.data, form.last.data),
        can_go=[one for one in appointments if one.stand_ins],
        must_stay=[one for one in appointments if not one.stand_ins],
        kinds=KINDS,
        choice=CHOICE,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>")
@requires(COVER_ABSENCES)
def hand_over(public_id: str) -> ResponseReturnValue:
    coach = covering.get_coach(public_id)
    covered = covering.cover(
        coach_id=public_id, choices=_choices(), actor=current_person(), now=clock.now()
    )
    _tell(covered)
    span = {name: request.args.get(name, "") for name in ("first", "last")}
    return redirect(url_for("absences.show", coach=coach.public_id, **span), 303)


@blueprint.post("/days")
@requires(COVER_ABSENCES)
def close_days() -> ResponseReturnValue:
    form = AbsenceForm.of(covering.list_coaches())
    if not request.args or not form.validate():
        raise NotFound
    covering.close_days(
        coach=covering.get_coach(form.coach.data),
        first=form.first.data,
        last=form.last.data,
        actor=current_person(),
        now=clock.now(),
    )
    flash(_("Die Tage sind für neue Termine gesperrt."), "success")
    return redirect(url_for("absences.show", **form.span()), 303)


def _choices() -> dict[str, str]:
    """By number of the appointment, the offer that was chosen: for one of them, or for all."""
    only = request.form.get("only")
    chosen = {
        name.removeprefix(CHOICE): value
        for name, value in request.form.items()
        if name.startswith(CHOICE) and value
    }
    return {key: value for key, value in chosen.items() if only in (None, key)}


def _tell(covered: Covered) -> None:
    if covered.handed_over:
        number = covered.handed_over
        text = ngettext("%(num)s Termin ist übergeben.", "%(num)s Termine sind übergeben.", number)
        told = _("Alle Beteiligten erfahren es per Mail.")
        flash(f"{text} {told}", "success")
    if covered.staying:
        when = ", ".join(map(local_datetime, covered.staying))
        flash(_("Nicht übergeben, weil jemand schneller war: %(when)s", when=when), "warning")
    if not covered.handed_over and not covered.staying:
        flash(_("Es wurde nichts übergeben."), "warning")
