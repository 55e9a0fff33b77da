"""Where a municipality stands: ask its people, and read the result once it is frozen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import short_date
from app.kernel.matrix import COLLECT_GROUP_LEVELS, READ_GROUP_LEVELS
from app.kernel.permissions import may, requires
from courses.group_levels import queries, services
from courses.group_levels.forms import survey_form
from courses.group_levels.presenting import picture_of
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality
from organisations.people.queries import list_overseen_municipalities

blueprint = Blueprint(
    "level_surveys", __name__, template_folder="templates", url_prefix="/municipality/levels"
)


@blueprint.get("")
@requires(READ_GROUP_LEVELS)
def index() -> ResponseReturnValue:
    overseen = _overseen()
    return render_template(
        "group_levels/surveys.html",
        found=queries.list_surveys(overseen, request.args.get("page", 1, type=int)),
        running=queries.list_running_surveys(overseen),
        several=len(overseen) > 1,
        collects=may(COLLECT_GROUP_LEVELS),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(COLLECT_GROUP_LEVELS)
def new() -> ResponseReturnValue:
    municipalities = list(_overseen().values())
    form = survey_form(municipalities)
    if form.validate_on_submit():
        try:
            survey = services.open_survey(
                municipality=form.chosen(municipalities),
                closes_on=form.closes_on.data,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            day = short_date(survey.closes_on)
            flash(_("Die Umfrage läuft bis %(day)s. Alle werden gefragt.", day=day), "success")
            return redirect(url_for("level_surveys.index"), 303)
    page = render_template("group_levels/new_survey.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@requires(READ_GROUP_LEVELS)
def show(public_id: str) -> ResponseReturnValue:
    survey = queries.get_survey(public_id, _overseen())
    return render_template("group_levels/survey.html", survey=survey, picture=picture_of(survey))


def _overseen() -> dict[int, Municipality]:
    """By id, the municipalities whose figures who is signed in may see."""
    return {one.id: one for one in list_overseen_municipalities(current_account())}
