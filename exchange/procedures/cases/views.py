"""Cases of who is signed in: begin one, see where it stands, tick, note, close."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import HANDLE_CASES
from app.kernel.periods import Period, Unit
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.procedures.cases import queries, services
from exchange.procedures.cases.answer_views import form_with_gaps
from exchange.procedures.cases.errors import (
    AlreadyNamed,
    AnswersMissing,
    CaseClosed,
    ChangedMeanwhile,
    NoSuchColleague,
)
from exchange.procedures.cases.forms import (
    BeginForm,
    CloseForm,
    DescriptionForm,
    EndForm,
    NoteForm,
    TickForm,
    begin_form,
)
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.presentation import shown_case, shown_steps
from exchange.procedures.cases.retention import day_after, goes_on, months_to_choose
from exchange.procedures.cases.wording import act_text
from exchange.procedures.figures.outcomes import Outcome
from exchange.procedures.figures.wording import OUTCOMES
from exchange.procedures.sections import list_sections
from exchange.procedures.writing.models import ProcedureVersion
from exchange.procedures.writing.wording import situation_names
from notifications.services import notify
from organisations.accounts.current import current_person

blueprint = Blueprint("cases", __name__, template_folder="templates", url_prefix="/cases")
blueprint.add_app_template_global(act_text, "case_act_text")
blueprint.add_app_template_global(goes_on, "case_goes_on")


@blueprint.get("")
@requires(HANDLE_CASES)
def index() -> ResponseReturnValue:
    return render_template(
        "cases/index.html",
        sections=list_sections("cases.index"),
        lines=queries.list_lines(current_person(), clock.now(), exercises=False),
        outcomes=OUTCOMES,
    )


@blueprint.get("/new")
@requires(HANDLE_CASES)
def new() -> ResponseReturnValue:
    return render_template(
        "cases/new.html",
        versions=queries.list_versions_to_begin(current_person()),
        situations=situation_names(),
    )


@blueprint.route("/new/<public_id>", methods=["GET", "POST"])
@requires(HANDLE_CASES)
def begin(public_id: str) -> ResponseReturnValue:
    person = current_person()
    version = queries.get_version_to_begin(person, public_id)
    form = begin_form(
        version,
        situation_names(),
        months_to_choose(),
        clock.now().astimezone(viewer_zone()).date(),
        chosen=request.args.get("situation", ""),
    )
    if form.validate_on_submit():
        try:
            case = _begin(version, form)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Vorgang ist begonnen. Die Fristen laufen."), "success")
            return redirect(url_for("cases.show", public_id=case.public_id), 303)
    page = render_template("cases/begin.html", version=version, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@requires(HANDLE_CASES)
def show(public_id: str) -> ResponseReturnValue:
    return _page(queries.get_case_for(current_person(), public_id), NoteForm())


@blueprint.post("/<public_id>/ticks")
@requires(HANDLE_CASES)
def tick(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), TickForm()
    if not form.validate():
        raise NotFound
    try:
        services.tick_item(
            case=case,
            step=form.step.data,
            item=form.item.data,
            actor=current_person(),
            now=clock.now(),
        )
    except AnswersMissing as gaps:
        return form_with_gaps(case, form.step.data, gaps)
    except CaseClosed as refusal:
        flash(refusal.message, "info")
    return redirect(_at_step(case, form), 303)


@blueprint.post("/<public_id>/ticks/take-back")
@requires(HANDLE_CASES)
def take_back(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), TickForm()
    if not form.validate():
        raise NotFound
    try:
        services.untick_item(
            case=case,
            step=form.step.data,
            item=form.item.data,
            actor=current_person(),
            now=clock.now(),
        )
    except CaseClosed as refusal:
        flash(refusal.message, "info")
    return redirect(_at_step(case, form), 303)


@blueprint.post("/<public_id>/notes")
@requires(HANDLE_CASES)
def note(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), NoteForm()
    if form.validate():
        try:
            services.add_note(
                case=case, text=form.text.data, actor=current_person(), now=clock.now()
            )
        except CaseClosed as refusal:
            form.show(refusal)
        else:
            flash(_("Die Notiz ist gespeichert."), "success")
            return redirect(url_for("cases.show", public_id=public_id, _anchor="notes"), 303)
    return _page(case, form), 422


@blueprint.route("/<public_id>/description", methods=["GET", "POST"])
@requires(HANDLE_CASES)
def describe(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), DescriptionForm()
    said = queries.read_description(case)
    if form.validate_on_submit():
        try:
            services.describe_case(
                case=case,
                description=form.description.data,
                revision=form.seen,
                actor=current_person(),
                now=clock.now(),
            )
        except ChangedMeanwhile:
            form.revision.data = str(case.revision)
            said = queries.read_description(case)
            return _description_page(case, form, other=said), 422
        except CaseClosed as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(url_for("cases.show", public_id=public_id), 303)
    if not form.is_submitted():
        form.description.data, form.revision.data = said, str(case.revision)
    return _description_page(case, form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/close", methods=["GET", "POST"])
@requires(HANDLE_CASES)
def close(public_id: str) -> ResponseReturnValue:
    case = queries.get_case_for(current_person(), public_id)
    form = EndForm() if case.is_exercise else CloseForm()
    if form.validate_on_submit():
        outcome = None if case.is_exercise else Outcome(form["outcome"].data)
        try:
            services.close_case(case=case, outcome=outcome, actor=current_person(), now=clock.now())
        except CaseClosed as refusal:
            form.show(refusal)
        else:
            flash(
                _("Die Übung ist beendet.") if case.is_exercise else _("Abgeschlossen."), "success"
            )
            return redirect(url_for("cases.show", public_id=public_id), 303)
    waiting = [one for one in shown_steps(case, clock.now()) if not one.done]
    page = render_template("cases/close.html", case=case, form=form, waiting=waiting)
    return page, 422 if form.is_submitted() else 200


def _begin(version: ProcedureVersion, form: BeginForm) -> Case:
    now, second = clock.now(), None
    if form.second.data:
        second = queries.find_colleague(version.procedure.municipality, form.second.data)
        if second is None:
            raise NoSuchColleague(NoSuchColleague.MESSAGE, field="second")
        if second.id == current_person().id:
            raise AlreadyNamed(AlreadyNamed.MESSAGE, field="second")
    case = services.start_case(
        version=version,
        incident=services.Incident(
            situation=form.situation.data,
            happened_on=form.happened_on.data,
            description=form.description.data,
        ),
        delete_on=day_after(Period(form.months.data, Unit.MONTHS), today(now)),
        others=[second] if second else [],
        actor=current_person(),
        now=now,
    )
    if second:
        notify(person=second, template="cases/named", now=now, case=case)
    return case


def _page(case: Case, form: NoteForm) -> str:
    now = clock.now()
    return render_template(
        "cases/show.html",
        shown=shown_case(case, now),
        case=case,
        form=form,
        now=now,
        situations=situation_names(),
        outcomes=OUTCOMES,
    )


def _description_page(case: Case, form: DescriptionForm, other: str | None = None) -> str:
    return render_template("cases/description.html", case=case, form=form, other=other)


def _at_step(case: Case, form: TickForm) -> str:
    return url_for("cases.show", public_id=case.public_id, _anchor=f"step-{form.step.data}")
