"""What people said of courses, in figures of groups: for trainers, coordinators and the office."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.i18n import localised
from app.kernel.matrix import READ_EVALUATIONS, RUN_COHORTS
from app.kernel.permissions import requires
from courses.catalogue.queries import get_course
from courses.cohorts.queries import get_managed_cohort
from courses.evaluation import presenting, queries
from courses.evaluation.questionnaire import Wave
from courses.evaluation.windows import stage_of
from courses.evaluation.wording import WAVES
from organisations.accounts.current import current_person

blueprint = Blueprint("evaluations", __name__, template_folder="templates", url_prefix="/manage")


@blueprint.get("/evaluations")
@requires(READ_EVALUATIONS)
def index() -> ResponseReturnValue:
    pools = queries.list_released(current_person(), everything=_sees_the_programme())
    return render_template(
        "evaluation/index.html", courses=presenting.by_course(pools), written=presenting.written
    )


@blueprint.get("/evaluations/<slug>")
@requires(READ_EVALUATIONS)
def course(slug: str) -> ResponseReturnValue:
    shown = get_course(slug)
    everything = _sees_the_programme()
    pools = queries.list_released(current_person(), everything=everything, course=shown)
    cohorts = presenting.over_time(pools)
    return render_template(
        "evaluation/course.html",
        course=shown,
        everything=everything,
        waves=presenting.waves_of(pools),
        cohorts=cohorts,
        chart=presenting.chart_over_time(cohorts),
        distributions=presenting.distributions_over_time(cohorts),
        texts=presenting.texts_of_small_groups(pools),
        written=presenting.written,
    )


@blueprint.get("/cohorts/<public_id>/evaluation")
@requires(RUN_COHORTS)
def cohort(public_id: str) -> ResponseReturnValue:
    managed = get_managed_cohort(current_person(), public_id)
    released = queries.released_of(managed)
    ends_at, now = queries.find_end(managed.id), clock.now()
    return render_template(
        "evaluation/cohort.html",
        cohort=managed,
        title=localised(managed.title),
        waves=[
            (
                WAVES[wave],
                presenting.figures_of(wave, released.get(wave, [])),
                stage_of(wave, ends_at, now),
            )
            for wave in Wave
        ],
    )


def _sees_the_programme() -> bool:
    """Whether the figures of a course are those of the whole programme, or of own cohorts."""
    return READ_EVALUATIONS.reaches_all(current_user.roles)
