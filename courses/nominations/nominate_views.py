"""Nominate people for a cohort: choose the cohort, choose people, look at it, do it."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import APPROVE_ENROLMENTS, NOMINATE
from app.kernel.permissions import may, requires
from courses.cohorts.models import Cohort
from courses.cohorts.queries import (
    CohortOverview,
    get_cohort_for,
    get_overview,
    list_cohorts_for_planning,
)
from courses.nominations import queries
from courses.nominations.forms import MOST_PEOPLE, PeopleForm, people_form, search_form
from courses.nominations.nominating import (
    POSSIBLE,
    Verdict,
    check_nominating,
    foresee,
    nominate_people,
)
from courses.nominations.reach import reach_of
from courses.nominations.wording import PROSPECTS
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "nominate",
    __name__,
    template_folder="templates",
    url_prefix="/municipality/trainings/nominate",
)


@blueprint.get("")
@requires(NOMINATE)
def index() -> ResponseReturnValue:
    now = clock.now()
    reach_of(current_account())
    overviews = list_cohorts_for_planning(current_person(), now)
    return render_template(
        "nominations/cohorts.html",
        overviews=[one for one in overviews if _may_nominate(one, now)],
    )


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(NOMINATE)
def choose(public_id: str) -> ResponseReturnValue:
    """Whom; once somebody is chosen, what it would come to."""
    reach, cohort, now = reach_of(current_account()), _cohort(public_id), clock.now()
    check_nominating(cohort=cohort, approves=may(APPROVE_ENROLMENTS), now=now)
    search = search_form(request.args, teams=queries.list_teams_of(reach), courses=None)
    found = queries.list_choice(reach, search.criteria, MOST_PEOPLE)
    people = [person for person in found if person.id != current_person().id]
    form = people_form(people)
    if not form.validate_on_submit():
        return _choice_page(cohort, form, search)
    if "everybody" in request.form:
        chosen: Sequence[str] = [person.public_id for person in people]
    else:
        chosen = form.chosen
    if not chosen:
        form.people.errors = [_("Bitte wählen Sie mindestens eine Person.")]
        return _choice_page(cohort, form, search), 422
    verdicts = foresee(
        cohort=cohort,
        people=queries.list_people(reach, chosen),
        nominated_by=current_person(),
        now=now,
    )
    return _preview_page(cohort, verdicts)


@blueprint.post("/<public_id>/confirm")
@requires(NOMINATE)
def confirm(public_id: str) -> ResponseReturnValue:
    reach, cohort, form = reach_of(current_account()), _cohort(public_id), PeopleForm()
    form.people.choices = []
    if not form.validate_on_submit() or not form.chosen:
        return redirect(url_for("nominate.choose", public_id=public_id), 303)
    verdicts = nominate_people(
        cohort=cohort,
        people=queries.list_people(reach, form.chosen),
        actor=current_person(),
        approves=may(APPROVE_ENROLMENTS),
        now=clock.now(),
    )
    done = sum(verdict.prospect in POSSIBLE for verdict in verdicts)
    text = ngettext(
        "%(num)s Person ist vorgeschlagen und bekommt eine Mail.",
        "%(num)s Personen sind vorgeschlagen und bekommen eine Mail.",
        done,
    )
    flash(text, "success" if done else "info")
    return redirect(url_for("nominations.index"), 303)


def _cohort(public_id: str) -> Cohort:
    return get_cohort_for(current_person(), public_id)


def _may_nominate(overview: CohortOverview, now: datetime) -> bool:
    try:
        check_nominating(cohort=overview.cohort, approves=may(APPROVE_ENROLMENTS), now=now)
    except DomainError:
        return False
    return True


def _choice_page(cohort: Cohort, form: PeopleForm, search: object) -> str:
    return render_template(
        "nominations/choose.html",
        overview=get_overview(cohort),
        form=form,
        search=search,
        most=MOST_PEOPLE,
    )


def _preview_page(cohort: Cohort, verdicts: Sequence[Verdict]) -> str:
    return render_template(
        "nominations/preview.html",
        overview=get_overview(cohort),
        verdicts=verdicts,
        possible=[one.person for one in verdicts if one.prospect in POSSIBLE],
        prospects=PROSPECTS,
        functions=FUNCTIONS,
    )
