"""The register of decisions: look for one, record one, follow it up."""

from math import ceil

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.meetings.bodies.access import Reader, reader_of
from exchange.meetings.bodies.queries import list_bodies, list_planned_bodies
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.queries import get_planned_meeting
from exchange.meetings.dates.views import address_of
from exchange.meetings.decisions import queries, services
from exchange.meetings.decisions.forms import DecisionForm, RegisterForm, decision_form
from exchange.meetings.decisions.models import Decision
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_decisions", __name__, template_folder="../templates", url_prefix="/meetings"
)


@blueprint.get("/decisions")
@requires(READ_MEETINGS)
def index() -> ResponseReturnValue:
    reader, day = _reader(), today(clock.now())
    form = _register_form(reader)
    page = min(max(request.args.get("page", default=1, type=int), 1), 10_000)
    wanted = queries.Wanted(form.q.data or "", form.body.data or "", form.state.data or "")
    decisions, total = queries.list_decisions(reader, wanted, today=day, page=page)
    return render_template(
        "meetings/decisions/index.html",
        form=form,
        decisions=decisions,
        total=total,
        page_number=page,
        pages=ceil(total / queries.A_PAGE),
        arguments={name: value for name, value in form.data.items() if value},
        planned={body.id for body in list_planned_bodies(reader)},
        today=day,
    )


@blueprint.route("/<public_id>/decisions/new", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def new(public_id: str) -> ResponseReturnValue:
    meeting = get_planned_meeting(public_id, _reader())
    form = decision_form()
    if form.validate_on_submit():
        try:
            decision = services.record_decision(
                meeting=meeting, details=form.details(), actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Beschluss %(label)s steht im Verzeichnis.", label=decision.label), "success")
            return redirect(address_of(meeting) + "#decisions", 303)
    return _form_page(form, meeting, None)


@blueprint.route("/decisions/<public_id>", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def edit(public_id: str) -> ResponseReturnValue:
    decision = queries.get_planned_decision(public_id, _reader())
    form = decision_form(decision)
    if form.validate_on_submit():
        try:
            services.change_decision(
                decision=decision, details=form.details(), actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(address_of(decision.meeting) + "#decisions", 303)
    return _form_page(form, decision.meeting, decision)


@blueprint.post("/decisions/<public_id>/done")
@requires(PLAN_MEETINGS)
def finish(public_id: str) -> ResponseReturnValue:
    decision = queries.get_planned_decision(public_id, _reader())
    services.finish_decision(decision=decision, actor=current_person(), now=clock.now())
    flash(_("Beschluss %(label)s ist erledigt.", label=decision.label), "success")
    return redirect(url_for("meeting_decisions.index"), 303)


@blueprint.post("/decisions/<public_id>/reopen")
@requires(PLAN_MEETINGS)
def reopen(public_id: str) -> ResponseReturnValue:
    decision = queries.get_planned_decision(public_id, _reader())
    services.reopen_decision(decision=decision, actor=current_person(), now=clock.now())
    flash(_("Beschluss %(label)s ist wieder offen.", label=decision.label), "success")
    return redirect(url_for("meeting_decisions.index"), 303)


def _reader() -> Reader:
    return reader_of(current_account())


def _register_form(reader: Reader) -> RegisterForm:
    """What to look for; a choice that there is not does not count."""
    form = RegisterForm(request.args)
    form.body.choices = [
        SelectChoice("", _("alle")),
        *(SelectChoice(one.public_id, one.name) for one in list_bodies(reader)),
    ]
    form.validate()
    for field in (form.q, form.body, form.state):
        if field.errors:
            field.data = ""
    return form


def _form_page(
    form: DecisionForm, meeting: BodyMeeting, decision: Decision | None
) -> ResponseReturnValue:
    page = render_template(
        "meetings/decisions/form.html", form=form, meeting=meeting, decision=decision
    )
    return page, 422 if form.is_submitted() else 200
