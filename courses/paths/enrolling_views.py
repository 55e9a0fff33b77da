"""Enrol in all dated steps of one's path at once: look at them, then do it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised, ngettext
from app.kernel.matrix import ENROL
from app.kernel.permissions import requires
from courses.cohorts.models import Enrolment, Session
from courses.paths import queries
from courses.paths.enrolling import Bookable, PathIsAnother, SeatGone, enrol_in_all, part_steps
from courses.paths.presentation import view_of
from organisations.accounts.current import current_person
from scheduling.models import Event
from scheduling.queries import list_events_of

blueprint = Blueprint("path_enrolment", __name__, url_prefix="/path")


@blueprint.get("/enrol")
@requires(ENROL)
def confirm() -> ResponseReturnValue:
    return _page()


@blueprint.post("/enrol")
@requires(ENROL)
def enrol() -> ResponseReturnValue:
    person = current_person()
    chosen = [one for one in request.form.get("cohorts", "").split(",") if one]
    try:
        new = enrol_in_all(person=person, cohorts=chosen, actor=person, now=clock.now())
    except (PathIsAnother, SeatGone) as refusal:
        db.session.rollback()  # all or nothing
        with reading():
            page = _page(refusal)
        return page, refusal.status
    flash(*_what_came_of_it(new))
    return redirect(url_for("paths.show"), 303)


def _what_came_of_it(new: Sequence[Enrolment]) -> tuple[str, str]:
    seats = sum(enrolment.takes_part for enrolment in new)
    asked = len(new) - seats
    told = []
    if seats:
        told.append(
            ngettext(
                "Sie sind zu %(num)s Durchgang angemeldet.",
                "Sie sind zu %(num)s Durchgängen angemeldet.",
                seats,
            )
        )
    if asked:
        told.append(
            ngettext(
                "%(num)s Anfrage ist unterwegs. Sobald entschieden ist, bekommen Sie eine Mail.",
                "%(num)s Anfragen sind unterwegs. Sobald entschieden ist, bekommen Sie eine Mail.",
                asked,
            )
        )
    if not told:
        return _("Sie waren schon angemeldet."), "info"
    return " ".join(told), "success"


def _page(refusal: DomainError | None = None) -> str:
    """What would be booked, and after a refusal what was refused."""
    person, now = current_person(), clock.now()
    path = queries.find_current_path(person)
    bookable, not_yet = [], []
    if path is not None:
        around = queries.read_surroundings(path, now=now)
        bookable, not_yet = part_steps(view_of(path, around), now)
    return render_template(
        "paths/enrol_all.html",
        bookable=bookable,
        not_yet=not_yet,
        clashes=_clashes(bookable),
        refusal=refusal,
        cohorts=",".join(one.overview.cohort.public_id for one in bookable),
    )


def _clashes(bookable: Sequence[Bookable]) -> dict[str, str]:
    """By the cohort's public id, what is in the person's calendar at its times; one statement."""
    if not bookable:
        return {}
    events = list_events_of(
        current_person(),
        since=min(one.overview.starts_at for one in bookable),
        until=max(one.overview.ends_at for one in bookable),
    )
    found = {}
    for one in bookable:
        sessions = [session for session in one.overview.cohort.sessions if session.takes_place]
        titles = [
            localised(event.title)
            for event in events
            if any(_overlap(session, event) for session in sessions)
        ]
        found[one.overview.cohort.public_id] = ", ".join(dict.fromkeys(titles))
    return found


def _overlap(session: Session, event: Event) -> bool:
    return session.event.starts_at < event.ends_at and event.starts_at < session.event.ends_at
