"""Filling in, question by question or all at once. Addresses hold numbers, never keys of items.

Whatever page an answer is sent from, it is kept; who comes too late is led to the result.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import requires
from assessments.administrations import queries, services
from assessments.administrations.binder import Layout
from assessments.administrations.forms import LAYOUTS, FinishForm, ItemsForm, hints_for
from assessments.administrations.notice import notice_for, open_waves
from assessments.administrations.passage import next_open, without_answer
from assessments.administrations.queries import Opened
from assessments.administrations.wording import introduction_of
from assessments.instruments.definition import Instrument
from assessments.instruments.queries import get_instrument
from assessments.waves.services import WaveClosed
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "filling_in",
    __name__,
    template_folder="templates",
    url_prefix="/assessments/drafts/<address>",
)


@blueprint.route("/questions/<int:number>", methods=["GET", "POST"])
@requires(ASSESS_ONESELF, needs_benefit=False)
def question(address: str, number: int) -> ResponseReturnValue:
    draft = opened_at(address)
    instrument = instrument_of(draft)
    if not 1 <= number <= len(instrument.items):
        raise NotFound
    form = ItemsForm.about(instrument, draft.contents.answers, shown=number)
    return ask("assessments/question.html", form, draft, instrument, number)


@blueprint.route("/questions", methods=["GET", "POST"])
@requires(ASSESS_ONESELF, needs_benefit=False)
def questions(address: str) -> ResponseReturnValue:
    draft = opened_at(address)
    instrument = instrument_of(draft)
    form = ItemsForm.about(instrument, draft.contents.answers)
    return ask("assessments/questions.html", form, draft, instrument)


def ask(
    template: str, form: ItemsForm, draft: Opened, instrument: Instrument, number: int | None = None
) -> ResponseReturnValue:
    """Show questions, or keep the answers to them and lead on."""
    if draft.finished:
        return to_result(draft)
    if not form.validate_on_submit():
        page = render_template(
            template,
            form=form,
            draft=draft,
            instrument=instrument,
            number=number,
            **beside_questions(instrument),
        )
        return page, 422 if form.is_submitted() else 200
    try:
        kept = services.keep_answers(
            person=current_person(),
            instrument_key=instrument.key,
            answers=form.answers,
            actor=current_person(),
        )
    except services.NoDraft:  # finished in another window just now
        return to_result(draft)
    return redirect(address_after(form, kept, instrument, number), 303)


def beside_questions(instrument: Instrument) -> dict[str, object]:
    """What stands around the questions, be it one or all."""
    return {
        "introduction": introduction_of(instrument),
        "layouts": LAYOUTS,
        "notice": notice_for(current_person(), instrument),
    }


def address_after(
    form: ItemsForm, draft: Opened, instrument: Instrument, number: int | None
) -> str:
    """Where the button leads with which the answers were sent."""
    at = {"address": draft.address}
    if form.later.data:
        flash(_("Ihre Antworten sind gespeichert. Sie können jederzeit weitermachen."), "success")
        return url_for("assessments.show")
    if form.switch.data:
        other = Layout.SINGLE if number is None else Layout.ALL
        services.choose_layout(person=current_person(), layout=other, actor=current_person())
        return address_in(other, draft, instrument, number)
    if form.back.data and number is not None and number > 1:
        return url_for("filling_in.question", number=number - 1, **at)
    if number is None or number == len(instrument.items) or "review" in request.args:
        return url_for("filling_in.finish", **at)
    return url_for("filling_in.question", number=number + 1, **at)


@blueprint.route("/finish", methods=["GET", "POST"])
@requires(ASSESS_ONESELF, needs_benefit=False)
def finish(address: str) -> ResponseReturnValue:
    draft = opened_at(address)
    instrument = instrument_of(draft)
    if draft.finished:
        return to_result(draft)
    if not draft.contents.answers:
        flash(str(services.NothingAnswered.MESSAGE), "warning")
        return redirect(address_to_begin(draft, instrument), 303)
    form = FinishForm.about(open_waves(current_person(), instrument))
    if form.validate_on_submit():
        try:
            return to_result(finish_with(form, instrument))
        except WaveClosed as refused:
            form.show(DomainError(refused.message, field="wave"))
        except services.NoDraft:  # finished in another window just now
            return to_result(draft)
    return end_page(form, draft, instrument), 422 if form.is_submitted() else 200


def end_page(form: FinishForm, draft: Opened, instrument: Instrument) -> str:
    """What was skipped, the question for a copy where a wave is open, and a note to oneself."""
    return render_template(
        "assessments/finish.html",
        form=form,
        draft=draft,
        open_items=without_answer(instrument, draft.contents.answers),
        layout=queries.get_layout(current_person()),
        hints=hints_for(list(form.waves.values())),
        notice=notice_for(current_person(), instrument),
    )


def finish_with(form: FinishForm, instrument: Instrument) -> Opened:
    """Finish as the form says. Raises WaveClosed and NoDraft."""
    try:
        return services.finish_assessment(
            person=current_person(),
            instrument=instrument,
            note=form.note.data or "",
            actor=current_person(),
            now=clock.now(),
            wave=form.chosen,
        )
    except NotFound as not_asked_any_more:
        raise WaveClosed(WaveClosed.MESSAGE) from not_asked_any_more


def opened_at(address: str) -> Opened:
    """The person's own at this address, finished or not. Raises NotFound for all others."""
    for each in queries.list_opened(current_person()):
        if each.address == address:
            return each
    raise NotFound


def instrument_of(opened: Opened) -> Instrument:
    """The version with which it was begun: another one could ask something else."""
    return get_instrument(opened.contents.instrument_key, opened.contents.instrument_version)


def to_result(opened: Opened) -> ResponseReturnValue:
    return redirect(url_for("assessments.result", address=opened.address), 303)


def address_to_begin(draft: Opened, instrument: Instrument) -> str:
    """Where somebody goes on with a draft, asked as they like it."""
    return address_in(queries.get_layout(current_person()), draft, instrument)


def address_in(
    layout: Layout, draft: Opened, instrument: Instrument, number: int | None = None
) -> str:
    """Where a draft goes on in a layout; `number` is the question that was shown last."""
    at = {"address": draft.address}
    place = next_open(instrument, draft.contents.answers)
    if layout is Layout.ALL:
        last = number or place
        # Whoever begins should see what the page is about first.
        anchor = f"question-{last}" if last and last > 1 else None
        return url_for("filling_in.questions", _anchor=anchor, **at)
    if place is None:
        return url_for("filling_in.finish", **at)
    return url_for("filling_in.question", number=place, **at)
