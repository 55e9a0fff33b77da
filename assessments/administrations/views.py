"""Self-assessments: the way in, and the result. Everyone reaches only their own.

What somebody has taken stays theirs to read and delete when their role has changed since. What they
have begun they may finish when their municipality's membership no longer includes new ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import lacks_benefit, may, requires, signed_in
from assessments.administrations import queries, services
from assessments.administrations.binder import Layout
from assessments.administrations.filling_views import address_in, address_to_begin, instrument_of
from assessments.administrations.forms import BeginForm
from assessments.administrations.notice import notice_for
from assessments.administrations.passage import minutes_for
from assessments.administrations.presentation import KnownInstruments, own_courses
from assessments.administrations.queries import Opened
from assessments.administrations.results import result_of
from assessments.administrations.wording import about, source_of
from assessments.instruments.definition import Instrument
from assessments.instruments.queries import find_offered, list_offered
from assessments.instruments.shelf import resilience_check
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "assessments", __name__, template_folder="templates", url_prefix="/assessments"
)
blueprint.record_once(lambda _state: resilience_check())


@dataclass(frozen=True)
class Choice:
    """A questionnaire to begin, or to go on with where there is a `draft`."""

    instrument: Instrument
    about: Message
    minutes: int
    draft: Opened | None
    url: str


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    person, instrument = current_person(), resilience_check()
    drafts = queries.list_drafts(person)
    return render_template(
        "assessments/show.html",
        choices=choices_beside(drafts),
        drafts=drafts,
        instrument=instrument,
        may_begin=may(ASSESS_ONESELF),
        not_included=lacks_benefit(ASSESS_ONESELF),
        notice=notice_for(person, instrument),
        results=own_courses(queries.list_taken(person)),
    )


@blueprint.route("/begin/<key>", methods=["GET", "POST"])
@requires(ASSESS_ONESELF)
def begin(key: str) -> ResponseReturnValue:
    person, instrument = current_person(), find_offered(key)
    if instrument is None:
        raise NotFound
    draft = queries.find_draft(person, key)
    form = BeginForm(data={"layout": queries.get_layout(person)})
    if draft is not None and not form.is_submitted():
        return redirect(address_to_begin(draft, instrument_of(draft)), 303)
    if not form.validate_on_submit():
        page = render_template(
            "assessments/begin.html",
            form=form,
            instrument=instrument,
            about=about(instrument),
            source=source_of(instrument),
            minutes=minutes_for(instrument),
            notice=notice_for(person, instrument),
        )
        return page, 422 if form.is_submitted() else 200
    services.choose_layout(person=person, layout=Layout(form.layout.data), actor=person)
    draft = services.begin_assessment(
        person=person, instrument=instrument, actor=person, now=clock.now()
    )
    return redirect(address_to_begin(draft, instrument_of(draft)), 303)


@blueprint.get("/results/<address>")
@signed_in
def result(address: str) -> ResponseReturnValue:
    person = current_person()
    opened = queries.get_taken(person, address)
    taken = queries.list_taken(person, opened.contents.instrument_key)
    view = result_of(opened, taken, KnownInstruments())
    return render_template("assessments/result.html", view=view, instrument=view.instrument)


@blueprint.post("/results/<address>/take-back")
@signed_in
def take_back(address: str) -> ResponseReturnValue:
    person = current_person()
    if services.take_back_copy(person=person, address=address, actor=person):
        flash(_("Die Kopie für das Gruppenergebnis ist gelöscht."), "success")
    else:
        flash(_("Es gibt keine Kopie mehr, die Sie zurücknehmen können."), "warning")
    return redirect(url_for("assessments.result", address=address), 303)


def choices_beside(drafts: Sequence[Opened]) -> list[Choice]:
    """What the one who is signed in has begun, then what else they may begin."""
    if not may(ASSESS_ONESELF, needs_benefit=False):
        return []
    offered, layout = list_offered(), queries.get_layout(current_person())
    known = {(each.key, each.version): each for each in offered}
    begun = {draft.contents.instrument_key for draft in drafts}
    new = [each for each in offered if each.key not in begun] if may(ASSESS_ONESELF) else []
    return [_begun(draft, _instrument(draft, known), layout) for draft in drafts] + [
        _to_begin(instrument) for instrument in new
    ]


def _instrument(draft: Opened, known: Mapping[tuple[str, int], Instrument]) -> Instrument:
    """That of a draft, looked up only where it is no longer offered as it was."""
    contents = draft.contents
    return known.get((contents.instrument_key, contents.instrument_version)) or instrument_of(draft)


def _begun(draft: Opened, instrument: Instrument, layout: Layout) -> Choice:
    url = address_in(layout, draft, instrument)
    return Choice(instrument, about(instrument), minutes_for(instrument), draft, url)


def _to_begin(instrument: Instrument) -> Choice:
    url = url_for("assessments.begin", key=instrument.key)
    return Choice(instrument, about(instrument), minutes_for(instrument), None, url)


def has_own() -> bool:
    """Whether the one who is signed in has begun or taken any."""
    return queries.has_own(current_person())
