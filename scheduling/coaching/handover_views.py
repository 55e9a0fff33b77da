"""A coach who cannot come hands an appointment of theirs over to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries
from scheduling.coaching.handing_over import hand_over, list_going_along
from scheduling.coaching.handover_forms import HandOverForm
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer, Side
from scheduling.coaching.standing_in import coaches_for_all, list_stand_ins

blueprint = Blueprint(
    "handovers", __name__, template_folder="templates", url_prefix="/manage/bookings"
)


@blueprint.get("/<public_id>/hand-over")
@requires(RUN_COACHING)
def choose(public_id: str) -> ResponseReturnValue:
    choice = _choice(public_id)
    return _page(choice, _form(choice))


@blueprint.post("/<public_id>/hand-over")
@requires(RUN_COACHING)
def give(public_id: str) -> ResponseReturnValue:
    with reading():  # what was looked at here is read anew under the locks
        choice = _choice(public_id)
        form = _form(choice)
        if not form.validate():
            return _page(choice, form), 422
    try:
        hand_over(
            booking=queries.get_booking_as_coach(current_person(), public_id),
            offer=form.chosen,
            now=clock.now(),
            and_following=form.all_following,
        )
    except DomainError as refusal:
        return _refused(public_id, refusal)
    flash(_("Übergeben. Alle Beteiligten erfahren es per Mail."), "success")
    flash(_("Sind Sie länger nicht da? Tragen Sie es unter „Meine Zeiten“ ein."), "warning")
    return redirect(url_for("bookings.index"), 303)


@dataclass(frozen=True)
class _Choice:
    """What can be handed over `together`, to whom, and who (by id) has time for all of it."""

    booking: Booking
    together: Sequence[Booking] = ()
    offers: Sequence[CoachingOffer] = ()
    for_all: frozenset[int] = frozenset()

    @property
    def following(self) -> int:
        """How many can go along or stay; those of a request all go."""
        return len(self.together[1:]) if self.booking.takes_place else 0


def _choice(public_id: str) -> _Choice:
    booking, now = queries.get_booking_as_coach(current_person(), public_id), clock.now()
    if not booking.can_be_cancelled(now, Side.COACH):
        return _Choice(booking)
    together = list_going_along(booking, and_following=True)
    found = list_stand_ins(together, now)
    for_all = coaches_for_all(found)
    offers = found[booking]
    if booking.status == BookingStatus.REQUESTED:
        offers = [offer for offer in offers if offer.coach_id in for_all]
    return _Choice(booking, together, offers, frozenset(for_all))


def _form(choice: _Choice) -> HandOverForm:
    return HandOverForm.of(choice.offers, following=choice.following)


def _refused(public_id: str, refusal: DomainError) -> ResponseReturnValue:
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        choice = _choice(public_id)
        form = _form(choice)
        form.show(refusal)
        return _page(choice, form), refusal.status


def _page(choice: _Choice, form: HandOverForm) -> str:
    for_all = _("Hat auch an allen folgenden Terminen Zeit.")
    return render_template(
        "coaching/hand_over.html",
        booking=choice.booking,
        together=choice.together,
        offers=choice.offers,
        form=form,
        hints={
            offer.public_id: for_all
            for offer in choice.offers
            if choice.following and offer.coach_id in choice.for_all
        },
    )
