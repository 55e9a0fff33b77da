"""The page of a scenario: see where one stands, choose, go back, play again."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import requires
from courses.catalogue.models import LearningUnit
from courses.learning import scenarios
from courses.learning.forms import BackForm, ChoiceForm
from courses.learning.queries import get_unit
from courses.learning.showing import saying_when_all_is_done, unit_page
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "scenarios",
    __name__,
    template_folder="templates",
    url_prefix="/courses/<slug>/units/<key>/scenario",
)


def scenario_page(unit: LearningUnit, form: ChoiceForm | None = None) -> str:
    """Where the person stands: what came of their last choice, and what they can do now."""
    play = scenarios.find_play(current_person(), unit)
    return unit_page(
        "learning/scenario.html",
        unit,
        play=play,
        ends=scenarios.get_scenario(unit).ends,
        form=form or ChoiceForm.at(play.walk.node, play.token),
    )


@blueprint.post("/choose")
@requires(READ_COURSES)
def choose(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), get_unit(slug, key)
    play = scenarios.find_play(person, unit)
    form = ChoiceForm.at(play.walk.node, play.token)
    if form.is_outdated(play.token):
        return _stand(unit)  # sent twice, or on another device they are further by now
    if not form.validate_on_submit():
        return scenario_page(unit, form), 422
    with saying_when_all_is_done(unit):
        scenarios.choose(
            person=person,
            unit=unit,
            choice=form.choice.data,
            based_on=play.token,
            actor=person,
            now=clock.now(),
        )
    return _stand(unit)


@blueprint.post("/back")
@requires(READ_COURSES)
def back(slug: str, key: str) -> ResponseReturnValue:
    person, unit, form = current_person(), get_unit(slug, key), BackForm()
    scenarios.get_scenario(unit)
    if not form.validate_on_submit():
        raise NotFound
    scenarios.go_back(
        person=person,
        unit=unit,
        steps=int(form.steps.data),
        based_on=form.based_on.data or "",
        actor=person,
        now=clock.now(),
    )
    return _stand(unit)


def _stand(unit: LearningUnit) -> ResponseReturnValue:
    """Lead to where the person stands now, not to what they have read already."""
    address = url_for("learning.show", slug=unit.course.slug, key=unit.key, _anchor="now")
    return redirect(address, 303)
