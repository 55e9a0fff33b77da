"""A person's own settings: which mails, how discreet, and what brings dates into the calendar."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.permissions import signed_in
from notifications import services
from notifications.forms import CALENDAR_HINTS, wishes_form
from notifications.kinds import list_kinds
from notifications.queries import get_wishes
from notifications.wishes import CalendarBy, Wishes
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "notifications", __name__, template_folder="templates", url_prefix="/account/notifications"
)


@blueprint.route("", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    before, kinds = get_wishes(person), list_kinds()
    to_choose = [kind for kind in kinds if len(kind.choices) > 1]
    form = wishes_form(to_choose, before)
    if form.validate_on_submit():
        today = now.astimezone(viewer_zone()).date()
        wishes = form.wishes(to_choose, before, today)
        services.save_wishes(person=person, wishes=wishes, now=now)
        _say_what_is_saved(before, wishes)
        return redirect(url_for("notifications.settings"), 303)
    page = render_template(
        "notifications/settings.html",
        form=form,
        kinds=to_choose,
        always=[kind for kind in kinds if kind not in to_choose],
        calendar_hints=CALENDAR_HINTS,
    )
    return page, 422 if form.is_submitted() else 200


def _say_what_is_saved(before: Wishes, wishes: Wishes) -> None:
    flash(_("Ihre Einstellungen sind gespeichert und gelten ab sofort."), "success")
    if before.calendar_by is not wishes.calendar_by is CalendarBy.FEED:
        flash(
            _(
                "Einträge, die Mails schon in Ihren Kalender gebracht haben, bleiben dort stehen. "
                "Löschen Sie sie dort, wenn etwas doppelt erscheint."
            ),
            "info",
        )
